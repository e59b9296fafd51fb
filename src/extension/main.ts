import * as vscode from 'vscode';
import { AdapterFactory } from './adapter/factory';
import { openNodeWorker } from './adapter/nodeWorker';
import { commands } from './commands';
import { compilingEnvironment } from './configuration/compiler';
import { programLanguages } from './configuration/complete';
import { FoundPrograms } from './configuration/found';
import { ConfigurationProvider } from './configuration/provider';
import { Consoles } from './console/consoles';
import { CompilerProblems } from './diagnostics/compiled';
import { offerAtLaunch } from './diagnostics/missing-compiler';
import { Problems } from './diagnostics/problems';
import { Language, selector } from './language/client';
import { evaluatableExpressions } from './language/evaluatable';
import { LiveHover } from './language/live-hover';
import { BuildTasks } from './language/tasks';
import { FinishedRun } from './sessions/finished-run';
import { toggleHexadecimal } from './sessions/number-format';
import { runToCommands } from './sessions/run-to-commands';
import { speedCommands } from './sessions/speed-commands';
import { DEBUG_TYPE, Sessions } from './sessions/sessions';
import { inlineValues } from './editor/inline-values';
import { Follow } from './editor/follow';
import { ModeLine } from './editor/mode-line';
import { createPanels } from './panels/panels';
import { showPlace } from './trees/reveal';
import { createTrees } from './trees/trees';
import { StatusItem } from './status/item';

export function activate(context: vscode.ExtensionContext): void {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath;
  const consoles = new Consoles();
  const finished = new FinishedRun();
  const sessions = new Sessions(finished);
  const language = new Language(
    vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server.js').fsPath,
  );
  const { Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
  // Until somebody opens assembly or a launch configuration of ours, the debug container shows nothing of this extension.
  void vscode.commands.executeCommand('setContext', 'trapframe:active', true);
  const compiled = new CompilerProblems(language);
  context.subscriptions.push(
    consoles,
    finished,
    sessions,
    language,
    new Problems((uri) => [...language.said(uri), ...compiled.said(uri)]),
    compiled,
    offerAtLaunch(),
    vscode.languages.registerHoverProvider(selector, new LiveHover(language)),
    vscode.languages.registerEvaluatableExpressionProvider(selector, evaluatableExpressions),
    vscode.tasks.registerTaskProvider(
      'trapframe',
      new BuildTasks(vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath),
    ),
    new ModeLine(sessions),
    new Follow(sessions),
    vscode.languages.registerInlineValuesProvider(programLanguages, inlineValues(vscode)),
    ...createPanels(context.extensionUri, sessions),
    ...createTrees(sessions, context.globalState),
    new StatusItem(sessions),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new ConfigurationProvider()),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new FoundPrograms(), Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(
      DEBUG_TYPE,
      new AdapterFactory(() => openNodeWorker(script, compilingEnvironment()), consoles, finished),
    ),
    vscode.commands.registerCommand('trapframe.showPlace', showPlace),
    vscode.commands.registerCommand('trapframe.toggleHexadecimal', () => toggleHexadecimal(sessions)),
    ...Object.entries({ ...commands, ...speedCommands(sessions), ...runToCommands(sessions) }).map(
      ([name, run]) => vscode.commands.registerCommand(name, run),
    ),
  );
}
