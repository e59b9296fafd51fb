import fc from 'fast-check';
import { Cause } from '../../../isa/causes';
import type { EvaluationState } from '../../../isa/evaluate-row';
import { SimulatedMachine } from '../../simulated-machine';
import type { BoardOptions, EngineName } from '../../types';

/** A machine of RAM and ROM alone, in machine mode, and the reference evaluator's view of it. */
export const RAM = 0x8000_0000;
export const SIZE = 0x8000;
export const HANDLER = 0x8000_4000n;

export const bareMachine = (engine: EngineName, more: Partial<BoardOptions> = {}): SimulatedMachine =>
  new SimulatedMachine({ memory: SIZE, cpus: 1, engine, ...more }, () => ({
    mappings: [],
    input: {
      type() {},
      log: [],
      replay() {},
      feed() {},
      feedEnd() {},
      open: false,
      pending: 0,
      keeps: true,
      save: () => null,
      restore() {},
    },
    hasDisk: false,
    readDisk: () => undefined,
    advance() {},
    allWait: () => false,
    nothingDue: () => false,
    inputLines: () => 0,
    lines: () => 0,
    deadline: () => Infinity,
  }));
export const machine = bareMachine('interpreter');
export const [hart] = machine.harts;

/** The trap that a memory access outside RAM takes. */
export class AccessFault extends Error {
  constructor(
    readonly code: number,
    readonly value: bigint,
  ) {
    super('access fault');
  }
}

/** The oracle's machine: registers and memory as the machine has them when it is made, and what steps changed since. */
export class Oracle implements EvaluationState {
  readonly registers: bigint[];
  readonly written = new Map<number, number>();
  constructor(
    public pc: bigint,
    /** What a load faults with: an AMO needs to write, so it always takes the exception of a store. */
    private readonly loadFault: number = Cause.loadAccessFault,
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
    const bytes = machine.readPhysical(Number(address), width)!;
    return bytes.map((byte, index) => this.written.get(Number(address) + index) ?? byte);
  }
}

/** Values near RAM, so that loads and stores find memory, its ends and page boundaries. */
export const arbitraryPointer = (): fc.Arbitrary<bigint> =>
  fc
    .oneof(
      fc.integer({ min: 0x1000, max: SIZE - 1 }),
      fc.constantFrom(-8, -1, 0, SIZE - 8, SIZE - 7, SIZE - 1, SIZE, 0x5ffd, 0x5ff9, 0x6000),
    )
    .map((offset) => BigInt(RAM + offset));
