import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** The path of an example in the workspace, wherever it lies. */
export async function example(name: string): Promise<string> {
  const [found] = await vscode.workspace.findFiles(`**/${name}`, undefined, 1);
  assert.ok(found, `the workspace has no ${name}`);
  return found.fsPath;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe programs ü '));

/** Writes a program of the test's own; its path has a space and a letter beyond ASCII, as paths have. */
export function program(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A program that never ends and makes no system call. */
export const loop = (name: string): string =>
  program(name, '        .globl  main\nmain:   addi    s0, s0, 1\n        j       main\n');

/** Opens a file as the one that F5 starts. */
export async function show(file: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
}
