// No text, however broken, makes the server throw or hang: random edits of real sources and of nonsense, and every feature asked
// at random places. TRAPFRAME_FUZZ says how many cases; 100,000 are run by `TRAPFRAME_FUZZ=100000`.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ResponseError } from 'vscode-languageserver/node';
import { codeActions } from '../../src/lsp/features/code-actions';
import { completion, resolveCompletion } from '../../src/lsp/features/completion';
import { diagnostics } from '../../src/lsp/features/diagnostics';
import { explain } from '../../src/lsp/features/explain';
import { folding } from '../../src/lsp/features/folding';
import { hover } from '../../src/lsp/features/hover';
import { inlayHints } from '../../src/lsp/features/inlay-hints';
import { links } from '../../src/lsp/features/links';
import { declaration, definition, highlights, references } from '../../src/lsp/features/navigation';
import { prepareRename, rename } from '../../src/lsp/features/rename';
import { semanticTokens } from '../../src/lsp/features/semantic-tokens';
import { signatureHelp } from '../../src/lsp/features/signature-help';
import { documentSymbols, workspaceSymbols } from '../../src/lsp/features/symbols';
import type { SourceFile } from '../../src/lsp/source/source-file';
import { Workspace } from '../../src/lsp/workspace';

const cases = Number(process.env['TRAPFRAME_FUZZ'] ?? 5000);
const seed = Number(process.env['TRAPFRAME_SEED'] ?? 20261122);

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
const own = path.join(root, 'test/toolchain/corpus');
const found = path.join(root, 'test/lsp/corpus');
/** Real programs, one of each kind of statement, and what has ended a server once. */
const corpus = [
  ...['hello.s', 'loop-a.s', 'privileged.s'].map((name) =>
    path.join(root, 'labs/00-first-light/starter', name),
  ),
  ...readdirSync(own).map((name) => path.join(own, name)),
  ...readdirSync(found).map((name) => path.join(found, name)),
].map((file) => readFileSync(file, 'utf8'));
const scraps = [
  'main:',
  '1:',
  '1b',
  '1f',
  'addi a0, a0, 1',
  'lw a0, 8(sp)',
  'li a7, SYS_write',
  'ecall',
  'csrr a0, sepc',
  'la a0, x',
  '.equ K, 5',
  'K = K + 1',
  '.macro m a, b=1',
  '\\a',
  '\\@',
  '.endm',
  'm 1, 2',
  '.rept 3',
  '.endr',
  '.if K',
  '.else',
  '.endif',
  '.include "other.s"',
  '.include "self.s"',
  '.globl main',
  '.word 1, 2',
  '.asciz "x',
  '"',
  "'",
  '/*',
  '*/',
  '#',
  '//',
  '(',
  ')',
  ',',
  ':',
  ';',
  '%lo(',
  '%',
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  'ü',
  '𝄞',
  '0x',
  '9999999999999999999999',
  '-',
  '~',
  '<<',
  '.',
  '=',
  '.section',
  '.section .text.cold',
  '.section .text.hot, "ax"',
  '.text 1',
  '.subsection 2',
  '.previous',
  '.data',
  '.pushsection .rodata',
  '.popsection',
  'beqz a0, x',
  'j 1f',
  'x:',
  '.org 64',
  '.skip x - main',
  '.irpc d, 012',
  '.irp r, a0, a1',
  '.altmacro',
  'LOCAL q',
  '.exitm',
  '.comm c, 8',
  '.set K, K + 1',
  '.struct 0',
  '.uleb128 x - main',
  '.option pic',
  '.insn r 0x33, 0, 0, a0, a1, a2',
  '#define F(a, ...) a __VA_ARGS__',
  'F(1, 2',
  '##',
  '.type x, @function',
  '#define A B',
  '#if A',
  '#endif',
  '#include "other.s"',
  '.balign 8',
  '.option rvc',
];

const noFiles = { list: async () => [], read: async () => undefined, real: async () => undefined };

const features: ((workspace: Workspace, file: SourceFile, offset: number) => unknown)[] = [
  (workspace, file) => codeActions(file, diagnostics(workspace, file)),
  (workspace, file, offset) =>
    completion(workspace, file, offset)
      .slice(0, 3)
      .map((item) => resolveCompletion(workspace, item)),
  hover,
  signatureHelp,
  definition,
  declaration,
  (workspace, file, offset) => references(workspace, file, offset, true),
  highlights,
  (workspace, file, offset) => allowRefusal(() => prepareRename(workspace, file, offset)),
  (workspace, file, offset) => allowRefusal(() => rename(workspace, file, offset, 'other')),
  (_workspace, file) => documentSymbols(file),
  (workspace) => workspaceSymbols(workspace, 'm'),
  (_workspace, file) => folding(file),
  semanticTokens,
  (workspace, file, offset) => inlayHints(workspace, file, 0, offset, { systemCalls: true, values: true }),
  (_workspace, file) => links(file),
  (workspace, file, offset) =>
    explain(workspace, file, offset, { a0: '1', a1: '0x2', sp: '-3', pc: '4096' }, '7'),
];

function allowRefusal(ask: () => unknown): void {
  try {
    ask();
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
  }
}

test(`${cases} random texts and questions (seed ${seed})`, () => {
  const random = generator(seed);
  const workspace = new Workspace(noFiles);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)];
  let text = '';
  for (let index = 0; index < cases; index++) {
    if (index % 50 === 0 || text.length > 3000)
      text = random(3) === 0 ? '' : pick(corpus).slice(0, 1 + random(1500));
    const from = random(text.length + 1);
    const to = Math.min(text.length, from + random(random(4) === 0 ? 60 : 3));
    text =
      text.slice(0, from) + (random(4) === 0 ? '' : pick(scraps) + pick(['', ' ', '\n'])) + text.slice(to);
    const name = pick(['self.s', 'other.s', 'third.S']);
    const file = workspace.update(TextDocument.create(`file:///w/${name}`, 'riscv-asm', index, text));
    try {
      for (const { message } of diagnostics(workspace, file))
        assert.doesNotMatch(JSON.stringify(message), /itself fails/);
      pick(features)(workspace, file, random(text.length + 1));
    } catch (error) {
      const words = error instanceof Error ? error.stack : String(error);
      throw new Error(`case ${index} of seed ${seed}: ${JSON.stringify(text)} in ${name}\n${words}`, {
        cause: error,
      });
    }
  }
});
