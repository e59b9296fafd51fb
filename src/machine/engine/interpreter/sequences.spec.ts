import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryOperands, arbitraryValue } from '../../../isa/arbitraries';
import { Cause } from '../../../isa/causes';
import { decode } from '../../../isa/decode';
import { encode } from '../../../isa/encode';
import { EvaluationTrap, evaluateRow } from '../../../isa/evaluate-row';
import type { Decoded, Row } from '../../../isa/row';
import { compressedRows } from '../../../isa/rows/compressed';
import { operations, type RowOperation, type SequenceOperation, type Source } from './operations';
import { AccessFault, HANDLER, Oracle, RAM, arbitraryPointer, hart, machine } from '../testing/bare-hart';

/**
 * Instructions that are one operation of the engine, against the reference evaluator, which does one after the other; stopped at any
 * step, with faults in any part, stores into the code itself among them.
 */
const CODE = RAM + 0xc00;
const MTVEC = 0x305;

const isSequence = (operation: { kind: string }): operation is SequenceOperation =>
  operation.kind === 'sequence';

/** All halfwords that are instructions, by the row that they expand to. */
const compressed = new Map<Row, { half: number; decoded: Decoded }[]>();
for (const { mask, match } of compressedRows) {
  for (let free = ~mask & 0xffff, bits = free; ; bits = (bits - 1) & free) {
    const half = match | bits;
    const decoded = decode(half);
    if (decoded) {
      if (!compressed.has(decoded.row)) compressed.set(decoded.row, []);
      compressed.get(decoded.row)!.push({ half, decoded });
    }
    if (bits === 0) break;
  }
}

/** Registers that every compressed instruction can name. */
const arbitraryRegister = fc.integer({ min: 8, max: 15 });

/** Halfwords that decode to this operation, with these operands; `forwards`: and one of those registers as its destination. */
function arbitraryCode(
  { row, length, discards }: RowOperation,
  given: Partial<Record<Source | 'imm', number>>,
  forwards: boolean,
): fc.Arbitrary<number[]> {
  if (length === 4) {
    return fc.tuple(arbitraryOperands(row), arbitraryRegister).map(([operands, register]) => {
      const rd = discards ? 0 : forwards ? register : operands.rd;
      const word = encode(row, { ...operands, rd, ...given });
      return [word & 0xffff, word >>> 16];
    });
  }
  const fits = (decoded: Decoded): boolean =>
    (given.rs1 ?? decoded.rs1) === decoded.rs1 &&
    (given.rs2 ?? decoded.rs2) === decoded.rs2 &&
    (given.imm ?? decoded.imm) === decoded.imm &&
    (!forwards || (decoded.rd >= 8 && decoded.rd <= 15));
  const halves = (compressed.get(row) ?? []).filter(
    ({ decoded }) => fits(decoded) && (row.name !== 'jal' || (decoded.rd === 0) === discards),
  );
  assert.notEqual(halves.length, 0, `${row.name} has a compressed form`);
  return fc.constantFrom(...halves).map(({ half }) => [half]);
}

/** Code for a sequence: what is forwarded in it, is. `isLoop`: its branch leads to its start. */
const arbitrarySequence = (
  { parts, forwarded }: SequenceOperation,
  isLoop: boolean,
): fc.Arbitrary<number[]> =>
  parts.reduce<fc.Arbitrary<number[]>>(
    (arbitrary, part, index) =>
      arbitrary.chain((before) => {
        const previous = forwarded[index].length > 0 ? lastDestination(before, parts[index - 1].length) : 0;
        const sources = Object.fromEntries(forwarded[index].map((source) => [source, previous]));
        const target = isLoop && index === parts.length - 1 ? { imm: -2 * before.length } : {};
        const forwards = (forwarded[index + 1] ?? []).length > 0;
        return arbitraryCode(part, { ...sources, ...target }, forwards).map((code) => [...before, ...code]);
      }),
    fc.constant([]),
  );

function lastDestination(code: readonly number[], length: 2 | 4): number {
  const [low, high = 0] = code.slice(-length / 2);
  return decode((low | (high << 16)) >>> 0)!.rd;
}

function stepOracle(oracle: Oracle): { cause: number; value: bigint } | undefined {
  const word = Number(oracle.load(oracle.pc, 4));
  const decoded = decode(word);
  if (!decoded)
    return { cause: Cause.illegalInstruction, value: BigInt((word & 3) === 3 ? word : word & 0xffff) };
  try {
    evaluateRow(decoded, oracle);
  } catch (thrown) {
    if (!(thrown instanceof AccessFault || thrown instanceof EvaluationTrap)) throw thrown;
    return { cause: thrown.code, value: thrown.value };
  }
  return undefined;
}

function check(halves: readonly number[], steps: number, values: readonly bigint[]): void {
  values.forEach((value, index) => hart.writeRegister(index + 1, value));
  hart.privilege = 3;
  hart.pc = BigInt(CODE);
  hart.writeCsr(MTVEC, HANDLER);
  // Behind them, a `c.nop` for each step that may be left.
  assert(machine.writePhysical(CODE, new Uint8Array(new Uint16Array([...halves, 1, 1, 1, 1]).buffer)));
  const oracle = new Oracle(BigInt(CODE));
  const { instant } = machine;
  let fault: ReturnType<typeof stepOracle>;
  let done = 0;
  const end = CODE + 2 * halves.length;
  while (done < steps && !fault && oracle.pc >= BigInt(CODE) && oracle.pc <= BigInt(end)) {
    fault = stepOracle(oracle);
    done++;
  }
  assert.deepEqual(machine.run(instant + done), { kind: 'limit' });
  assert.equal(machine.instant, instant + done);
  assert.equal(hart.pc, fault ? HANDLER : oracle.pc & ~1n);
  if (fault) {
    assert.equal(hart.readCsr(0x342), BigInt(fault.cause));
    assert.equal(hart.readCsr(0x343), fault.value);
  }
  const registers = Array.from({ length: 32 }, (_, index) => hart.readRegister(index));
  assert.deepEqual(registers, oracle.registers);
  for (const [address, byte] of oracle.written) assert.equal(machine.readPhysical(address, 1)![0], byte);
}

const values = fc.array(fc.oneof(arbitraryValue(), arbitraryPointer(), fc.constant(BigInt(CODE + 4))), {
  minLength: 31,
  maxLength: 31,
});

for (const operation of operations.filter(isSequence)) {
  const { parts, forwarded } = operation;
  const name = parts
    .map(
      ({ row, length }, index) => (length === 2 ? 'c.' : '') + row.name + ['', ...forwarded[index]].join(' '),
    )
    .join(', ');
  test(`${name}: one operation does what the instructions do one by one`, () => {
    const steps = fc.integer({ min: 1, max: parts.length + 1 });
    fc.assert(fc.property(arbitrarySequence(operation, false), steps, values, check), { numRuns: 60 });
  });
  if (!operation.loops) continue;
  test(`${name}: so it does when it goes round`, () => {
    const steps = fc.integer({ min: parts.length, max: 4 * parts.length });
    fc.assert(fc.property(arbitrarySequence(operation, true), steps, values, check), { numRuns: 200 });
  });
}
