/** Damaged ELF files are refused in words, or read; nothing else happens. TRAPFRAME_FUZZ says how many, TRAPFRAME_SEED which. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../base/errors';
import { assemble } from '../assembler/assemble';
import { assembleObject } from '../assembler/output/relocatable';
import { loadElf } from './load';
import { readElf } from './read';

const RUNS = Number(process.env['TRAPFRAME_FUZZ'] ?? (process.env['CI'] === 'true' ? 20_000 : 1500));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 3);

const text = `.globl main
main:   la a0, message
        call f
        ret
f:      li a7, SYS_exit
        ecall
        .data
message: .asciz "hello"
        .bss
room:   .zero 100
`;
const program = assemble([{ path: 'x.s', text }]).elf!;
const object = assembleObject({ path: 'x.s', text }, {}).object!.bytes;

/** Numbers that mean something special somewhere: ends, signs, more than any file has. */
const telling = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0xfe);
const change = fc.record({
  // Half of them in the header and in the tables, where all else hangs on.
  at: fc.oneof(fc.nat(63), fc.nat(0xffff)),
  length: fc.constantFrom(1, 1, 2, 4, 8),
  byte: fc.oneof(telling, fc.nat(255)),
});

function damaged(
  bytes: Uint8Array,
  changes: readonly { at: number; length: number; byte: number }[],
): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const { at, length, byte } of changes) copy.fill(byte, at % copy.length, (at % copy.length) + length);
  return copy;
}

async function readOrRefuse(bytes: Uint8Array): Promise<void> {
  for (const read of [() => readElf(bytes, 'x'), () => loadElf(bytes, 'x')]) {
    try {
      const { sections, segments } = await read();
      for (const { bytes: own } of [...sections, ...segments])
        assert.ok((own?.length ?? 0) <= 64 * 1024 * 1024);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      assert.match(error.message, /^[^\n]+$/);
    }
  }
}

test('bytes changed', async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(program, object),
    fc.array(change, { minLength: 1, maxLength: 6 }),
    async (bytes, changes) => readOrRefuse(damaged(bytes, changes)),
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
});

test('cut off anywhere', async () => {
  for (const bytes of [program, object]) {
    for (let length = 0; length < bytes.length; length += 1 + (length >> 6))
      await readOrRefuse(bytes.subarray(0, length));
  }
});
