import * as vscode from 'vscode';
import type { Programs } from '../programs/programs';
import { kernelMeantNow } from '../kernels/meant-now';
import { complete, isEmptyConfiguration, type Completed } from './complete';
import { mapPaths, programPaths } from './paths';
import { pathOf, placed } from '../place';

/** The variable by which a launch configuration names the active file. */
const ACTIVE_FILE = '${file}';

/** Fills in launch configurations; F5 without a launch.json starts with an empty one. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(private readonly programs: Programs) {}

  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    given: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const completed = isEmptyConfiguration(given) ? await this.forNothing(given) : complete(given, undefined);
    if (completed === undefined) return undefined;
    if ('configuration' in completed) return this.withFile(completed.configuration);
    void vscode.window.showErrorMessage(completed.refusal);
    return undefined;
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const base = folder ?? vscode.workspace.workspaceFolders?.[0];
    if (base) configuration['includeRoot'] ??= pathOf(base.uri);
    const resolved = mapPaths(configuration, (path) => placed(base?.uri, path));
    // The terminal is the extension's own: the adapter need not ask for one.
    if (resolved['console'] !== 'internalConsole') resolved['clientConsole'] = true;
    await savePrograms(programPaths(resolved));
    // A recording holds its program: F5 means the one that was being worked on.
    if (resolved['recording'] === undefined) this.programs.last.set(resolved);
    return resolved;
  }

  private async forNothing(given: vscode.DebugConfiguration): Promise<Completed | undefined> {
    const kernel = await kernelMeantNow();
    if (kernel !== undefined) return complete({ ...kernel, ...given }, undefined);
    const meant = await this.programs.meant();
    if (meant === undefined) return undefined;
    return 'last' in meant ? complete({ ...meant.last, ...given }, undefined) : complete(given, meant.file);
  }

  /** The active file is a source of the kernel, or a text: not what a configuration means that names the active file. */
  private async withFile(
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (!programPaths(configuration).includes(ACTIVE_FILE)) return configuration;
    const meant = await this.programs.meant();
    if (meant === undefined) return undefined;
    const path = 'file' in meant ? meant.file.name : this.programs.last.path;
    return mapPaths(configuration, (one) => (one === ACTIVE_FILE && path !== undefined ? path : one));
  }
}

/** VS Code saves the active group only: a program that is being edited beside it would run in its old form. */
async function savePrograms(paths: readonly string[]): Promise<void> {
  if (vscode.workspace.getConfiguration('debug').get('saveBeforeStart') === 'none') return;
  const edited = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && paths.includes(pathOf(document.uri)),
  );
  await Promise.all(edited.map((document) => document.save()));
}
