import * as vscode from 'vscode';
import {
  baseName,
  forFile,
  programLanguages,
  whyNotRunnable,
  type ActiveEditor,
} from '../configuration/complete';
import { programMeant, type Meant } from '../configuration/meant';
import type { KernelSources } from './kernel-sources';
import type { LastProgram } from './last-program';
import { pathOf, uriOf } from '../place';
import { findFiles } from '../find-files';

/** More would make the picker useless; the rest is one launch.json away. */
const LIMIT = 100;

/** What is to be started: a file, or all that was started last. */
export type Start = { readonly file: ActiveEditor } | { readonly last: vscode.DebugConfiguration };

/** Finds the program that a person means who names none. */
export class Programs {
  constructor(
    readonly kernel: KernelSources,
    readonly last: LastProgram,
  ) {}

  /** @returns undefined when the user has been told why there is nothing, or chose nothing */
  async meant(document = vscode.window.activeTextEditor?.document): Promise<Start | undefined> {
    const active = document && { ...describe(document), text: document.getText() };
    const last = await this.again();
    const isKernels = document !== undefined && this.kernel.has(document.uri);
    const meant: Meant = programMeant({ active, isKernels, hasLast: last !== undefined });
    if (meant === 'file') return { file: active! };
    if (meant === 'last') return { last: last! };
    const file = await this.ask(active);
    return file && { file };
  }

  /** The path of one program: that of the last start, else the only one there is, else the one that is chosen. */
  async toRun(): Promise<string | undefined> {
    if ((await this.again()) !== undefined) return this.last.path;
    return (await this.ask(undefined))?.name;
  }

  /** The program in the active editor, if it is one. */
  active(): vscode.DebugConfiguration | undefined {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || this.kernel.has(document.uri)) return undefined;
    const file = describe(document);
    if (whyNotRunnable(file) !== undefined) return undefined;
    return forFile(file.name, baseName(file.name));
  }

  /** What was started last, if its program is still there. */
  async again(): Promise<vscode.DebugConfiguration | undefined> {
    const { value, path } = this.last;
    if (value === undefined || path === undefined) return undefined;
    const uri = uriOf(path);
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    return isThere ? value : undefined;
  }

  private async ask(active: ActiveEditor | undefined): Promise<ActiveEditor | undefined> {
    const found = await findFiles('**/*.{s,S,c}', /\.[sSc]$/, '**/{node_modules,dist,kernel}/**', LIMIT);
    const items = found
      .map((uri) => ({ uri, label: vscode.workspace.asRelativePath(uri, false) }))
      .sort((a, b) => a.label.localeCompare(b.label));
    if (items.length === 0) {
      const refusal = (active && whyNotRunnable(active)) ?? whyNotRunnable(undefined);
      void vscode.window.showErrorMessage(refusal!);
      return undefined;
    }
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Debug with Trapframe',
      placeHolder: 'Which program?',
    });
    // Its language is not known before it is open, and the name says enough.
    return chosen && { name: pathOf(chosen.uri), languageId: programLanguages[0], isUntitled: false };
  }
}

const describe = (document: vscode.TextDocument): ActiveEditor => ({
  name: document.isUntitled ? document.fileName : pathOf(document.uri),
  languageId: document.languageId,
  isUntitled: document.isUntitled,
});
