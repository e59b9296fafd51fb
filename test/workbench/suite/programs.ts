import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findFiles } from '../../../src/extension/find-files';
import { pathOf, uriOf } from '../../../src/extension/place';

/** The path of an example in the workspace, wherever it lies. */
export async function example(name: string): Promise<string> {
  const isIt = new RegExp(`^${name.replaceAll('.', '\\.')}$`);
  const [found] = await findFiles(`**/${name}`, isIt, '', 1);
  assert.ok(found, `the workspace has no ${name}`);
  return pathOf(found);
}

/** Beside the workspace, not in it; the name has a space and a letter beyond ASCII, as names have. */
const FOLDER = 'own programs ü';

/** Writes a program of the test's own. @returns its path */
export async function program(name: string, text: string): Promise<string> {
  const [workspace] = vscode.workspace.workspaceFolders!;
  const file = vscode.Uri.joinPath(workspace.uri, '..', FOLDER, name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return pathOf(file);
}

/** A program that never ends and makes no system call. */
export const loop = (name: string): Promise<string> =>
  program(name, '        .globl  main\nmain:   addi    s0, s0, 1\n        j       main\n');

/** Opens a file as the one that F5 starts. */
export async function show(file: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uriOf(file), { preview: false });
}

/** True when there is a file of that name, wherever it comes from. */
export const exists = (file: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.readFile(file)).then(
    () => true,
    () => false,
  );
