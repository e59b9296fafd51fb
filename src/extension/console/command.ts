import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';

/**
 * Puts the command `trapframe` on the PATH of the window's terminals. It is run by the editor's own executable, which is a Node when
 * it is told so: nothing has to be installed for it.
 */
export async function offerInTerminals(context: vscode.ExtensionContext): Promise<void> {
  const folder = path.join(context.globalStorageUri.fsPath, 'bin');
  const cli = context.asAbsolutePath(path.join('dist', 'cli.js'));
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(shims(process.execPath, cli))) {
    const file = path.join(folder, name);
    await writeFile(file, text);
    await chmod(file, 0o755);
  }
  const variables = context.environmentVariableCollection;
  variables.description = 'The command `trapframe`: runs, traces and assembles programs, and more.';
  variables.prepend('PATH', folder + path.delimiter);
}

const NAME = 'trapframe';

/** By their names: the one for POSIX shells (and Git's on Windows), and the one for cmd and PowerShell. */
export const shims = (executable: string, cli: string): Readonly<Record<string, string>> => ({
  [NAME]: `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(executable)} ${quoted(cli)} "$@"\n`,
  [`${NAME}.cmd`]: `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${executable}" "${cli}" %*\r\n`,
});

/** As one word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
