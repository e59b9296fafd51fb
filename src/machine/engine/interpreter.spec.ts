import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryOperands, arbitraryValue } from '../../isa/arbitraries';
import { Cause } from '../../isa/causes';
import { decode } from '../../isa/decode';
import { encode } from '../../isa/encode';
import { EvaluationTrap, evaluateRow, type EvaluationState } from '../../isa/evaluate-row';
import type { Row } from '../../isa/row';
import { rows } from '../../isa/rows';
import { compressedRows } from '../../isa/rows/compressed';
import { SimulatedMachine } from '../simulated-machine';

/**
 * Random instructions with edge-case operands, one at a time: the generated interpreter against the reference evaluator of
 * the same rows. What may depend on the machine (CSRs, system instructions) has specs of its own.
 */
const RAM = 0x8000_0000;
const SIZE = 0x8000;
const HANDLER = 0x8000_4000n;
const MTVEC = 0x305;
const MCAUSE = 0x342;
const MTVAL = 0x343;

const machine = new SimulatedMachine({ memory: SIZE, cpus: 1 }, () => ({
  mappings: [],
  input: {
    ...{ type() {}, log: [], replay() {}, feed() {}, open: false },
    ...{ save: () => null, restore() {} },
  },
  advance() {},
  allWait: () => false,
  inputLines: () => 0,
  lines: () => 0,
  deadline: () => Infinity,
}));
const [hart] = machine.harts;
assert(hart);

/** The trap that a memory access outside RAM takes. */
class AccessFault extends Error {
  constructor(
    readonly code: number,
    readonly value: bigint,
  ) {
    super('access fault');
  }
}

/** The oracle's machine: registers and memory before the step, and what the step changed. */
class Oracle implements EvaluationState {
  readonly registers: bigint[];
  readonly written = new Map<number, number>();
  constructor(
    public pc: bigint,
    /** What a load faults with: an AMO needs to write, so it always takes the exception of a store. */
    private readonly loadFault: number,
  ) {
    this.registers = Array.from({ length: 32 }, (_, index) => hart.readRegister(index));
  }
  readRegister(number: number): bigint {
    return this.registers[number];
  }
  writeRegister(number: number, value: bigint): void {
    this.registers[number] = value;
  }
  load(address: bigint, width: number): bigint {
    const bytes = this.bytesAt(address, width, this.loadFault);
    return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }
  store(address: bigint, width: number, value: bigint): void {
    this.bytesAt(address, width, Cause.storeAccessFault);
    for (let index = 0; index < width; index++) {
      this.written.set(Number(address) + index, Number((value >> BigInt(8 * index)) & 0xffn));
    }
  }
  reserve(): void {}
  takeReservation(): boolean {
    return false;
  }
  accessCsr(): bigint {
    throw new Error('not generated');
  }
  system(): bigint {
    throw new Error('not generated');
  }

  private bytesAt(address: bigint, width: number, fault: number): Uint8Array {
    const store = fault === Cause.storeAccessFault;
    const isMemory = (at: bigint): boolean => {
      const inRam = at >= BigInt(RAM) && at < BigInt(RAM + SIZE);
      const inRom = at >= 0x1000n && at < 0x1_0000n;
      return inRam || (inRom && !store);
    };
    if (!isMemory(address)) throw new AccessFault(fault, address);
    const last = BigInt.asUintN(64, address + BigInt(width - 1));
    // An access across two pages faults at the first byte that is not memory.
    if (!isMemory(last)) throw new AccessFault(fault, last & ~0xfffn);
    return machine.readPhysical(Number(address), width)!;
  }
}

const pure = (row: Row): boolean => !['csr', 'system', 'storeConditional'].includes(row.meaning.kind);

/** Values near RAM, so that loads and stores find memory, its ends and page boundaries. */
const arbitraryPointer = (): fc.Arbitrary<bigint> =>
  fc
    .oneof(
      fc.integer({ min: 0x1000, max: SIZE - 1 }),
      fc.constantFrom(-8, -1, 0, SIZE - 8, SIZE - 7, SIZE - 1, SIZE, 0x5ffd, 0x5ff9, 0x6000),
    )
    .map((offset) => BigInt(RAM + offset));

const OFFSETS = [0x400, 0x402, 0xffc, 0xffe];

function step(word: number, length: number, offset: number, values: readonly bigint[]): void {
  const decoded = decode(word);
  if (!decoded || !pure(decoded.row)) return;
  const pc = BigInt(RAM + offset);
  values.forEach((value, index) => hart.writeRegister(index + 1, value));
  hart.privilege = 3;
  hart.pc = pc;
  hart.writeCsr(MTVEC, HANDLER);
  const bytes = new Uint8Array(new Uint32Array([word]).buffer).slice(0, length);
  assert(machine.writePhysical(RAM + offset, bytes));

  const oracle = new Oracle(
    pc,
    decoded.row.meaning.kind === 'amo' ? Cause.storeAccessFault : Cause.loadAccessFault,
  );
  let fault: { code: number; value: bigint } | undefined;
  try {
    evaluateRow(decoded, oracle);
  } catch (thrown) {
    if (!(thrown instanceof AccessFault || thrown instanceof EvaluationTrap)) throw thrown;
    fault = { code: thrown.code, value: thrown.value };
  }

  const { instant, harts } = machine;
  const { retired } = harts[0];
  assert.deepEqual(machine.run(instant + 1), { kind: 'limit' });
  assert.equal(machine.instant, instant + 1);
  assert.equal(hart.retired, retired + (fault ? 0 : 1));
  const registers = Array.from({ length: 32 }, (_, index) => hart.readRegister(index));
  if (fault) {
    assert.equal(hart.pc, HANDLER);
    assert.equal(hart.readCsr(MCAUSE), BigInt(fault.code));
    assert.equal(hart.readCsr(MTVAL), fault.value);
  } else {
    assert.equal(hart.pc, oracle.pc & ~1n);
    for (const [address, byte] of oracle.written) assert.equal(machine.readPhysical(address, 1)![0], byte);
  }
  assert.deepEqual(registers, oracle.registers);
}

const values = fc.array(fc.oneof(arbitraryValue(), arbitraryPointer()), { minLength: 31, maxLength: 31 });

for (const row of rows.filter(pure)) {
  test(`${row.name}: the interpreter agrees with the reference evaluator`, () => {
    fc.assert(
      fc.property(
        arbitraryOperands(row),
        fc.constantFrom(...OFFSETS),
        values,
        (operands, offset, registers) => {
          step(encode(row, operands), 4, offset, registers);
        },
      ),
      { numRuns: 100 },
    );
  });
}

for (const row of compressedRows) {
  test(`${row.name}: the interpreter agrees with the reference evaluator`, () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffff }), fc.constantFrom(...OFFSETS), values, (bits, offset, registers) => {
        step((bits & ~row.mask) | row.match, 2, offset, registers);
      }),
      { numRuns: 60 },
    );
  });
}
