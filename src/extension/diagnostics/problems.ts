import * as vscode from 'vscode';
import type { DiagnosticBody, DiagnosticsBody } from '../../protocol/requests';
import type { Message } from '../adapter/messages';
import { isUri } from '../configuration/paths';
import { DEBUG_TYPE } from '../sessions/sessions';
import { byPath, hasErrors, place } from './group';

/** Shows in the Problems view what the last build of the programs had to say. */
export class Problems implements vscode.Disposable, vscode.DebugAdapterTrackerFactory {
  private readonly collection = vscode.languages.createDiagnosticCollection(DEBUG_TYPE);
  private readonly registration = vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, this);

  createDebugAdapterTracker(): vscode.DebugAdapterTracker {
    return {
      onWillReceiveMessage: (message: Message) => {
        if (message.type === 'request' && (message.command === 'launch' || message.command === 'restart')) {
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
    this.registration.dispose();
    this.collection.dispose();
  }

  private show(body: DiagnosticsBody): void {
    for (const [path, diagnostics] of byPath(body)) {
      const uri = isUri(path) ? vscode.Uri.parse(path) : vscode.Uri.file(path);
      this.collection.set(uri, diagnostics.map(toDiagnostic));
    }
    if (hasErrors(body)) void vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

function toDiagnostic(body: DiagnosticBody): vscode.Diagnostic {
  const { line, start, end } = place(body);
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line, start, line, end),
    body.hint ? `${body.message}\n${body.hint}` : body.message,
    body.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = DEBUG_TYPE;
  return diagnostic;
}
