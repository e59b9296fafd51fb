import * as vscode from 'vscode';
import type { Configuration } from '../configuration/complete';
import { debugKernel } from './configurations';
import { kernelFolders, kernelMeant } from './found-kernels';

/** The kernel, or its user program, that F5 means in a window without launch.json; undefined: something else. */
export async function kernelMeantNow(
  document = vscode.window.activeTextEditor?.document,
): Promise<Configuration | undefined> {
  if (document && document.uri.scheme !== 'untitled') return kernelMeant(document.uri);
  if (document) return undefined;
  const folders = await kernelFolders();
  return folders.length === 1 ? debugKernel(folders[0]) : undefined;
}
