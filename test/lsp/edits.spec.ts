// A client that types, deletes, moves lines, opens and closes, asks, and now and then does not keep to the protocol: the server stays,
// answers everything, and in the end says of each document what a new server says. TRAPFRAME_FUZZ says how many steps, TRAPFRAME_SEED which.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Range } from 'vscode-languageserver';
import { Client, positionAt } from './client';

const steps = Number(process.env['TRAPFRAME_FUZZ'] ?? (process.env['CI'] === 'true' ? 5000 : 600));
const seed = Number(process.env['TRAPFRAME_SEED'] ?? 4);

/** mulberry32 */
function generator(state: number): (below: number) => number {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const root = path.resolve(__dirname, '../..');
const folders = ['labs/00-first-light/starter', 'test/toolchain/corpus', 'test/lsp/corpus', 'kernel'];
const sources = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => /\.[sS]$/.test(name))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8')),
);
const names = ['one.s', 'two.S', 'three.s', 'sub/four.s'];
const lines = [
  '.section .text.cold', '.data', '.text', '.subsection 1', '.previous', 'beqz a0, far', 'far:', 'j 1f', '1:', '.balign 8', '.include "three.s"',
  '.include "one.s"', '.incbin "two.S"', '.macro m a', '.endm', ' m 1', '\\a', '.rept 3', '.endr', '.if K', '.else', '.endif', '.equ K, K + 1', '#define A A',
  '#if A', '#endif', '#include "two.S"', '.globl far', '.word far - main', '.skip 3', '.option rvc', '/*', '*/', '"', 'li a7, SYS_write', 'ecall', '.end', '.org 0x100',
]; // prettier-ignore
const questions = [
  'hover', 'completion', 'definition', 'declaration', 'references', 'documentHighlight', 'signatureHelp', 'rename', 'prepareRename', 'documentSymbol',
  'foldingRange', 'documentLink', 'semanticTokens/full', 'inlayHint', 'codeAction',
]; // prettier-ignore

/** What no client of the protocol sends. */
const malformed: readonly (readonly [method: string, params: object])[] = [
  [
    'textDocument/didOpen',
    { textDocument: { uri: 'file:///x.s', languageId: 'riscv-asm', version: 1, text: 5 } },
  ],
  ['textDocument/didOpen', { textDocument: { uri: 7, languageId: null, version: 'x' } }],
  ['textDocument/didOpen', {}],
  [
    'textDocument/didChange',
    { textDocument: { uri: 'file:///x.s', version: 1 }, contentChanges: [{ text: {} }] },
  ],
  ['textDocument/didChange', { textDocument: {}, contentChanges: 3 }],
  ['textDocument/didClose', {}],
  ['workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///nowhere/x.s', type: 1 }, {}] }],
  ['workspace/didChangeWatchedFiles', {}],
  ['workspace/didChangeConfiguration', { settings: { trapframe: 1 } }],
  ['$/setTrace', { value: 5 }],
];

const clients: Client[] = [];
after(() => Promise.all(clients.map((client) => client.stop())));

test(`${steps} random edits, questions and malformed messages (seed ${seed})`, async () => {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)];
  const onDisk = { 'one.s': pick(sources), 'sub/four.s': pick(sources) };
  const client = await Client.start(onDisk);
  clients.push(client);
  const open = new Set<string>();
  for (let step = 0; step < steps; step++) {
    const name = pick(names);
    if (!open.has(name)) {
      await client.open(name, pick(sources));
      open.add(name);
      continue;
    }
    const text = client.text(name);
    const range = (from: number, to: number): Range => ({
      start: positionAt(text, from),
      end: positionAt(text, to),
    });
    const at = random(text.length + 1);
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    const lineEnd = (text.indexOf('\n', at) + 1 || text.length) - 0;
    switch (random(10)) {
      case 0:
        await client.edit(name, range(lineStart, lineEnd), '');
        break;
      case 1:
        await client.edit(name, range(lineStart, lineStart), text.slice(lineStart, lineEnd));
        break;
      case 2:
      case 3:
        await client.edit(name, range(lineStart, lineStart), pick(lines) + '\n');
        break;
      case 4: {
        const whole = range(0, text.length);
        if (random(8) === 0 || text.length > 20_000) await client.edit(name, whole, pick(sources));
        else await client.edit(name, range(at, Math.min(text.length, at + random(30))), '');
        break;
      }
      case 5:
        await client.notify(...pick(malformed));
        break;
      case 6:
        if (random(6) === 0) {
          await client.close(name);
          open.delete(name);
        }
        break;
      case 7:
      case 8: {
        const method = pick(questions);
        const all = range(0, text.length);
        // A refusal is an answer as well.
        await client
          .ask(`textDocument/${method}`, name, positionAt(text, at), {
            newName: 'other',
            range: all,
            context: { includeDeclaration: true, diagnostics: [] },
          }) // prettier-ignore
          .catch((error: Error) => assert.doesNotMatch(error.message, /Request .* failed with message/));
        break;
      }
      default:
        await client.edit(
          name,
          range(at, Math.min(text.length, at + random(3))),
          pick([' ', '\n', 'a', ':', ',', '0', '"', '(', '#', '.', '\\', 'é', '💥', '\0', '\r\n']),
        );
    }
  }
  const fresh = await Client.start(onDisk);
  clients.push(fresh);
  for (const name of open) await fresh.open(name, client.text(name).replaceAll('\u2038', ''));
  // That another file has a name without offering it is a hint, which is not renewed with each edit of that file.
  for (const name of open) {
    const said = (from: Client): Promise<string> =>
      from.settled(name).then((found) =>
        JSON.stringify(found.map(({ range, message }) => [range, message]))
          .replace(/\\n[^\\"]* has it without \.globl [^\\"]*/g, '')
          .replaceAll(from.folder, ''),
      );
    const ours = await said(client);
    assert.doesNotMatch(ours, /itself fails|server fails/);
    if (!client.text(name).includes('\u2038')) assert.equal(ours, await said(fresh), name);
  }
});
