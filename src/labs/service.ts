import { messageOf, UserError } from '../base/errors';
import type { FileSystem } from '../base/files';
import type { Host } from '../host/host';
import { isBuiltin } from '../debug/launch/builtin-programs';
import { isRight, shownAnswer } from './checks/answer';
import { measuring, type Measured } from './checks/measure';
import { passed } from './checks/watch';
import type { CheckedBody, LabBody, LabQuestion, LabReply, LabRequests } from '../protocol/labs';
import type { LabRun } from './format/lab';
import { joined, loadLab } from './format/load';
import { gradeSubmission } from './grade/grade';
import { KERNEL_FOLDER, launchOf, needsOwnKernel, withoutKernel } from './run/configuration';
import { attributesAt } from './run/attributes';
import { variantsOf } from './run/variants';
import { watchedRun } from './run/watched-run';

/** What the place we run in does for labs. */
export interface LabHost {
  readonly host: Host;
  /** Puts the kernel's sources with the student's files into a workspace; absent where nothing can be compiled. */
  readonly prepareKernel?: (run: LabRun, workspace: string) => Promise<void>;
}

/** The name by which runs draw what each student has of his own, in the editor: everybody's own computer is his own. */
const STUDENT = 'student';

/** Answers questions about labs, one after the other. */
export class LabService {
  constructor(private readonly place: LabHost) {}

  async answer({ id, request, args }: LabQuestion): Promise<LabReply> {
    try {
      return { id, answer: await this.handlers[request](args as never) };
    } catch (error) {
      return { id, refused: messageOf(error) };
    }
  }

  private readonly handlers: {
    readonly [R in keyof LabRequests]: (args: LabRequests[R][0]) => Promise<LabRequests[R][1]>;
  } = {
    lab: ({ folder }) => this.read(folder),
    check: (args) => this.check(args),
    reveal: (args) => this.reveal(args),
    launch: (args) => this.launch(args),
  };

  private get files(): FileSystem {
    return this.place.host.files;
  }

  private async read(folder: string): Promise<LabBody> {
    const lab = await loadLab(this.files, folder);
    const { name, title, version, minutes, goals, needs, handIn } = lab;
    const text = async (path: string): Promise<string> =>
      new TextDecoder().decode(await this.files.readFile(joined(folder, path)));
    const steps = await Promise.all(
      lab.steps.map(async (step) => ({
        title: step.title,
        text: await text(step.text),
        predictions: step.predictions.map(({ id, question, choices }) => ({
          id,
          question,
          ...(choices === undefined ? {} : { choices }),
        })),
        checks: step.checks,
      })),
    );
    return {
      name,
      title,
      version,
      ...(minutes === undefined ? {} : { minutes }),
      goals,
      needs,
      handIn,
      runs: Object.keys(lab.runs),
      steps,
      checks: lab.checks
        .filter(({ hidden }) => !hidden)
        .map((check) => ({ id: check.id, name: check.name, points: check.points })),
    };
  }

  private async check({
    folder,
    workspace,
    only,
  }: LabRequests['check'][0]): Promise<LabRequests['check'][1]> {
    const lab = await loadLab(this.files, folder);
    const visible = { ...lab, checks: lab.checks.filter(({ hidden }) => !hidden) };
    const ids = only === undefined ? undefined : new Set(only);
    for (const run of Object.values(lab.runs)) {
      if (needsOwnKernel(run)) await this.place.prepareKernel?.(run, workspace);
    }
    const recordings: Record<string, Uint8Array> = {};
    const { checks } = await gradeSubmission(
      visible,
      STUDENT,
      { host: this.hostAt(folder, workspace), root: workspace },
      {
        ...(ids && { only: ids }),
        record: (run, bytes) => {
          recordings[run] = bytes;
        },
      },
    );
    return {
      recordings,
      checks: checks.map(({ id, passed, message, at, failure }): CheckedBody => {
        if (!failure) return { id, passed, message };
        const { expected, actual, hint } = failure;
        return {
          id,
          passed,
          message,
          failure: {
            expected,
            actual,
            ...(hint === undefined ? {} : { hint }),
            ...(at === null ? {} : { at }),
            ...(failure.recording === undefined ? {} : { recording: failure.recording }),
          },
        };
      }),
    };
  }

  private async reveal({
    folder,
    workspace,
    prediction,
    answer,
  }: LabRequests['reveal'][0]): Promise<LabRequests['reveal'][1]> {
    const lab = await loadLab(this.files, folder);
    const asked = lab.steps.flatMap(({ predictions }) => predictions).find(({ id }) => id === prediction);
    if (!asked) throw new UserError(`there is no prediction "${prediction}"`);
    const [first] = Object.keys(lab.runs);
    const run = lab.runs[asked.answer.run ?? first];
    await this.prepare(run, workspace);
    const measured = await this.measured(run, asked.answer, folder, workspace);
    if ('problem' in measured) throw new UserError(measured.problem);
    return {
      isRight: isRight(answer, measured.value),
      value: shownAnswer(measured),
      ...(asked.because === undefined ? {} : { because: asked.because }),
    };
  }

  private async measured(
    run: LabRun,
    measure: Parameters<typeof measuring>[0],
    folder: string,
    workspace: string,
  ): Promise<Measured> {
    let found: Measured = { problem: 'the run did not begin' };
    const { maxInstructions, maxOutput } = run;
    const over = await watchedRun(
      {
        launch: launchOf(run, variantsOf(run, STUDENT)[0], workspace),
        host: this.hostAt(folder, workspace),
        root: workspace,
        mustHave: [],
        maxInstructions,
        maxOutput,
      },
      [
        (scene) => {
          const looking = measuring(measure, scene);
          return {
            event: (event) => looking.event(event),
            verdict: (end) => {
              found = looking.result(end);
              return passed('', '');
            },
          };
        },
      ],
    );
    if (over.kind === 'unbuilt') throw new UserError(over.problem);
    const [watch] = over.watches;
    if (watch instanceof UserError) throw watch;
    await watch.verdict(over.end);
    return found;
  }

  private async launch({
    folder,
    workspace,
    run: name,
  }: LabRequests['launch'][0]): Promise<LabRequests['launch'][1]> {
    const lab = await loadLab(this.files, folder);
    if (!Object.hasOwn(lab.runs, name))
      throw new UserError(`there is no run "${name}"; there are ${Object.keys(lab.runs).join(', ')}`);
    const run = lab.runs[name];
    const own = needsOwnKernel(run) ? { kernel: KERNEL_FOLDER } : {};
    await this.prepare(run, workspace);
    const raw = { ...run.launch, ...own, ...variantsOf(run, STUDENT)[0] };
    const at = (path: string): string =>
      isBuiltin(path) ? path : path.startsWith('tests/') ? joined(folder, path) : joined(workspace, path);
    return { configuration: attributesAt(raw, at) };
  }

  /** Makes ready what one run needs. @throws UserError when it cannot be made here */
  private async prepare(run: LabRun, workspace: string): Promise<void> {
    const { host, prepareKernel } = this.place;
    const missing = withoutKernel(Object.values(run.kernelFiles), host.compiler !== undefined);
    if (missing !== undefined) throw new UserError(missing);
    if (needsOwnKernel(run)) await prepareKernel?.(run, workspace);
  }

  /** The student's files, with what only tests use at `tests/`. */
  private hostAt(folder: string, workspace: string): Host {
    const { files } = this;
    const tests = `${workspace}/tests/`;
    const real = (path: string): string =>
      path.startsWith(tests) ? joined(folder, `tests/${path.slice(tests.length)}`) : path;
    return {
      ...this.place.host,
      files: {
        readFile: (path, limit) => files.readFile(real(path), limit),
        exists: (path) => files.exists(real(path)),
        // It lies where it seems to lie: what it includes is looked for beside it.
        realPath: (path) => (path.startsWith(tests) ? Promise.resolve(path) : files.realPath(path)),
        readFolder: (path) => files.readFolder(real(path)),
      },
    };
  }
}
