import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

/** Assembly of ours; files that other extensions call `asm` may be for any processor. */
const LANGUAGES: readonly string[] = ['riscv-asm', 'riscv'];

/** The language server as the editor's partner; it starts when the first assembly file is opened. */
export class Language implements vscode.Disposable {
  private readonly client: LanguageClient;
  private readonly registration: vscode.Disposable;
  private isStarted = false;

  /** @param script absolute path of the bundled server */
  constructor(script: string) {
    this.client = new LanguageClient(
      'trapframe',
      'Trapframe Language Server',
      { module: script, transport: TransportKind.ipc },
      { documentSelector: LANGUAGES.map((language) => ({ language })) },
    );
    this.registration = vscode.workspace.onDidOpenTextDocument((document) => this.startFor(document));
    for (const document of vscode.workspace.textDocuments) this.startFor(document);
  }

  /** What the server says of a source. */
  said(uri: vscode.Uri): readonly vscode.Diagnostic[] {
    return this.client.diagnostics?.get(uri) ?? [];
  }

  dispose(): void {
    this.registration.dispose();
    if (this.isStarted) void this.client.dispose();
  }

  private startFor({ languageId }: vscode.TextDocument): void {
    if (this.isStarted || !LANGUAGES.includes(languageId)) return;
    this.isStarted = true;
    // The client itself tells the user why a server does not start.
    this.client.start().catch(() => {});
  }
}
