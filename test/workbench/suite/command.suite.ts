import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { example } from './programs';
import { test } from './runner';

test('every terminal has the command trapframe, with nothing installed for it', async () => {
  // From the first activation in a workspace on.
  await vscode.extensions.getExtension('trapframe.trapframe')!.activate();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const output = path.join(folder, 'output.txt');
  const program = await example('hello.s');
  const closed = new Promise<vscode.Terminal>((resolve) => {
    const listener = vscode.window.onDidCloseTerminal((terminal) => {
      if (terminal.name !== 'a shell') return;
      listener.dispose();
      resolve(terminal);
    });
  });
  try {
    const isWindows = process.platform === 'win32';
    vscode.window.createTerminal({
      name: 'a shell',
      ...(isWindows
        ? { shellPath: 'cmd.exe', shellArgs: ['/c', `trapframe run "${program}" > "${output}" 2>&1`] }
        : { shellPath: '/bin/sh', shellArgs: ['-c', `trapframe run '${program}' > '${output}' 2>&1`] }),
    });
    const { exitStatus } = await closed;
    assert.match(readFileSync(output, 'utf8'), /Hello from user mode!/);
    assert.equal(exitStatus?.code, 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
