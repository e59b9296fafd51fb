import * as vscode from 'vscode';
import { foreignProcessor } from '../../base/processor';
import { assemblyLanguages } from '../configuration/complete';
import { DEBUG_TYPE } from '../sessions/sessions';

/** A C program for the built-in kernel says so by what it includes; C for this computer is none of ours. */
export const isForOurKernel = (document: vscode.TextDocument): boolean =>
  document.languageId === 'c' &&
  isOnDisk(document.uri) &&
  /^\s*#\s*include\s*<trapframe\.h>/m.test(document.getText());

/**
 * Tells `when` clauses which open files are programs of ours: assembly that is not clearly for another processor, and C that is for our
 * kernel or lies beside a launch configuration of ours. In a window with nothing but C of others this extension shows nothing until a
 * session of ours begins.
 */
export class OurPrograms implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private told = '';

  /** @param onFirst is called once, when it is clear that the window has to do with us */
  constructor(private onFirst: () => void) {
    const tell = (): void => this.tell();
    this.subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors(tell),
      vscode.workspace.onDidOpenTextDocument(tell),
      vscode.workspace.onDidCloseTextDocument(tell),
      vscode.workspace.onDidSaveTextDocument(tell),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('launch') && tell()),
      vscode.debug.onDidStartDebugSession(({ type }) => type === DEBUG_TYPE && this.first()),
    ];
    tell();
    // A C file alone may have woken us, in a window that has nothing to do with us; whatever else did was about us.
    if (!vscode.workspace.textDocuments.some(({ languageId }) => languageId === 'c')) this.first();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private tell(): void {
    const hasConfiguration = hasConfigurationOfOurs();
    const programs = vscode.workspace.textDocuments
      .filter((document) => isProgram(document, hasConfiguration))
      .map(({ uri }) => uri.fsPath);
    if (programs.length > 0 || hasConfiguration) this.first();
    const key = programs.join('\n');
    if (key === this.told) return;
    this.told = key;
    void vscode.commands.executeCommand('setContext', 'trapframe:programs', programs);
  }

  private first(): void {
    const call = this.onFirst;
    this.onFirst = () => undefined;
    call();
  }
}

function isProgram(document: vscode.TextDocument, hasConfiguration: boolean): boolean {
  if (!isOnDisk(document.uri)) return false;
  if (document.languageId === 'c') return hasConfiguration || isForOurKernel(document);
  return (
    assemblyLanguages.includes(document.languageId) && foreignProcessor(document.getText()) === undefined
  );
}

function hasConfigurationOfOurs(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [undefined, ...folders].some((folder) => {
    const configurations: unknown = vscode.workspace
      .getConfiguration('launch', folder?.uri)
      .get('configurations');
    return Array.isArray(configurations) && configurations.some(isOfOurType);
  });
}

const isOfOurType = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && (one as { type?: unknown }).type === DEBUG_TYPE;

/** Files, wherever the workspace has them; no older versions, and no documents that are made up. */
const isOnDisk = (uri: vscode.Uri): boolean =>
  uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
