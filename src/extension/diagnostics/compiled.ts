import * as vscode from 'vscode';
import type { DiagnosticBody } from '../../protocol/requests';
import type { Language } from '../language/client';
import { isForOurKernel } from '../programs/ours';
import { offerCompiler } from './missing-compiler';
import { toDiagnostic } from './problems';

/** What the server answers to `trapframe/checkC`. */
interface Checked {
  readonly diagnostics: readonly DiagnosticBody[];
  /** Why nothing could be checked. */
  readonly missing?: string;
}

/**
 * What the C compiler says of a program when it is saved. Only sources that are for this product's machine are compiled, and only
 * in a workspace that the user trusts; nobody waits for it.
 */
export class CompilerProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('trapframe-c');
  private readonly registrations: vscode.Disposable[];
  /** How often a file has been saved: an answer about an older text comes too late. */
  private readonly saves = new Map<string, number>();

  constructor(private readonly language: Language) {
    this.registrations = [
      this.collection,
      vscode.workspace.onDidSaveTextDocument((document) => void this.check(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.collection.delete(uri)),
    ];
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
  }

  /** What is said of a source at present. */
  said(uri: vscode.Uri): readonly vscode.Diagnostic[] {
    return this.collection.get(uri) ?? [];
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    if (!isForOurKernel(document) || !vscode.workspace.isTrusted) return;
    if (vscode.workspace.getConfiguration('trapframe').get('c.checkOnSave') === false) return;
    const key = document.uri.toString();
    const save = (this.saves.get(key) ?? 0) + 1;
    this.saves.set(key, save);
    const { diagnostics, missing } = await this.language
      .request<Checked>('trapframe/checkC', { uri: key })
      .catch((): Checked => ({ diagnostics: [] }));
    if (this.saves.get(key) !== save) return;
    this.collection.set(document.uri, diagnostics.map(toDiagnostic));
    if (missing !== undefined) offerCompiler(missing);
  }
}
