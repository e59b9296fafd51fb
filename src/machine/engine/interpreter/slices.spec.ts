import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryOperands } from '../../../isa/arbitraries';
import { encode } from '../../../isa/encode';
import { rowNamed } from '../../../isa/rows';
import { operations } from './operations';
import { HANDLER, RAM, arbitraryPointer, hart, machine } from '../testing/bare-hart';

const CODE = RAM + 0x800;
const STEPS = 600;
const MTVEC = 0x305;
const MEPC = 0x341;
const T6 = 31;
const start = machine.saveCheckpoint();

const word = (name: string, operands: { rd?: number; rs1?: number; imm?: number } = {}): number =>
  encode(rowNamed(name), { rd: 0, rs1: 0, rs2: 0, imm: 0, ...operands });

/** Skips the instruction that trapped. */
const handler = [
  word('csrrs', { rd: T6, imm: MEPC }),
  word('addi', { rd: T6, rs1: T6, imm: 4 }),
  word('csrrw', { rs1: T6, imm: MEPC }),
  word('mret'),
];

const arbitraryProgram = fc
  .array(
    fc
      .constantFrom(
        ...operations.flatMap((operation) => (operation.kind === 'sequence' ? [operation.parts] : [])),
      )
      .chain((parts) =>
        fc.tuple(...parts.map(({ row }) => arbitraryOperands(row).map((operands) => encode(row, operands)))),
      ),
    { minLength: 5, maxLength: 40 },
  )
  .map((blocks) => blocks.flat())
  .map((words) => [...words, word('jal', { imm: -4 * words.length })]);

function run(words: readonly number[], values: readonly bigint[], ends: readonly number[]): string {
  machine.restoreCheckpoint(start);
  machine.writePhysical(CODE, new Uint8Array(new Uint32Array(words).buffer));
  machine.writePhysical(Number(HANDLER), new Uint8Array(new Uint32Array(handler).buffer));
  values.forEach((value, index) => hart.writeRegister(index + 1, value));
  hart.writeCsr(MTVEC, HANDLER);
  hart.pc = BigInt(CODE);
  for (const end of ends) assert.deepEqual(machine.run(start.instant + end), { kind: 'limit' });
  return machine.hash();
}

test('a run is the same however it is cut', () => {
  fc.assert(
    fc.property(
      arbitraryProgram,
      fc.array(arbitraryPointer(), { minLength: 31, maxLength: 31 }),
      fc.uniqueArray(fc.integer({ min: 1, max: STEPS - 1 }), { minLength: 1, maxLength: 200 }),
      (words, values, cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), STEPS];
        assert.equal(run(words, values, ends), run(words, values, [STEPS]));
      },
    ),
    { numRuns: 150 },
  );
});
