// The server as other editors start it: a process that speaks on stdin and stdout.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { Client } from './client';

const root = path.resolve(__dirname, '../..');
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('exit', (code) => resolve(code)));

for (const [what, words] of [
  ['dist/language-server.js --stdio', ['dist/language-server.js', '--stdio']],
  ['trapframe lsp --stdio', ['dist/cli.js', 'lsp', '--stdio']],
] as const) {
  test(`${what} tells mistakes, and ends with its client`, async () => {
    const [script, ...rest] = words;
    const child = spawn(process.execPath, [path.join(root, script), ...rest], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exit = ended(child);
    const client = await Client.start({}, [child.stdin, child.stdout]);
    assert.equal(client.initialized.serverInfo?.name, 'trapframe');
    await client.open('a.s', '        adi     a0, a0, 1\n');
    const [mistake] = await client.diagnostics('a.s');
    assert.match(mistake.message, /addi/);
    await client.stop();
    child.stdin.end();
    assert.equal(await exit, 0);
  });
}
