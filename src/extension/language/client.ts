import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Platform } from '../platform';

/** Assembly of ours; files that other extensions call `asm` may be for any processor. */
export const LANGUAGES: readonly string[] = ['riscv-asm', 'riscv'];
export const selector: readonly vscode.DocumentFilter[] = LANGUAGES.map((language) => ({ language }));

/** The language server as the editor's partner; it starts when the first assembly file is opened, or somebody asks it something. */
export class Language implements vscode.Disposable {
  private readonly client: BaseLanguageClient;
  private readonly registrations: vscode.Disposable[];
  private started: Promise<void> | undefined;

  /** @param ours sources of our own, which include each other across folders and are not in the workspace */
  constructor(platform: Platform, ours: vscode.Uri) {
    this.client = platform.makeLanguageClient('trapframe', 'Trapframe Language Server', {
      documentSelector: LANGUAGES.map((language) => ({ language })),
      initializationOptions: { readable: [ours.toString()] },
    });
    this.registrations = [
      vscode.workspace.onDidOpenTextDocument((document) => this.startFor(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('trapframe')) void this.started?.then(() => this.configure());
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.startFor(document);
  }

  /** What the server says of a source. */
  said(uri: vscode.Uri): readonly vscode.Diagnostic[] {
    return this.client.diagnostics?.get(uri) ?? [];
  }

  /** Asks the server something of our own. */
  async request<R>(method: string, params: object): Promise<R> {
    await this.start();
    return this.client.sendRequest<R>(method, params);
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
    if (this.started !== undefined) void this.client.dispose();
  }

  private startFor({ languageId }: vscode.TextDocument): void {
    // The client itself tells the user why a server does not start.
    if (LANGUAGES.includes(languageId)) this.start().catch(() => {});
  }

  private start(): Promise<void> {
    this.started ??= this.client.start().then(() => this.configure());
    return this.started;
  }

  private configure(): Promise<void> {
    const inlayHints = vscode.workspace.getConfiguration('trapframe').get('inlayHints');
    const noteOtherProcessors = vscode.workspace
      .getConfiguration('trapframe')
      .get('assembly.noteOtherProcessors');
    const settings = { trapframe: { inlayHints, assembly: { noteOtherProcessors } } };
    return this.client.sendNotification('workspace/didChangeConfiguration', { settings });
  }
}
