import * as vscode from 'vscode';
import type { DiagnosticBody, DiagnosticsBody } from '../../protocol/requests';
import type { Message } from '../adapter/messages';
import { DEBUG_TYPE } from '../sessions/sessions';
import { byPath, hasErrors, place, unsaid } from './group';
import { uriOf } from '../place';

/**
 * Shows in the Problems view what the last build of the programs had to say, except what the language server or the look at a
 * saved C source say of the same source already.
 */
export class Problems implements vscode.Disposable, vscode.DebugAdapterTrackerFactory {
  private readonly collection = vscode.languages.createDiagnosticCollection(DEBUG_TYPE);
  /** By URI. */
  private readonly built = new Map<string, vscode.Diagnostic[]>();
  private readonly registrations = [
    vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, this),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) this.refresh(uri);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // What was built is an old text; of the new one the language server speaks at once, the C compiler when it is saved.
      if (contentChanges.length > 0) this.forget(document.uri);
    }),
  ];

  /** @param said what others say of a source */
  constructor(private readonly said: (uri: vscode.Uri) => readonly vscode.Diagnostic[]) {}

  createDebugAdapterTracker(): vscode.DebugAdapterTracker {
    return {
      onWillReceiveMessage: (message: Message) => {
        if (message.type === 'request' && (message.command === 'launch' || message.command === 'restart')) {
          this.built.clear();
          this.collection.clear();
        }
      },
      onDidSendMessage: (message: Message) => {
        if (message.type === 'event' && message.event === 'trapframe/diagnostics') {
          this.show(message.body as DiagnosticsBody);
        }
      },
    };
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
    this.collection.dispose();
  }

  private show(body: DiagnosticsBody): void {
    for (const [path, diagnostics] of byPath(body)) {
      const uri = uriOf(path);
      this.built.set(uri.toString(), diagnostics.map(toDiagnostic));
      this.refresh(uri);
    }
    if (hasErrors(body)) void vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  private forget(uri: vscode.Uri): void {
    if (this.built.delete(uri.toString())) this.collection.delete(uri);
  }

  private refresh(uri: vscode.Uri): void {
    const built = this.built.get(uri.toString());
    if (built === undefined) return;
    const left = unsaid(built, this.said(uri));
    if (left.length !== this.collection.get(uri)?.length) this.collection.set(uri, left);
  }
}

export function toDiagnostic(body: DiagnosticBody): vscode.Diagnostic {
  const { line, start, end } = place(body);
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line, start, line, end),
    body.hint ? `${body.message}\n${body.hint}` : body.message,
    body.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = DEBUG_TYPE;
  return diagnostic;
}
