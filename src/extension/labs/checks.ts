import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { CheckedBody, LabRequests } from '../../protocol/labs';
import { DEBUG_TYPE, type Sessions } from '../sessions/sessions';
import type { Labs, OpenedLab } from './opened';
import type { OneSession } from './one-session';
import type { Progress } from './progress';
import type { LabService } from './service';
import { whenStopped } from './when-stopped';
import { pathOf } from '../place';

/** The checks of the labs that are open, in the Testing view: run, and debugged at the instant at which they fail. */
export class LabChecks implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('trapframe.labs', 'Labs');
  /** By the id of the item of the lab. */
  private readonly labs = new Map<string, OpenedLab>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly service: LabService,
    private readonly catalog: Labs,
    private readonly progress: Progress,
    private readonly sessions: Sessions,
    /** A folder for recordings. */
    private readonly storage: vscode.Uri,
    private readonly session: OneSession,
  ) {
    const { Run, Debug } = vscode.TestRunProfileKind;
    this.controller.createRunProfile(
      'Run',
      Run,
      (request, token) => this.handle(request, token, false),
      true,
    );
    this.controller.createRunProfile(
      'Debug at the Failing Instant',
      Debug,
      (request, token) => this.handle(request, token, true),
      true,
    );
    this.controller.refreshHandler = () => this.fill();
    this.subscriptions = [this.controller, catalog.onDidChange(() => this.fill())];
    void this.fill();
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  /** Runs checks of a lab, or all, as the Testing view does; shows what came of them there. */
  async run(lab: OpenedLab, ids: readonly string[] | undefined): Promise<void> {
    await this.fill();
    const parent = this.controller.items.get(lab.workspace.toString());
    if (!parent) throw new Error('the lab is not open in this workspace');
    const items = ids?.map((id) => {
      const item = parent.children.get(id);
      if (!item) throw new Error(`the lab has no check "${id}"`);
      return item;
    });
    await this.handle(new vscode.TestRunRequest(items ?? [parent]), undefined, false);
  }

  private async fill(): Promise<void> {
    const opened = await this.catalog.opened();
    this.labs.clear();
    const items = opened.map((one) => {
      const { lab, workspace } = one;
      const id = workspace.toString();
      this.labs.set(id, one);
      const item = this.controller.items.get(id) ?? this.controller.createTestItem(id, lab.title, workspace);
      const file = vscode.Uri.joinPath(workspace, lab.handIn[0]);
      item.children.replace(
        lab.checks.map((check) => this.controller.createTestItem(check.id, check.name, file)),
      );
      return item;
    });
    this.controller.items.replace(items);
  }

  private async handle(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken | undefined,
    isDebug: boolean,
  ): Promise<void> {
    const run = this.controller.createTestRun(request);
    const cancelled = token?.onCancellationRequested(() => this.service.cancel());
    try {
      for (const [opened, items] of this.wanted(request)) {
        if (token?.isCancellationRequested) break;
        items.forEach((item) => run.started(item));
        await this.check(run, opened, items, isDebug);
      }
    } finally {
      cancelled?.dispose();
      run.end();
    }
  }

  /** The checks that are meant, by lab. */
  private wanted(request: vscode.TestRunRequest): Map<OpenedLab, vscode.TestItem[]> {
    const wanted = new Map<OpenedLab, vscode.TestItem[]>();
    const excluded = new Set(request.exclude);
    const add = (item: vscode.TestItem): void => {
      if (excluded.has(item)) return;
      const parent = item.parent;
      if (!parent) return item.children.forEach(add);
      const opened = this.labs.get(parent.id);
      if (opened) wanted.set(opened, [...(wanted.get(opened) ?? []), item]);
    };
    if (request.include) request.include.forEach(add);
    else this.controller.items.forEach(add);
    return wanted;
  }

  private async check(
    run: vscode.TestRun,
    opened: OpenedLab,
    items: readonly vscode.TestItem[],
    isDebug: boolean,
  ): Promise<void> {
    await vscode.workspace.saveAll(false);
    let came: LabRequests['check'][1];
    try {
      came = await this.service.ask('check', {
        folder: pathOf(opened.folder),
        workspace: pathOf(opened.workspace),
        only: items.map(({ id }) => id),
      });
    } catch (error) {
      for (const item of items) run.errored(item, new vscode.TestMessage(messageOf(error)));
      return;
    }
    await this.progress.checked(opened, came.checks);
    for (const item of items) {
      const result = came.checks.find(({ id }) => id === item.id);
      if (result) report(run, item, result);
    }
    const failing = came.checks.find(
      ({ id, passed, failure }) =>
        passed === false && failure?.recording !== undefined && items.some((one) => one.id === id),
    );
    if (isDebug && failing) await this.debug(failing, came.recordings);
  }

  /** Opens the recording of what failed, and goes to where it went wrong. */
  private async debug(
    { id, failure }: CheckedBody,
    recordings: Readonly<Record<string, Uint8Array>>,
  ): Promise<void> {
    const { recording, at } = failure!;
    await vscode.workspace.fs.createDirectory(this.storage);
    const file = vscode.Uri.joinPath(this.storage, `${id}.rec`);
    await vscode.workspace.fs.writeFile(file, recordings[recording!]);
    const name = `Check ${id}`;
    const started = await this.session.start(undefined, {
      type: DEBUG_TYPE,
      request: 'launch',
      name,
      recording: pathOf(file),
    });
    if (!started || at === undefined) return;
    const stopped = await whenStopped(this.sessions, name);
    await stopped.request('trapframe/seek', { instruction: at });
  }
}

function report(run: vscode.TestRun, item: vscode.TestItem, { passed, message, failure }: CheckedBody): void {
  if (passed === true) return run.passed(item);
  if (passed === null || !failure) {
    run.appendOutput(`${item.label}: ${message}\r\n`, undefined, item);
    return run.skipped(item);
  }
  const { expected, actual, hint, at } = failure;
  const words = [
    message,
    ...(at === undefined ? [] : [`At instant ${at}.`]),
    ...(hint === undefined ? [] : [`Hint: ${hint}`]),
  ];
  const told = vscode.TestMessage.diff(words.join('\n\n'), expected, actual);
  if (item.uri) told.location = new vscode.Location(item.uri, new vscode.Position(0, 0));
  run.failed(item, told);
}
