import * as vscode from 'vscode';
import { AdapterFactory } from './adapter/factory';
import { programLanguages } from './configuration/complete';
import { FoundPrograms } from './configuration/found';
import { tellOfLaunchFile } from './configuration/has-launch';
import { ConfigurationProvider } from './configuration/provider';
import { Consoles } from './console/consoles';
import { CompilerProblems } from './diagnostics/compiled';
import { offerAtLaunch } from './diagnostics/missing-compiler';
import { Problems } from './diagnostics/problems';
import { MAKE_TASK } from './kernels/configurations';
import { kernelConfigurations } from './kernels/found-kernels';
import { KernelLens, startKernel } from './kernels/kernel-lens';
import { MakeTasks } from './kernels/make-tasks';
import { Language, selector } from './language/client';
import { evaluatableExpressions } from './language/evaluatable';
import { LiveHover } from './language/live-hover';
import { SessionContext } from './sessions/context';
import { FinishedRun } from './sessions/finished-run';
import { toggleHexadecimal } from './sessions/number-format';
import { runToCommands } from './sessions/run-to-commands';
import { speedCommands } from './sessions/speed-commands';
import { DEBUG_TYPE, Sessions } from './sessions/sessions';
import { inlineValues } from './editor/inline-values';
import { Follow } from './editor/follow';
import { ModeLine } from './editor/mode-line';
import { ReturnToProgram } from './editor/return-to-program';
import { createLabs } from './labs/labs';
import { createWebviews } from './panels/panels';
import type { Platform } from './platform';
import { copyKernel } from './programs/copy-kernel';
import { FirstLab } from './programs/first-lab';
import { KernelSources } from './programs/kernel-sources';
import { LastProgram } from './programs/last-program';
import { newProgram } from './programs/new-program';
import { OurPrograms } from './programs/ours';
import { Programs } from './programs/programs';
import { ReadOnlyKernel } from './programs/read-only';
import { Tour } from './programs/tour';
import { startCommands } from './programs/start-commands';
import { showPlace } from './trees/reveal';
import { createTrees } from './trees/trees';
import { StatusItem } from './status/item';
import { timeCommands } from './time/commands';
import { LineLinks } from './time/line-links';

/** All that is the same wherever the extension runs. */
export function start(context: vscode.ExtensionContext, platform: Platform): void {
  const finished = new FinishedRun();
  const sessions = new Sessions(finished);
  const webviews = createWebviews(context.extensionUri, sessions);
  const consoles = new Consoles(() => !webviews.hasPanel);
  const { Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
  const kernelSources = new KernelSources(context.extensionUri);
  const language = new Language(platform, kernelSources.folder);
  const compiled = new CompilerProblems(language);
  const programs = new Programs(kernelSources, new LastProgram(context.workspaceState));
  const lab = new FirstLab(context);
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
    vscode.tasks.registerTaskProvider(MAKE_TASK, new MakeTasks()),
    vscode.languages.registerCodeLensProvider({ language: 'c' }, new KernelLens(programs.kernel)),
    vscode.commands.registerCommand('trapframe.debugKernel', startKernel(kernelConfigurations)),
    new ModeLine(context.extensionUri, sessions),
    new Follow(sessions),
    new ReturnToProgram(programs),
    new SessionContext(sessions),
    new ReadOnlyKernel(programs.kernel),
    vscode.commands.registerCommand('trapframe.openFirstLab', lab.open),
    vscode.commands.registerCommand('trapframe.tour', new Tour(sessions, programs, lab).go),
    vscode.commands.registerCommand('trapframe.copyKernel', copyKernel(programs.kernel, programs)),
    tellOfLaunchFile(),
    new OurPrograms(() => {
      void vscode.commands.executeCommand('setContext', 'trapframe:active', true);
      platform.isSeen();
    }),
    vscode.commands.registerCommand('trapframe.newProgram', newProgram),
    vscode.languages.registerInlineValuesProvider(programLanguages, inlineValues(vscode)),
    webviews,
    ...createTrees(sessions, context.globalState),
    ...createLabs(context, sessions, () => platform.openLabs()),
    new StatusItem(sessions),
    vscode.window.registerTerminalLinkProvider(new LineLinks(consoles, sessions)),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new ConfigurationProvider(programs)),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new FoundPrograms(), Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(
      DEBUG_TYPE,
      new AdapterFactory(() => platform.openAdapter(), consoles, sessions),
    ),
    vscode.commands.registerCommand('trapframe.showPlace', showPlace),
    vscode.commands.registerCommand('trapframe.toggleHexadecimal', () => toggleHexadecimal(sessions)),
    ...Object.entries({
      ...startCommands(programs),
      ...speedCommands(sessions),
      ...runToCommands(sessions),
      ...timeCommands(sessions),
    }).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
}
