import { hex } from '../../base/integers';
import { evaluate } from '../../isa/evaluate';
import { LINE_SIZE } from '../../machine/timing/core';
import type { Level, TimingLook } from '../../machine/timing/look';
import { Privilege, type Hart, type Machine } from '../../machine/types';
import { instructionWord } from '../unwind/code';
import { decode } from '../../isa/decode';
import { satpOf } from './cpu-state';
import type { System } from '../system';

/** What an instruction would take if it were the next to be done, and why. */
export interface InstructionCost {
  readonly cycles: number;
  /** One for each thing that is waited for, or that is at hand. */
  readonly reasons: readonly string[];
}

/** What the next instruction of a CPU takes; undefined: time is not modelled, or there is no instruction. Traps are not foreseen. */
export function nextInstructionCost(system: System, hart: Hart): InstructionCost | undefined {
  const { machine } = system;
  const { timing } = machine;
  const word = timing && instructionWord(system.spaceOf(hart), hart.pc);
  const instruction = word === undefined ? undefined : decode(word);
  if (!timing || !instruction) return undefined;
  const sum = new Sum(timing, machine, hart);
  sum.fetch(hart.pc);
  const { meaning } = instruction.row;
  const leaves = {
    rs1: hart.readRegister(instruction.rs1),
    rs2: hart.readRegister(instruction.rs2),
    imm: BigInt(instruction.imm),
    pc: hart.pc,
    next: hart.pc + BigInt(instruction.length),
  };
  if (meaning.kind === 'load' || meaning.kind === 'store')
    sum.access(meaning.kind, evaluate(meaning.address, leaves));
  else if (meaning.kind === 'loadReserved') sum.access('load', leaves.rs1);
  else if (meaning.kind === 'amo' || meaning.kind === 'storeConditional') sum.access('store', leaves.rs1);
  else if (meaning.kind === 'branch') sum.branch(evaluate(meaning.condition, leaves) !== 0n);
  return { cycles: 1 + sum.stalls, reasons: sum.reasons };
}

const places: Readonly<Record<Level, string>> = {
  first: 'is in the L1 cache',
  second: 'is in the L2 cache, not in L1',
  memory: 'is in no cache: it comes from memory',
};

class Sum {
  stalls = 0;
  readonly reasons: string[] = [];

  constructor(
    private readonly timing: TimingLook,
    private readonly machine: Machine,
    private readonly hart: Hart,
  ) {}

  fetch(pc: bigint): void {
    const physical = this.translate(pc, 'instructions');
    if (physical !== undefined && this.timing.core.caches) this.line('instructions', physical);
  }

  access(kind: 'load' | 'store', address: bigint): void {
    const physical = this.translate(address, 'data');
    if (physical === undefined) return;
    const { prices, caches } = this.timing.core;
    if (!this.machine.readPhysical(physical, 1)) this.add(prices.memory, 'a register of a device');
    else if (!caches) this.add(prices.memory, `a ${kind} of memory`);
    else this.line('data', physical);
  }

  branch(taken: boolean): void {
    const { timing, hart } = this;
    if (!timing.core.caches) return;
    const foreseen = timing.foresees(hart.id, hart.pc);
    const words = taken ? 'taken' : 'not taken';
    if (foreseen === taken) this.reasons.push(`the branch is ${words}, as foreseen`);
    else this.add(timing.core.prices.misprediction, `the branch is ${words}, which is not what was foreseen`);
  }

  private translate(address: bigint, kind: 'data' | 'instructions'): number | undefined {
    const { hart, machine, timing } = this;
    const satp = hart.privilege === Privilege.machine ? 0n : satpOf(hart);
    const { physical } = machine.walk(satp, address);
    if (physical === undefined || satp >> 60n === 0n) return physical;
    if (!timing.hasPage(hart.id, address, kind)) {
      this.add(
        timing.core.prices.walk,
        `the page of ${hex(address)} is not in the TLB: its page table is walked`,
      );
    }
    return physical;
  }

  private line(kind: 'data' | 'instructions', physical: number): void {
    const { timing, hart } = this;
    const level = timing.levelOf(hart.id, physical, kind);
    const { second, memory } = timing.core.prices;
    const price = { first: 0, second, memory }[level];
    const line = hex(physical - (physical % LINE_SIZE));
    this.add(price, `the line ${kind === 'data' ? '' : 'of instructions '}${line} ${places[level]}`);
  }

  private add(price: number, words: string): void {
    this.stalls += price;
    this.reasons.push(price === 0 ? words : `${words}, ${price} cycles`);
  }
}
