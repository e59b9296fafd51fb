// What sources that explode may cost: counted, not timed.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { analyse } from '../../src/toolchain/assembler/document';
import { Reader } from '../../src/toolchain/assembler/statements/reader';
import { editorLimits } from '../../src/toolchain/assembler/text/limits';
import { Client } from './client';

/** A million instructions out of a few lines, then a label that is never reached. */
const nested = (depth: number): string =>
  [
    '.macro boom',
    ...Array.from({ length: depth }, (_, level) => `.irpc v${level},0123456789`),
    'addi a0, a0, 1 + 1',
    ...Array.from({ length: depth }, () => '.endr'),
    '.endm',
    '.globl _start',
    '_start: boom',
    'after: li a7, 93',
  ].join('\n');

const files: Readonly<Record<string, string>> = {
  'nested.s': nested(6),
  'labels.s': `.globl _start\n_start: nop\n${Array.from({ length: 3 * editorLimits.statements }, (_, index) => `l${index}:\n`).join('')}`,
  'numeric.s': `.globl _start\n_start: nop\n${'1:\n'.repeat(2 * editorLimits.statements)}`,
  'defines.S': [
    '#define A0 nop; nop; nop; nop; nop; nop; nop; nop; nop; nop;',
    ...Array.from({ length: 3 }, (_, level) => `#define A${level + 1} ${`A${level} `.repeat(10)}`),
    '.globl _start',
    `_start: nop\n${'A3\n'.repeat(200)}`,
  ].join('\n'),
};

for (const [name, text] of Object.entries(files)) {
  test(`${name}: the editor reads a part, says so, expands it no more than twice, and answers every request`, async () => {
    const read = mock.method(Reader.prototype, 'next');
    const client = await Client.start({});
    try {
      await client.open(name, text);
      const found = await client.diagnostics(name);
      assert.equal(found.length, 1, JSON.stringify(found.slice(0, 3)));
      assert.equal(found[0].severity, 2);
      assert.match(found[0].message, /^the editor reads no further: .* more than \d+ (statements|tokens)/);
      const line = text.split('\n').findIndex((one) => one.startsWith('_start:'));
      const textDocument = { uri: client.uri(name) };
      const position = { line, character: 2 };
      const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
      const ask = (method: string, more: object = {}): Promise<unknown> =>
        client.request(`textDocument/${method}`, { textDocument, ...more });
      assert.match(JSON.stringify(await ask('hover', { position })), /global symbol/);
      assert.notEqual(JSON.stringify(await ask('definition', { position })), '[]');
      for (let round = 0; round < 2; round++) {
        await ask('completion', { position });
        await ask('references', { position, context: { includeDeclaration: true } });
        await ask('documentHighlight', { position });
        await ask('documentSymbol');
        await ask('foldingRange');
        await ask('semanticTokens/range', { range });
        await ask('inlayHint', { range });
      }
      assert.ok(
        read.mock.callCount() <= 2 * editorLimits.statements + 4,
        `${read.mock.callCount()} statements read`,
      );
    } finally {
      read.mock.restore();
      await client.stop();
    }
  });
}

test('of what macros make, nothing is kept that stands in no line', () => {
  const [source] = analyse([{ path: 'x.s', text: nested(3) }]).sources;
  const { statements, expressions } = source;
  assert.ok(statements.every(({ span }) => span.source.path === 'x.s'));
  // The operand stands in one line of the macro, and the thousand copies of it nowhere.
  assert.ok(statements.length < 12, `${statements.length} statements kept`);
  assert.ok(expressions.length < 12, `${expressions.length} expressions kept`);
});
