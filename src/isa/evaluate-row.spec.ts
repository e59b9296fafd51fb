import { Register } from './registers';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryValue, arbitraryWord } from './arbitraries';
import { Cause } from './causes';
import { decode } from './decode';
import { encode } from './encode';
import type { Operands } from './encode';
import { EvaluationTrap, evaluateRow } from './evaluate-row';
import type { CsrAccess, EvaluationState } from './evaluate-row';
import { rowNamed } from './rows';

/** Registers and a sparse memory; it notes what it was asked. */
class TestState implements EvaluationState {
  pc = 0x1000n;
  readonly registers = new Array<bigint>(32).fill(0n);
  readonly memory = new Map<bigint, number>();
  readonly csrAccesses: CsrAccess[] = [];
  readonly notes: string[] = [];
  reservation: bigint | undefined;

  readRegister = (number: number): bigint => this.registers[number];
  writeRegister(number: number, value: bigint): void {
    assert.notEqual(number, 0);
    assert.equal(value, BigInt.asUintN(64, value));
    this.registers[number] = value;
  }
  load(address: bigint, width: number): bigint {
    let value = 0n;
    for (let n = width - 1; n >= 0; n--)
      value = (value << 8n) | BigInt(this.memory.get(address + BigInt(n)) ?? 0);
    return value;
  }
  store(address: bigint, width: number, value: bigint): void {
    assert.equal(value, BigInt.asUintN(width * 8, value));
    for (let n = 0; n < width; n++)
      this.memory.set(address + BigInt(n), Number((value >> BigInt(8 * n)) & 255n));
  }
  reserve(address: bigint): void {
    this.reservation = address;
  }
  takeReservation(address: bigint): boolean {
    const held = this.reservation === address;
    this.reservation = undefined;
    return held;
  }
  accessCsr(access: CsrAccess): bigint {
    this.csrAccesses.push(access);
    return 0x55n;
  }
  system(operation: string, _decoded: unknown, next: bigint): bigint {
    this.notes.push(operation);
    return operation === 'wfi' ? next : 0x8000_0000n;
  }
  fence = (): void => void this.notes.push('fence');
  fenceI = (): void => void this.notes.push('fenceI');
}

function run(state: TestState, name: string, operands: Operands): TestState {
  evaluateRow(decode(encode(rowNamed(name), operands))!, state);
  return state;
}

test('loads extend by sign or by zeros', () => {
  const expected: Record<string, bigint> = {
    lb: 0xffff_ffff_ffff_ff88n,
    lbu: 0x88n,
    lh: 0xffff_ffff_ffff_8788n,
    lhu: 0x8788n,
    lw: 0xffff_ffff_8586_8788n,
    lwu: 0x8586_8788n,
    ld: 0x8182_8384_8586_8788n,
  };
  for (const [name, value] of Object.entries(expected)) {
    const state = new TestState();
    state.registers[Register.a1] = 0x2008n;
    state.store(0x2000n, 8, 0x8182_8384_8586_8788n);
    run(state, name, { rd: Register.a0, rs1: Register.a1, imm: -8 });
    assert.equal(state.registers[Register.a0], value, name);
    assert.equal(state.pc, 0x1004n);
  }
});

test('stores write the low bytes only', () => {
  const state = new TestState();
  state.registers[Register.a0] = 0x1122_3344_5566_7788n;
  state.store(0n, 8, 2n ** 64n - 1n);
  run(state, 'sh', { rs2: Register.a0, imm: 2 });
  assert.equal(state.load(0n, 8), 0xffff_ffff_7788_ffffn);
});

test('jumps and branches', () => {
  const state = new TestState();
  state.registers[Register.a0] = 0x2001n;
  run(state, 'jalr', { rd: Register.a0, rs1: Register.a0, imm: 4 });
  assert.deepEqual([state.pc, state.registers[Register.a0]], [0x2004n, 0x1004n]);
  run(state, 'jal', { imm: -4 });
  assert.equal(state.pc, 0x2000n);
  run(state, 'bltu', { rs1: 0, rs2: Register.a0, imm: 0x20 });
  assert.equal(state.pc, 0x2020n);
  run(state, 'bge', { rs1: 0, rs2: Register.a0, imm: 0x20 });
  assert.equal(state.pc, 0x2024n);
});

test('a compressed call links to the instruction two bytes on', () => {
  const state = new TestState();
  state.registers[15] = 0x3000n;
  evaluateRow(decode(0x9782)!, state);
  assert.deepEqual([state.pc, state.registers[1]], [0x3000n, 0x1002n]);
});

test('atomic operations return the old value, and look at their width only', () => {
  const cases: readonly (readonly [string, old: bigint, operand: bigint, memory: bigint])[] = [
    ['amoswap.w', 1n, 2n, 2n],
    ['amoadd.w', 0xffff_ffffn, 1n, 0n],
    ['amoxor.w', 0b110n, 0b011n, 0b101n],
    ['amoand.w', 0b110n, 0b011n, 0b010n],
    ['amoor.w', 0b110n, 0b011n, 0b111n],
    ['amomin.w', 5n, 0x7_ffff_ffffn, 0xffff_ffffn],
    ['amomax.w', 5n, 0x7_ffff_ffffn, 5n],
    ['amominu.w', 5n, 0x7_0000_0001n, 1n],
    ['amomaxu.w', 5n, 0x7_ffff_ffffn, 0xffff_ffffn],
    ['amomin.d', 5n, 2n ** 64n - 1n, 2n ** 64n - 1n],
    ['amomaxu.d', 5n, 2n ** 63n, 2n ** 63n],
  ];
  for (const [name, old, operand, memory] of cases) {
    const width = name.endsWith('.w') ? 4 : 8;
    const state = new TestState();
    state.registers[Register.a1] = 0x2000n;
    state.registers[Register.a2] = operand;
    state.store(0x2000n, width, old);
    run(state, name, { rd: Register.a0, rs1: Register.a1, rs2: Register.a2, imm: 3 });
    assert.equal(state.load(0x2000n, 8), memory, name);
    assert.equal(state.registers[Register.a0], BigInt.asUintN(64, BigInt.asIntN(width * 8, old)), name);
  }
});

test('store conditional succeeds once', () => {
  const state = new TestState();
  state.registers[Register.a1] = 0x2000n;
  state.registers[Register.a2] = 7n;
  run(state, 'lr.d', { rd: Register.a0, rs1: Register.a1 });
  run(state, 'sc.d', { rd: Register.a0, rs1: Register.a1, rs2: Register.a2 });
  assert.deepEqual([state.registers[Register.a0], state.load(0x2000n, 8)], [0n, 7n]);
  state.registers[Register.a2] = 8n;
  run(state, 'sc.d', { rd: Register.a0, rs1: Register.a1, rs2: Register.a2 });
  assert.deepEqual([state.registers[Register.a0], state.load(0x2000n, 8)], [1n, 7n]);
});

test('misaligned atomic accesses trap and change nothing', () => {
  const causes = { 'lr.w': Cause.loadAddressMisaligned, 'sc.w': Cause.storeAddressMisaligned, 'amoadd.w': 6 };
  for (const [name, code] of Object.entries(causes)) {
    const state = new TestState();
    state.registers[Register.a1] = 0x2002n;
    assert.throws(
      () => run(state, name, { rd: Register.a0, rs1: Register.a1 }),
      (thrown) => thrown instanceof EvaluationTrap && thrown.code === code && thrown.value === 0x2002n,
    );
    assert.equal(state.pc, 0x1000n);
  }
});

test('CSR instructions read and write as their register numbers say', () => {
  const access = (name: string, operands: Operands): CsrAccess => {
    const state = new TestState();
    state.registers[Register.a1] = 9n;
    run(state, name, { ...operands, imm: 0x300 });
    assert.equal(state.registers[operands.rd ?? 0], operands.rd ? 0x55n : 0n);
    return state.csrAccesses[0];
  };
  const common = { number: 0x300 };
  assert.deepEqual(access('csrrw', { rd: Register.a0, rs1: Register.a1 }), { ...common, write: 'replace', operand: 9n, reads: true, writes: true }); // prettier-ignore
  assert.deepEqual(access('csrrw', { rs1: Register.a1 }), { ...common, write: 'replace', operand: 9n, reads: false, writes: true }); // prettier-ignore
  assert.deepEqual(access('csrrs', { rd: Register.a0 }), { ...common, write: 'set', operand: 0n, reads: true, writes: false }); // prettier-ignore
  assert.deepEqual(access('csrrci', { rs1: 31 }), { ...common, write: 'clear', operand: 31n, reads: true, writes: true }); // prettier-ignore
});

test('system instructions and fences are left to the machine', () => {
  const state = new TestState();
  run(state, 'wfi', {});
  assert.equal(state.pc, 0x1004n);
  run(state, 'fence', { imm: 0xff });
  run(state, 'fence.i', {});
  run(state, 'ecall', {});
  assert.equal(state.pc, 0x8000_0000n);
  assert.deepEqual(state.notes, ['wfi', 'fence', 'fenceI', 'ecall']);
});

test('no instruction fails on any operands, and pc stays even', () => {
  fc.assert(
    fc.property(arbitraryWord(), arbitraryValue(), arbitraryValue(), (word, one, other) => {
      const state = new TestState();
      const decoded = decode(word)!;
      for (let n = 1; n < 32; n++) state.registers[n] = n % 2 ? one : other;
      if (['amo', 'loadReserved'].includes(decoded.row.format)) state.registers.fill(one & ~7n, 1);
      evaluateRow(decoded, state);
      assert.equal(state.pc & 1n, 0n);
      assert.equal(state.pc, BigInt.asUintN(64, state.pc));
    }),
    { numRuns: 5000 },
  );
});
