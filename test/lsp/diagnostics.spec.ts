import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Client, slice } from './client';

const client = (files: Record<string, string> = {}): Promise<Client> => Client.start(files);

test('every mistake of the assembler, with its place and what to do', async () => {
  const one = await client();
  await one.open('a.s', '        .globl main\nmain:   adi a0, a0, 1\n        lw a1, a2\n        j nowhere\n');
  const found = await one.diagnostics('a.s');
  assert.deepEqual(
    found.map(({ range, severity }) => [slice(one.text('a.s'), range), severity]),
    [
      ['adi', 1],
      ['a2', 1],
      ['nowhere', 1],
    ],
  );
  assert.match(found[0].message, /unknown instruction 'adi'\ndid you mean 'addi'\?/);
  assert.equal(found[0].source, 'trapframe');
  await one.stop();
});

test('while typing: mistakes come and go with the text', async () => {
  const one = await client();
  await one.open('a.s', '        .globl main\nmain:   ret\n');
  assert.deepEqual(await one.diagnostics('a.s'), []);
  const place = { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } };
  await one.edit('a.s', place, 'rett');
  assert.equal((await one.diagnostics('a.s')).length, 1);
  await one.edit('a.s', { start: { line: 1, character: 11 }, end: { line: 1, character: 12 } }, '');
  assert.deepEqual(await one.diagnostics('a.s'), []);
  await one.stop();
});

test('a part of a program is no mistake: what another source or C offers is known, and a main is not asked for', async () => {
  const one = await client({
    'lib.s': '        .globl helper\nhelper: ret\nhidden: ret\n',
    'sum.c': 'int sum(int a, int b) { return a + b; }\n',
  });
  await one.open('part.s', 'f:      call helper\n        call sum\n        call hidden\n        ret\n');
  const found = await one.diagnostics('part.s', (all) => all.length === 1);
  assert.match(found[0].message, /undefined symbol 'hidden'/);
  await one.stop();
});

test('nothing is called undefined before all sources have been read', async () => {
  const files = Array.from(
    { length: 300 },
    (_, n) => [`f${n}.s`, `        .globl f${n}\nf${n}:     ret\n`] as const,
  );
  const one = await client(Object.fromEntries(files));
  await one.open('part.s', 'f:      call f299\n        ret\n');
  assert.deepEqual(await one.diagnostics('part.s'), []);
  await one.stop();
});

test('a source outside of the workspace has neighbours too: the kernel, opened by a debugger, has no mistakes', async () => {
  const one = await client();
  const kernel = path.resolve(__dirname, '../../kernel');
  for (const name of readdirSync(kernel).filter((file) => file.endsWith('.S'))) {
    const file = path.join(kernel, name);
    await one.open(file, readFileSync(file, 'utf8'));
    await one.diagnostics(file, (all) => all.length === 0);
  }
  await one.open(path.join(kernel, 'new.S'), 'f:      call panic\n        call not_there\n');
  const found = await one.diagnostics(path.join(kernel, 'new.S'), (all) => all.length === 1);
  assert.match(found[0].message, /undefined symbol 'not_there'/);
  await one.stop();
});

test('an open document counts, not what is on disk; other open documents hear of it', async () => {
  const one = await client({ 'lib.s': 'helper: ret\n' });
  await one.open('use.s', 'f:      call helper\n        ret\n');
  assert.equal((await one.diagnostics('use.s')).length, 1);
  await one.open('lib.s', '        .globl helper\nhelper: ret\n');
  await one.diagnostics('use.s', (all) => all.length === 0);
  await one.close('lib.s');
  await one.diagnostics('use.s', (all) => all.length === 1);
  await one.stop();
});

test('mistakes in an included file are told where it is included', async () => {
  const one = await client({
    'deep.inc': '        .include "lib.inc"\n',
    'lib.inc': '        nop\n        adi a0, a0, 1\n        lw a0\n',
  });
  await one.open('a.s', '        .globl main\nmain:   ret\n        .include "deep.inc"\n');
  const [found, ...more] = await one.diagnostics('a.s', (all) => all.length > 0);
  assert.deepEqual(more, []);
  assert.equal(found.message, "lib.inc, line 2: unknown instruction 'adi' (and 1 more)");
  assert.deepEqual(found.range.start, { line: 2, character: 18 });
  assert.deepEqual(
    found.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line]),
    [
      [one.uri('lib.inc'), 1],
      [one.uri('lib.inc'), 2],
    ],
  );
  await one.stop();
});

test('a file that changes on disk is read again', async () => {
  const one = await client({ 'lib.s': 'helper: ret\n' });
  await one.open('use.s', 'f:      call helper\n        ret\n');
  await one.diagnostics('use.s', (all) => all.length === 1);
  writeFileSync(path.join(one.folder, 'lib.s'), '        .globl helper\nhelper: ret\n');
  await one.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: one.uri('lib.s'), type: 2 }] });
  await one.diagnostics('use.s', (all) => all.length === 0);
  await one.stop();
});

test('columns count UTF-16 code units, and lines may end as on Windows', async () => {
  const one = await client();
  await one.open('a.s', 'f:      nop\r\n/* 𝄞 ü */ adi a0, a0, 1\r\n');
  const [{ range }] = await one.diagnostics('a.s');
  assert.deepEqual(range, { start: { line: 1, character: 11 }, end: { line: 1, character: 14 } });
  await one.stop();
});
