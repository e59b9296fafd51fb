import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { openNodeWorker } from './adapter/node-worker';
import { compilingEnvironment } from './configuration/compiler';
import { offerInTerminals } from './console/command';
import { writeDescription } from './kernels/write-description';
import { openLabThread } from './labs/node-thread';
import { BuildTasks } from './language/tasks';
import { start } from './main';
import { ComparePolicies } from './schedule/compare';
import { ComparisonPanel } from './schedule/comparison-panel';

/** The extension beside a Node: on the desktop, or on the computer that an editor is connected to. */
export function activate(context: vscode.ExtensionContext): void {
  const inDist = (name: string): string => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const cli = inDist('cli.js');
  start(context, {
    openAdapter: () => openNodeWorker(inDist('worker.js'), compilingEnvironment()),
    openLabs: () => openLabThread(inDist('worker.js'), compilingEnvironment()),
    makeLanguageClient: (id, name, options) =>
      new LanguageClient(
        id,
        name,
        {
          module: inDist('language-server.js'),
          transport: TransportKind.ipc,
          // A keystroke makes much garbage in a short time: with room for it, most of it is never copied.
          options: { execArgv: ['--max-semi-space-size=64'], env: compilingEnvironment() },
        },
        options,
      ),
    isSeen: () => {
      // Nobody waits for it, and without it everything else works.
      offerInTerminals(context).catch((error: unknown) =>
        console.error('trapframe: no command in terminals', error),
      );
    },
  });
  const comparison = new ComparisonPanel(context.extensionUri);
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider('trapframe', new BuildTasks(cli)),
    comparison,
    vscode.commands.registerCommand('trapframe.writeKernelDescription', writeDescription(cli)),
    vscode.commands.registerCommand('trapframe.comparePolicies', new ComparePolicies(cli, comparison).run),
  );
}
