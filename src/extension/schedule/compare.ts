import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { ComparedJob, Comparison } from '../../protocol/schedule';
import type { ComparisonPanel } from './comparison-panel';
import { runSched } from './run-sched';
import { asFile, jobsIn, policies, workloads, type Workload } from './workloads';

const TITLE = 'Compare Scheduling Policies';

/** Asks for jobs and policies, runs them on the real kernel, and shows what became of each. */
export class ComparePolicies {
  /** @param cli absolute path of the bundled command line */
  constructor(
    private readonly cli: string,
    private readonly panel: ComparisonPanel,
  ) {}

  readonly run = async (): Promise<void> => {
    const workload = await chooseWorkload();
    if (workload === undefined) return;
    const chosen = await choosePolicies();
    if (chosen === undefined) return;
    try {
      await this.panel.show(await this.compare(workload, chosen));
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  };

  private compare(workload: Workload, chosen: readonly string[]): Thenable<Comparison> {
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Running “${workload.name}” under ${chosen.length} policies`,
        cancellable: true,
      },
      async (_, token) => {
        const cancel = new AbortController();
        token.onCancellationRequested(() => cancel.abort());
        const file = asFile(workload);
        const results = await runSched(this.cli, file, chosen, cancel.signal);
        return { workload: workload.name, file, jobs: workload.jobs, policies: results };
      },
    );
  }
}

const inWords = ({ name, arrival, run, io }: ComparedJob): string =>
  `${name}: at ${arrival}, runs ${run}${io ? `, waits ${io.length} after every ${io.every}` : ''}`;

async function chooseWorkload(): Promise<Workload | undefined> {
  const examples = workloads.map((workload) => ({
    label: workload.name,
    description: workload.why,
    detail: workload.jobs.map(inWords).join(' · '),
    choose: (): Promise<Workload | undefined> => Promise.resolve(workload),
  }));
  const others = [
    { label: '$(edit) My own jobs...', description: 'typed in one line', choose: askForJobs },
    {
      label: '$(file) A workload file...',
      description: 'JSON, as trapframe sched takes it',
      choose: askForFile,
    },
  ];
  const chosen = await vscode.window.showQuickPick([...examples, ...others], {
    title: TITLE,
    placeHolder: 'Which jobs? Times are in ticks: timer interrupts',
  });
  return chosen?.choose();
}

async function askForJobs(): Promise<Workload | undefined> {
  const text = await vscode.window.showInputBox({
    title: TITLE,
    prompt: 'Jobs with commas between: name, when it arrives, how many ticks it runs',
    placeHolder: 'A 0 10, B 2 5, C 4 1',
    validateInput: (given) => {
      try {
        jobsIn(given);
      } catch (error) {
        return messageOf(error);
      }
      return undefined;
    },
  });
  return text === undefined ? undefined : { name: text.trim(), why: '', jobs: jobsIn(text) };
}

async function askForFile(): Promise<Workload | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: TITLE,
      openLabel: 'Run It',
      filters: { 'Workloads (JSON)': ['json'] },
    })) ?? [];
  if (file === undefined) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return { name: vscode.workspace.asRelativePath(file, false), why: '', jobs: jobsOf(text), file: text };
}

/** What is wrong with a workload the command says, which reads it before it runs anything. */
function jobsOf(text: string): readonly ComparedJob[] {
  try {
    const { jobs } = JSON.parse(text) as { jobs?: unknown };
    return Array.isArray(jobs) ? (jobs as ComparedJob[]) : [];
  } catch {
    return [];
  }
}

async function choosePolicies(): Promise<readonly string[] | undefined> {
  const items = policies.map(([label, description]) => ({ label, description, picked: true }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: TITLE,
    placeHolder: 'Under which policies?',
    canPickMany: true,
  });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ label }) => label);
}
