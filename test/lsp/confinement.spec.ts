// What the language server reads: regular files of the workspace and of a source's own folder, wherever links lead.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Hover } from 'vscode-languageserver';
import { Client } from './client';

const outside = mkdtempSync(path.join(os.tmpdir(), 'trapframe-outside-'));
writeFileSync(path.join(outside, 'secret.s'), '.equ SECRET, 4711\n');
const clients: Client[] = [];
after(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  rmSync(outside, { recursive: true });
});

async function start(files: Record<string, string> = {}): Promise<Client> {
  const client = await Client.start({ 'inside.s': '.equ INSIDE, 1\n', ...files });
  clients.push(client);
  return client;
}

const skip = process.platform === 'win32' && 'links and pipes need rights on Windows';

test(
  'a link that leads out of the workspace is not followed, in an include and in a change on disk',
  { skip },
  async () => {
    const client = await start();
    symlinkSync(path.join(outside, 'secret.s'), path.join(client.folder, 'link.s'));
    symlinkSync(outside, path.join(client.folder, 'folder'));
    for (const name of ['link.s', 'folder/secret.s']) {
      await client.open('main.s', `        .include "${name}"\nmain:   li      a0, SECRET\n        ret\n`);
      const found = await client.diagnostics('main.s', (all) =>
        all.some(({ message }) => /outside/.test(message)),
      );
      assert.match(found.map(({ message }) => message).join('\n'), /outside of the workspace/);
      await client.notify('workspace/didChangeWatchedFiles', {
        changes: [{ uri: client.uri(name), type: 1 }],
      });
      const hover = await client.ask<Hover | null>('textDocument/hover', 'main.s', {
        line: 1,
        character: 24,
      });
      assert.doesNotMatch(JSON.stringify(hover), /4711/);
      await client.close('main.s');
    }
  },
);

test('a link within the workspace is followed, and a workspace may be a link itself', { skip }, async () => {
  const client = await start();
  symlinkSync(path.join(client.folder, 'inside.s'), path.join(client.folder, 'link.s'));
  await client.open('main.s', '        .include "link.s"\nmain:   li      a0, INSIDE\n        ret\n');
  assert.ok(await client.diagnostics('main.s', (all) => all.every(({ severity }) => severity !== 1)));
});

test('devices and pipes are no files', { skip }, async () => {
  const client = await start();
  execFileSync('mkfifo', [path.join(client.folder, 'pipe.bin')]);
  for (const name of ['pipe.bin', '/dev/zero']) {
    await client.open('main.s', `main:   ret\n        .incbin "${name}"\n`);
    const found = await client.diagnostics('main.s', (all) => all.some(({ severity }) => severity === 1));
    assert.match(found.map(({ message }) => message).join('\n'), /there is no file|outside of the workspace/);
    await client.close('main.s');
  }
});

test('what a comment says is shown, and no more: no picture, no link, no heading', async () => {
  const client = await start();
  const position = await client.open(
    'main.s',
    '# ![x](http://example.org/p.png) <img src=x> [y](command:z) **b** `c` www.example.org\n# ```\nlab\u2038el:  nop\n```\n        j       label\n',
  );
  const hover = await client.ask<Hover>('textDocument/hover', 'main.s', position);
  const { value } = hover.contents as { value: string };
  const [, fence] = /\n(`+)riscv-asm\n/.exec(value)!;
  const behind = value.slice(value.lastIndexOf(`\n${fence}\n`) + fence.length + 2);
  assert.match(behind, /example\.org/);
  // Every mark that Markdown or HTML would take for one of theirs has a backslash in front.
  assert.doesNotMatch(behind, /(^|[^\\])[![\]()<>*`]/m);
  assert.doesNotMatch(behind, /www\.|http:/);
});

test('a document that does not keep to the protocol is left out, and the others go on', async () => {
  const client = await start();
  const textDocument = { uri: client.uri('bad.s'), languageId: 'riscv-asm', version: 1 };
  for (const text of [5, null, undefined, {}]) {
    await client.notify('textDocument/didOpen', { textDocument: { ...textDocument, text } });
    await client.notify('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  }
  mkdirSync(path.join(client.folder, 'x'));
  await client.open('good.s', 'main:   addi a0, zz\n');
  assert.equal((await client.diagnostics('good.s', (all) => all.length > 0)).length > 0, true);
});
