import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryOperands } from '../../isa/arbitraries';
import { csrNumber } from '../../isa/csrs';
import { encode } from '../../isa/encode';
import { registerNumber } from '../../isa/registers';
import type { Row } from '../../isa/row';
import { rowNamed, rows } from '../../isa/rows';
import { HANDLER, RAM, arbitraryPointer, bareMachine } from './testing/bare-hart';

const CODE = RAM + 0x800;
const STEPS = 600;
const T6 = registerNumber('t6')!;
const MEPC = csrNumber('mepc')!;
const machines = (['interpreter', 'auto', 'translator'] as const).map((engine) => bareMachine(engine));
const simple = bareMachine('interpreter', { costModel: 'simple' });
const timed = bareMachine('interpreter', { costModel: 'caches', transient: 20 });
const start = machines[0].saveCheckpoint();
const simpleStart = simple.saveCheckpoint();
const timedStart = timed.saveCheckpoint();

const word = (name: string, operands: { rd?: number; rs1?: number; imm?: number } = {}): number =>
  encode(rowNamed(name), { rd: 0, rs1: 0, rs2: 0, imm: 0, ...operands });

/** Skips the instruction that trapped. */
const handler = [
  word('csrrs', { rd: T6, imm: MEPC }),
  word('addi', { rd: T6, rs1: T6, imm: 4 }),
  word('csrrw', { rs1: T6, imm: MEPC }),
  word('mret'),
];

const isUsual = ({ meaning: { kind } }: Row): boolean => !['csr', 'system'].includes(kind);
const isJump = ({ meaning: { kind } }: Row): boolean => kind === 'branch' || kind === 'jump';

/** Jumps within the program, for the most part: to whole instructions not far away. */
const arbitraryInstruction = fc.constantFrom(...rows.filter(isUsual)).chain((row) =>
  fc
    .tuple(arbitraryOperands(row), fc.integer({ min: -12, max: 12 }), fc.nat(3))
    .map(([operands, near, choice]) => {
      const isNear = isJump(row) && row.format !== 'jalr' && choice > 0;
      return encode(row, isNear ? { ...operands, imm: 4 * near } : operands);
    }),
);
const arbitraryProgram = fc
  .array(arbitraryInstruction, { minLength: 5, maxLength: 150 })
  .map((words) => [...words, word('jal', { imm: -4 * words.length })]);

function run(
  machine: (typeof machines)[number],
  words: readonly number[],
  values: readonly bigint[],
  ends: readonly number[],
  from = start,
): string {
  machine.restoreCheckpoint(from);
  machine.writePhysical(CODE, new Uint8Array(new Uint32Array(words).buffer));
  machine.writePhysical(Number(HANDLER), new Uint8Array(new Uint32Array(handler).buffer));
  const [hart] = machine.harts;
  values.forEach((value, index) => hart.writeRegister(index + 1, value));
  hart.writeCsr(csrNumber('mtvec')!, HANDLER);
  hart.pc = BigInt(CODE);
  for (const end of ends) assert.deepEqual(machine.run(start.instant + end), { kind: 'limit' });
  return machine.hash();
}

test('a run is the same however it is cut, and with every engine', () => {
  fc.assert(
    fc.property(
      arbitraryProgram,
      fc.array(arbitraryPointer(), { minLength: 31, maxLength: 31 }),
      fc.uniqueArray(fc.integer({ min: 1, max: STEPS - 1 }), { minLength: 1, maxLength: 200 }),
      (words, values, cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), STEPS];
        const straight = run(machines[0], words, values, [STEPS]);
        for (const machine of machines) {
          assert.equal(run(machine, words, values, [STEPS]), straight);
          assert.equal(run(machine, words, values, ends), straight);
        }
        for (const [machine, from] of [
          [simple, simpleStart],
          [timed, timedStart],
        ] as const) {
          const whole = run(machine, words, values, [STEPS], from);
          assert.equal(machine.hash(true), straight, 'what things take has no say in what is done');
          assert.equal(run(machine, words, values, ends, from), whole, 'caches and counts too');
          assert.equal(machine.hash(true), straight);
        }
      },
    ),
    { numRuns: 400 },
  );
});
