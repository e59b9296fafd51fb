import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { FromLabPage, ToLabPage } from '../../protocol/labs';
import { page } from '../panels/page';
import { writeAnswer } from './answers';
import { keepInSight } from './editor-groups';
import type { LabLinks } from './links';
import type { Labs, OpenedLab } from './opened';
import type { Progress } from './progress';
import type { LabService } from './service';
import { pathOf } from '../place';

/** The instructions of a lab, beside the code: one tab, which shows one lab at a time. */
export class Instructions implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private opened: OpenedLab | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly root: vscode.Uri,
    private readonly service: LabService,
    private readonly labs: Labs,
    private readonly progress: Progress,
    private readonly links: LabLinks,
  ) {
    this.subscriptions = [
      progress.onDidChange((lab) => lab.workspace.path === this.opened?.workspace.path && this.tell()),
    ];
  }

  dispose(): void {
    this.panel?.dispose();
    for (const one of this.subscriptions) one.dispose();
  }

  /** @param step which part of it; without it where the student was */
  async show(opened: OpenedLab, step?: number): Promise<void> {
    this.opened = opened;
    if (step !== undefined) await this.progress.stepTo(opened, step);
    if (this.panel) {
      this.panel.reveal(undefined, true);
      return this.tell();
    }
    const panel = vscode.window.createWebviewPanel('trapframeLab', 'Lab', vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [],
      enableFindWidget: true,
    });
    this.panel = panel;
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: FromLabPage) => void this.received(message));
    const [script, style] = await Promise.all([this.read('lab.js'), this.read('lab.css')]);
    panel.webview.html = page({ title: 'Lab', script, style });
    await keepInSight();
  }

  /** Reads the lab anew: who writes one sees what he has written. */
  async reload(): Promise<void> {
    const again = this.opened && (await this.labs.openedAt(this.opened.workspace));
    if (again) await this.show(again);
  }

  private async received(message: FromLabPage): Promise<void> {
    const { opened } = this;
    if (!opened) return;
    try {
      switch (message.type) {
        case 'ready':
          return await this.tell();
        case 'step':
          return await this.progress.stepTo(opened, message.step);
        case 'link':
          return await this.links.follow(opened, message.href);
        case 'predict':
          return await this.predict(opened, message.prediction, message.answer);
      }
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  /** What is right is only asked for when an answer is there. */
  private async predict(opened: OpenedLab, prediction: string, answer: string): Promise<void> {
    const { folder, workspace } = opened;
    await writeAnswer(workspace, prediction, answer);
    const outcome = await this.service.ask('reveal', {
      folder: pathOf(folder),
      workspace: pathOf(workspace),
      prediction,
      answer,
    });
    await this.progress.predicted(opened, prediction, { answer, outcome });
  }

  private async tell(): Promise<void> {
    const { opened, panel } = this;
    if (!opened || !panel) return;
    const { lab } = opened;
    const kept = this.progress.of(opened);
    const step = Math.min(kept.step, lab.steps.length - 1);
    const shown = lab.steps[step];
    panel.title = lab.title;
    const message: ToLabPage = {
      title: lab.title,
      goals: lab.goals,
      ...(lab.needs.includes('c-compiler') &&
      vscode.env.uiKind === vscode.UIKind.Web &&
      vscode.env.remoteName === undefined
        ? {
            warning:
              'This lab compiles C, for which a browser has no compiler: you can read it here, and do it on a computer.',
          }
        : {}),
      steps: lab.steps.map(({ title }, index) => ({ title, isDone: this.progress.isDone(opened, index) })),
      step,
      html: shown === undefined ? '' : await rendered(shown.text),
      predictions: (shown?.predictions ?? []).map((one) => {
        const made = kept.predictions[one.id];
        return made ? { ...one, made: made.answer, outcome: made.outcome } : one;
      }),
      checks: lab.checks
        .filter(({ id }) => shown?.checks.includes(id))
        .map((check) => ({ ...check, ...kept.checks[check.id] })),
    };
    void panel.webview.postMessage(message);
  }

  private async read(name: string): Promise<string> {
    const file = vscode.Uri.joinPath(this.root, 'dist', 'webview', name);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  }
}

/** Markdown as the editor's own preview renders it. */
const rendered = async (text: string): Promise<string> =>
  (await vscode.commands.executeCommand<string | undefined>('markdown.api.render', text)) ?? '';
