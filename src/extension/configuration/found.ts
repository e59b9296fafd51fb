import * as vscode from 'vscode';
import { kernelConfigurations, kernelMeant } from '../kernels/found-kernels';
import { findFiles } from '../find-files';
import { pathOf } from '../place';
import { forFile } from './complete';

/** More would make the picker useless; the rest is one launch.json away. */
const LIMIT = 100;

/** Offers what can be debugged of kernels from elsewhere, and one configuration per assembly file of the workspace, for "Select and Start Debugging". */
export class FoundPrograms implements vscode.DebugConfigurationProvider {
  async provideDebugConfigurations(
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<vscode.DebugConfiguration[]> {
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
    return [...kernels, ...programs];
  }
}
