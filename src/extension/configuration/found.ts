import * as vscode from 'vscode';
import { kernelConfigurations, kernelMeant } from '../kernels/found-kernels';
import { findFiles } from '../find-files';
import { pathOf } from '../place';
import { forFile } from './complete';
import { nestedConfigurations } from './nested';

/** More would make the picker useless; the rest is one launch.json away. */
const LIMIT = 100;

/**
 * Offers, for "Select and Start Debugging", the configurations of folders below, such as a lab's; what can be debugged of kernels from
 * elsewhere; and one configuration for each assembly file of the workspace.
 */
export class FoundPrograms implements vscode.DebugConfigurationProvider {
  async provideDebugConfigurations(
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<vscode.DebugConfiguration[]> {
    // Asked once for each folder, and once more for the user's settings: each is to be offered once.
    if (!folder && vscode.workspace.workspaceFolders !== undefined) return [];
    const nested = await nestedConfigurations(folder);
    const kernels = await kernelConfigurations();
    const files = await findFiles('**/*.{s,S}', /\.[sS]$/, '**/{node_modules,dist}/**', LIMIT, folder);
    const isOfKernel = await Promise.all(
      kernels.length === 0 ? [] : files.map(async (file) => (await kernelMeant(file)) !== undefined),
    );
    const programs = files
      .filter((_, index) => isOfKernel[index] !== true)
      .map((file) => ({ file, label: vscode.workspace.asRelativePath(file, false) }))
      .sort((a, b) => a.label.localeCompare(b.label))
      .map(({ file, label }) => forFile(pathOf(file), label));
    return [...nested, ...kernels, ...programs];
  }
}
