/** The reference evaluator against QEMU: one program of all computing, loading, storing, branching and atomic instructions, run by both. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryOperands, arbitraryValue } from './arbitraries';
import { decode } from './decode';
import { disassemble } from './disassemble';
import { encode } from './encode';
import type { Operands } from './encode';
import { evaluateRow } from './evaluate-row';
import type { EvaluationState } from './evaluate-row';
import type { Row } from './row';
import { rowNamed, rows } from './rows';

const QEMU = 'qemu-system-riscv64';
const SEED = 3;
const CASES_PER_ROW = 60;
const CODE = 0x8000_0000;
const DATA = 0x8010_0000;
const UART = 0x1000_0000;
const FINISHER = 0x10_0000;
const PASS = 0x5555;

function findQemu(): boolean {
  try {
    execFileSync(QEMU, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const skip = findQemu() ? false : `SKIPPED: ${QEMU} is not installed, nothing is compared with it`;

const RESULT = 5;
const ONE = 6;
const OTHER = 7;
const SLOT = 8;
const make = (name: string, operands: Operands): number => encode(rowNamed(name), operands);

/** Two doublewords of memory: operands before, results after. */
interface Case {
  readonly row: Row;
  readonly slot: readonly [bigint, bigint];
  /** Leaves RESULT, may change the slot's first doubleword, at the address in SLOT. */
  readonly code: readonly number[];
}

function codeOf(row: Row, imm: number): number[] | undefined {
  switch (row.meaning.kind) {
    case 'compute':
      return [encode(row, withRegisters(row, imm))];
    case 'load':
      return [encode(row, { rd: RESULT, rs1: SLOT, imm: imm & 7 & -row.meaning.width })];
    case 'store':
      return [encode(row, { rs1: SLOT, rs2: OTHER, imm: imm & 7 & -row.meaning.width })];
    case 'branch':
      return [make('addi', { rd: RESULT }), encode(row, { rs1: ONE, rs2: OTHER, imm: 8 }), make('addi', { rd: RESULT, imm: 1 })]; // prettier-ignore
    case 'jump':
      return row.format === 'j' ? [encode(row, { rd: RESULT, imm: 4 })] : undefined;
    case 'amo':
      return [encode(row, { rd: RESULT, rs1: SLOT, rs2: OTHER, imm: imm & 3 })];
    case 'storeConditional': {
      const reserve = row.name === 'sc.w' ? 'lr.w' : 'lr.d';
      return [make(reserve, { rd: ONE, rs1: SLOT }), encode(row, { rd: RESULT, rs1: SLOT, rs2: OTHER })];
    }
    default:
      return undefined;
  }
}

const withRegisters = ({ format }: Row, imm: number): Operands => {
  if (format === 'r') return { rd: RESULT, rs1: ONE, rs2: OTHER };
  return format === 'u' ? { rd: RESULT, imm } : { rd: RESULT, rs1: ONE, imm };
};

function makeCases(): Case[] {
  return rows.flatMap((row, index) => {
    const parameters = fc.tuple(arbitraryOperands(row), arbitraryValue(), arbitraryValue());
    return fc
      .sample(parameters, { numRuns: CASES_PER_ROW, seed: SEED + index })
      .flatMap(([{ imm }, one, other]): Case[] => {
        const code = codeOf(row, imm);
        return code ? [{ row, slot: [one, other], code }] : [];
      });
  });
}

/** Runs all cases over the slots, one behind the other, then sends the slots to the UART, byte by byte. */
function makeProgram(cases: readonly Case[]): number[] {
  const upper = (value: number): number => (value & ~0xfff) | 0;
  /** lui sign-extends: an address in RAM is a positive number. */
  const toSlots = [make('lui', { rd: SLOT, imm: upper(DATA) }), make('slli', { rd: SLOT, rs1: SLOT, imm: 32 }), make('srli', { rd: SLOT, rs1: SLOT, imm: 32 })]; // prettier-ignore
  const perCase = cases.flatMap(({ code }) => [
    make('ld', { rd: ONE, rs1: SLOT }),
    make('ld', { rd: OTHER, rs1: SLOT, imm: 8 }),
    ...code,
    make('sd', { rs1: SLOT, rs2: RESULT, imm: 8 }),
    make('addi', { rd: SLOT, rs1: SLOT, imm: 16 }),
  ]);
  const send = [
    make('addi', { rd: ONE, rs1: SLOT }),
    ...toSlots,
    make('lui', { rd: OTHER, imm: UART }),
    make('lbu', { rd: RESULT, rs1: SLOT }),
    make('sb', { rs1: OTHER, rs2: RESULT }),
    make('addi', { rd: SLOT, rs1: SLOT, imm: 1 }),
    make('bne', { rs1: SLOT, rs2: ONE, imm: -12 }),
    make('lui', { rd: OTHER, imm: FINISHER }),
    make('lui', { rd: RESULT, imm: upper(PASS) }),
    make('addi', { rd: RESULT, rs1: RESULT, imm: PASS & 0xfff }),
    make('sw', { rs1: OTHER, rs2: RESULT }),
  ];
  return [...toSlots, ...perCase, ...send];
}

function inQemu(code: Uint8Array, data: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-'));
  try {
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('code'), code);
    writeFileSync(file('data'), data);
    const load = (name: string, address: number): string[] => [
      '-device',
      `loader,file=${file(name)},addr=0x${address.toString(16)},force-raw=on`,
    ];
    const board = ['-machine', 'virt', '-bios', 'none', '-display', 'none', '-monitor', 'none'];
    const serial = ['-serial', `file:${file('out')}`];
    execFileSync(QEMU, [...board, ...serial, ...load('code', CODE), ...load('data', DATA)], {
      timeout: 60_000,
    });
    return readFileSync(file('out'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inEvaluator(code: Uint8Array, data: Uint8Array): Uint8Array {
  const ram = new DataView(new ArrayBuffer(DATA - CODE + data.length));
  new Uint8Array(ram.buffer).set(code);
  new Uint8Array(ram.buffer).set(data, DATA - CODE);
  const registers = new Array<bigint>(32).fill(0n);
  const output: number[] = [];
  let finished = false;
  let reserved = false;
  const state: EvaluationState = {
    pc: BigInt(CODE),
    readRegister: (number) => registers[number],
    writeRegister: (number, value) => void (registers[number] = value),
    load: (address, width) => BigInt.asUintN(8 * width, wide(ram, Number(address) - CODE, width)),
    store: (address, width, value) => {
      if (address === BigInt(UART)) output.push(Number(value));
      else if (address === BigInt(FINISHER)) finished = true;
      else for (let n = 0; n < width; n++) ram.setUint8(Number(address) - CODE + n, Number((value >> BigInt(8 * n)) & 255n)); // prettier-ignore
    },
    reserve: () => void (reserved = true),
    takeReservation: () => reserved,
    accessCsr: () => assert.fail('no CSR instructions here'),
    system: () => assert.fail('no system instructions here'),
  };
  while (!finished) evaluateRow(decode(ram.getUint32(Number(state.pc) - CODE, true))!, state);
  return Uint8Array.from(output);
}

const wide = (ram: DataView, offset: number, width: number): bigint => {
  let value = 0n;
  for (let n = width - 1; n >= 0; n--) value = (value << 8n) | BigInt(ram.getUint8(offset + n));
  return value;
};

test('the evaluator computes what QEMU computes', { skip }, () => {
  const cases = makeCases();
  const code = Uint8Array.from(makeProgram(cases).flatMap((word) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 255))); // prettier-ignore
  assert.ok(code.length < DATA - CODE);
  const data = new Uint8Array(BigUint64Array.from(cases.flatMap(({ slot }) => slot)).buffer);

  const theirs = inQemu(code, data);
  const ours = inEvaluator(code, data);
  assert.equal(theirs.length, data.length);
  const slotOf = (bytes: Uint8Array, n: number): string =>
    [...bytes.subarray(16 * n, 16 * n + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  cases.forEach(({ code: words, slot }, n) => {
    const text = words.map((word) => disassemble(decode(word)!, { address: 0n })).join('; ');
    const [one, other] = slot.map((value) => value.toString(16));
    assert.equal(slotOf(ours, n), slotOf(theirs, n), `${text} with 0x${one}, 0x${other}`);
  });
  assert.ok(cases.length > 70 * CASES_PER_ROW);
});
