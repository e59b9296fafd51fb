/**
 * The decoder and the disassembler against GNU objdump: every halfword, and words of every row and at random, a hundred thousand of
 * each; with CI=true a million; TRAPFRAME_WORDS and TRAPFRAME_SEED say how many, and which.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryWord } from './arbitraries';
import { csrName } from './csrs';
import { decode } from './decode';
import { disassemble } from './disassemble';
import { pseudos } from './pseudo';
import type { Decoded } from './row';
import { rows } from './rows';
import { compressedRows } from './rows/compressed';

const OBJDUMP = 'riscv64-unknown-elf-objdump';
const WORDS = Number(process.env['TRAPFRAME_WORDS'] ?? (process.env['CI'] === 'true' ? 1_000_000 : 100_000));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 2);
/** Words that objdump gets at once. */
const PORTION = 100_000;

function findObjdump(): boolean {
  try {
    execFileSync(OBJDUMP, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const skip = findObjdump() ? false : `SKIPPED: ${OBJDUMP} is not installed, nothing is compared with it`;

/** What objdump makes of instructions that lie one behind the other from address 0; `bytes` each. */
function objdump(words: readonly number[], bytes: 2 | 4, aliases: boolean): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'objdump-'));
  try {
    const file = join(folder, 'code.bin');
    const code = new DataView(new ArrayBuffer(words.length * bytes));
    words.forEach((word, n) => {
      if (bytes === 2) code.setUint16(2 * n, word, true);
      else code.setUint32(4 * n, word, true);
    });
    writeFileSync(file, new Uint8Array(code.buffer));
    const style = aliases ? [] : ['-M', 'no-aliases'];
    const options = ['-D', '-z', '-b', 'binary', '-m', 'riscv:rv64', ...style, file];
    const output = execFileSync(OBJDUMP, options, { encoding: 'utf8', maxBuffer: 1 << 30 });
    const lines = [...output.matchAll(/^ *[0-9a-f]+:\t[0-9a-f]+ *\t(.*)$/gm)].map(([, text]) => text);
    assert.equal(lines.length, words.length);
    return lines.map((line) =>
      line
        .replace(/\s+#.*/, '')
        .trim()
        .replace(/\t/, ' '),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Version 2.40 prints `add a0,a0,1` where others print `addi a0,a0,1`; the operands tell the two apart. */
const immediateForms = /^(add|and|or|xor|slt)i|^(sll|srl|sra)i|^(csr[wsc]|csrr[wsc])i(?= )/;
const spelt = (text: string): string =>
  text
    .replace(/^sltiu/, 'sltu')
    .replace(
      immediateForms,
      (_, ...groups) => groups.slice(0, 3).find((group) => group !== undefined) as string,
    )
    // Our table calls all of these c.nop, and shifts by 0 (kept for RV128) by their RV64 names.
    .replace(/^c\.addi zero,0$/, 'c.nop')
    .replace(/^c\.addi zero,/, 'c.nop ')
    .replace(/^c\.(s[lr][la]i)64 (\w+)$/, 'c.$1 $2,0x0');

const names = new Set(
  [
    ...rows.flatMap(({ name, format }) =>
      format === 'amo' || format === 'loadReserved'
        ? ['', '.aq', '.rl', '.aqrl'].map((suffix) => name + suffix)
        : name,
    ),
    ...compressedRows.map(({ name }) => name),
    ...Object.values(pseudos).flatMap((list) => list.map(({ name }) => name)),
  ].map(spelt),
);

/** Where objdump is right to say something else: extensions that the machine lacks give names to our no-operations and CSRs. */
function isBeyondComparison({ row, rd, imm, word }: Decoded): boolean {
  switch (row.name) {
    case 'fence':
      // Reserved fm and register fields, which the hardware ignores; `pause` is a fence with an empty successor set.
      return (word & 0x000f_8f80) !== 0 || (imm > 0xff && imm !== 0x833) || imm === 0x010;
    case 'fence.i':
      return word !== row.match;
    case 'ori':
      // prefetch.i, prefetch.r, prefetch.w
      return rd === 0;
    default:
      return row.format.startsWith('csr') && csrName(imm) === undefined;
  }
}

function compare(words: readonly number[], bytes: 2 | 4, aliases: boolean): number {
  let compared = 0;
  objdump(words, bytes, aliases).forEach((line, n) => {
    const word = words[n];
    const theirs = spelt(line);
    const what = `0x${word.toString(16)}: ${line}`;
    const decoded = decode(word);
    if (!decoded) {
      const known = names.has(theirs.split(' ')[0]);
      assert.ok(!known || isReserved(theirs), `${what} is illegal in the table`);
      return;
    }
    if (isBeyondComparison(decoded)) return;
    assert.equal(spelt(disassemble(decoded, { address: BigInt(bytes * n), aliases })), theirs, what);
    compared++;
  });
  return compared;
}

/** Encodings that the specification reserves and objdump prints all the same. */
const isReserved = (text: string): boolean => /^(unimp|c\.unimp|c\.addi16sp sp,0|add sp,sp,0)$/.test(text);

const halves = Array.from({ length: 0x1_0000 }, (_, half) => half).filter((half) => (half & 3) !== 3);
/** Low bits 11111 announce instructions of more than 4 bytes. */
const isFourBytes = (word: number): boolean => (word & 3) === 3 && (word & 0x1c) !== 0x1c;

/** Draws words, and compares them. @returns how many of them both know */
function compareMany(arbitrary: fc.Arbitrary<number>, aliases: boolean): number {
  let compared = 0;
  for (let done = 0; done < WORDS; done += PORTION) {
    const words = fc.sample(arbitrary, { numRuns: Math.min(PORTION, WORDS - done), seed: SEED + done });
    compared += compare(words, 4, aliases);
  }
  return compared;
}

for (const aliases of [true, false]) {
  const style = aliases ? 'with pseudo-instructions' : 'without aliases';

  test(`every halfword reads as objdump reads it, ${style}`, { skip }, () => {
    assert.ok(compare(halves, 2, aliases) > 30_000);
  });

  test(`instructions of every row read as objdump reads them, ${style}`, { skip }, () => {
    assert.ok(compareMany(arbitraryWord(), aliases) > 0.8 * WORDS);
  });

  test(`random words read as objdump reads them, ${style}`, { skip }, () => {
    const random = fc.integer().map((word) => (word | 3) >>> 0);
    assert.ok(compareMany(random.filter(isFourBytes), aliases) > 0.2 * WORDS);
  });
}
