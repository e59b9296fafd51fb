import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gccProgram, withoutGnu } from '../../../test/toolchain/gnu';
import { UserError } from '../../base/errors';
import { assemble } from '../assembler/assemble';
import { readElf } from './read';
import type { Elf } from './types';

const SEED = 3;

const source = `.globl main
main: la a0, text
      call helper
      ret
helper: ret
.section .rodata
text: .asciz "text"
.data
numbers: .dword 1, 2
.bss
buffer: .zero 100`;

const own = assemble([{ path: '/src/program.s', text: source }]).elf!;

test('what the assembler wrote', () => {
  const elf = readElf(own, 'program');
  const [code, constants, data] = elf.segments;
  const rights = elf.segments.map(
    (s) => (s.readable ? 'r' : '-') + (s.writable ? 'w' : '-') + (s.executable ? 'x' : '-'),
  );
  assert.deepEqual(rights, ['r-x', 'r--', 'rw-']);
  assert.deepEqual(
    [code.virtualAddress, constants.virtualAddress, data.virtualAddress],
    [0x1000n, 0x2000n, 0x3000n],
  );
  assert.equal(new TextDecoder().decode(constants.bytes), 'text\0');
  assert.deepEqual([data.bytes.length, data.memorySize], [16, 116]);
  const symbols = elf.symbols.map(
    ({ name, kind, size, global }) => `${name} ${kind} ${size}${global ? ' global' : ''}`,
  );
  assert.deepEqual(symbols, [
    'start.S file 0',
    'program.s file 0',
    'text object 5',
    'helper function 4',
    'numbers object 16',
    'buffer object 100',
    '_start function 20 global',
    'main function 20 global',
  ]);
  assert.equal(elf.sections.find(({ name }) => name === '.bss')?.size, 100);
});

test('what gcc and ld made', { skip: withoutGnu }, () => {
  const text =
    'int table[5] = { 1 }; int zeros[50]; static int twice(int x) { return 2 * x; } int _start(int n) { return twice(table[n]) + zeros[n]; }';
  const elf = readElf(gccProgram(text, ['-O0', '-g']), 'program');
  assert.equal(elf.entry, elf.symbols.find(({ name }) => name === '_start')?.address);
  const [table, zeros, twice] = ['table', 'zeros', 'twice'].map((name) =>
    elf.symbols.find((s) => s.name === name)!,
  );
  assert.deepEqual([table.kind, table.size, table.section], ['object', 20, '.data']);
  assert.deepEqual([zeros.kind, zeros.size, zeros.section], ['object', 200, '.bss']);
  assert.deepEqual([twice.kind, twice.global], ['function', false]);
  assert.ok(elf.sections.some(({ name, bytes }) => name === '.debug_info' && bytes.length > 0));
  assert.equal(elf.segments.at(-1)!.memorySize - elf.segments.at(-1)!.bytes.length >= 200, true);
});

const changed = (offset: number, ...bytes: number[]): Uint8Array => {
  const copy = own.slice();
  copy.set(bytes, offset);
  return copy;
};

const wrong: readonly (readonly [what: string, bytes: Uint8Array, message: string])[] = [
  ['nothing', new Uint8Array(), 'f: not an ELF file'],
  ['text', new TextEncoder().encode('main: ret\n'), 'f: not an ELF file'],
  ['32 bits', changed(4, 1), 'f: a 32-bit ELF file; only 64-bit RISC-V is supported'],
  ['big endian', changed(5, 2), 'f: a big-endian ELF file; only little-endian RISC-V is supported'],
  ['x86', changed(18, 62, 0), 'f: made for another machine (ELF machine 62); only RISC-V (243) is supported'],
  ['half a header', own.slice(0, 40), 'f: damaged ELF file: the ELF header is cut off'],
  ['headers outside', changed(32, 0, 0, 0, 0, 1), 'f: damaged ELF file: the program header table lies outside the file'],
  ['impossible offset', changed(40, 255, 255, 255, 255, 255, 255, 255, 255), 'f: damaged ELF file: the section header table has an impossible offset or size'],
  ['segment outside', changed(64 + 32, 0, 0, 0, 1), 'f: damaged ELF file: segment 0 is smaller in memory than in the file'],
  ['huge in memory', changed(64 + 40, 0, 0, 0, 0, 0, 1), 'f: damaged ELF file: segment 0 is larger than an address space'],
]; // prettier-ignore

for (const [what, bytes, message] of wrong) {
  test(`wrong: ${what}`, () => assert.throws(() => readElf(bytes, 'f'), new UserError(message)));
}

/** Whatever is in the file: it is read, or a UserError of one line says why not. */
function readOrRefuse(bytes: Uint8Array): void {
  let elf: Elf;
  try {
    elf = readElf(bytes, 'hostile');
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, /^hostile: [^\n]+$/);
    return;
  }
  for (const segment of elf.segments) assert.ok(segment.bytes.length <= segment.memorySize);
}

test('truncated anywhere', () => {
  for (let length = 0; length < own.length; length += 7) readOrRefuse(own.subarray(0, length));
});

test('bytes changed at random, mostly in the headers', () => {
  const headers = readElf(own, 'own');
  const tableStart = own.length - 64 * (headers.sections.length + 1);
  const place = fc.oneof(
    fc.nat(64 + 3 * 56 - 1),
    fc.integer({ min: tableStart, max: own.length - 1 }),
    fc.nat(own.length - 1),
  );
  const value = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255));
  const change = fc.record({ place, value });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const copy = own.slice();
      for (const { place, value } of changes) copy[place] = value;
      readOrRefuse(copy);
    }),
    { seed: SEED, numRuns: 5000 },
  );
});

test('names that overlap to fill the memory', () => {
  // A symbol table whose every entry names the same long run of bytes, one byte further on.
  const elf = readElf(own, 'own');
  const symbols = elf.sections.find(({ name }) => name === '.symtab')!;
  const count = 100_000;
  const file = new Uint8Array(own.length + count * 24 + count);
  file.set(own);
  const view = new DataView(file.buffer);
  const header = (index: number): number => Number(view.getBigUint64(40, true)) + 64 * index;
  const index = elf.sections.indexOf(symbols) + 1;
  view.setBigUint64(header(index) + 24, BigInt(own.length), true);
  view.setBigUint64(header(index) + 32, BigInt(count * 24), true);
  view.setBigUint64(header(symbols.link) + 24, BigInt(own.length + count * 24), true);
  view.setBigUint64(header(symbols.link) + 32, BigInt(count), true);
  file.fill(0x61, own.length + count * 24);
  for (let n = 0; n < count; n++) view.setUint32(own.length + n * 24, n, true);
  assert.throws(() => readElf(file, 'f'), new UserError('f: damaged ELF file: its names overlap'));
});
