/**
 * assemble(disassemble(x)) = x: every halfword, and words of every row and at random, with pseudo-instructions and without.
 * TRAPFRAME_WORDS says how many words (a million takes about a minute), TRAPFRAME_SEED which.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryWord } from '../../isa/arbitraries';
import { spelled } from '../../isa/spelled';
import { readElf } from '../elf/read';
import { assemble } from './assemble';
import { formatDiagnostic } from './text/diagnostics';

const WORDS = Number(process.env['TRAPFRAME_WORDS'] ?? 30_000);
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 3);
/** Instructions that are assembled at once. */
const PORTION = 20_000;

function assertRoundTrip(words: readonly number[], length: 2 | 4, aliases: boolean): void {
  for (let from = 0; from < words.length; from += PORTION) {
    const portion = words.slice(from, from + PORTION);
    const lines = portion.map((word) => spelled(word, aliases));
    const text = `.globl _start\n_start:\n${lines.join('\n')}`;
    const { elf, diagnostics } = assemble([{ path: 'x.s', text }], { purpose: 'machine' });
    assert.equal(elf === undefined ? formatDiagnostic(diagnostics[0], text) : '', '', `seed ${SEED}`);
    const { bytes } = readElf(elf!, 'x').sections.find(({ name }) => name === '.text')!;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    portion.forEach((word, index) => {
      const got = length === 2 ? view.getUint16(2 * index, true) : view.getUint32(4 * index, true);
      if (got !== word >>> 0) {
        assert.fail(
          `0x${(word >>> 0).toString(16)} is '${lines[index]}', which is 0x${got.toString(16)} (seed ${SEED})`,
        );
      }
    });
  }
}

test('every halfword', () => {
  const halves = Array.from({ length: 0x1_0000 }, (_, half) => half).filter((half) => (half & 3) !== 3);
  assertRoundTrip(halves, 2, false);
});

for (const aliases of [false, true]) {
  const how = aliases ? 'with pseudo-instructions' : 'as they are';
  test(`words of every row, ${how}`, () => {
    assertRoundTrip(fc.sample(arbitraryWord(), { numRuns: WORDS / 2, seed: SEED }), 4, aliases);
  });
  test(`any words, ${how}`, () => {
    const words = fc.sample(fc.integer({ min: 0, max: 0x3fff_ffff }), { numRuns: WORDS / 2, seed: SEED });
    assertRoundTrip(
      words.map((word) => ((word << 2) | 3) >>> 0),
      4,
      aliases,
    );
  });
}
