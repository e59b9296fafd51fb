import { hex, toUnsigned64 } from '../../base/integers';
import { decode } from '../../isa/decode';
import { Register, abiNames, registerNumber } from '../../isa/registers';
import type { Decoded } from '../../isa/row';
import { csrNumber } from '../../isa/csrs';
import type { Hart } from '../../machine/types';
import { functionNames } from '../kernels/function-names';
import type { Kernel } from '../kernels/kernel';
import type { System } from '../system';
import { instructionWord } from '../unwind/code';
import type { CodeFrame } from '../unwind/frames';

/** Something on a line that a step can go into. */
export interface StepTarget {
  readonly label: string;
  /** Of the instruction that calls, or traps. */
  readonly address: bigint;
  /** `trap`: to where the hardware goes; `systemCall`: on to the kernel's function for the call. */
  readonly kind: 'call' | 'trap' | 'systemCall';
  readonly column?: number;
}

const A7 = registerNumber('a7')!;
const STVEC = csrNumber('stvec')!;

/** The calls and ecalls that are still to come on the line that a frame, the newest of its thread, is at. */
export function stepTargets(system: System, frame: CodeFrame): StepTarget[] {
  const { image, pc, line } = frame;
  const found = image?.functionAt(pc);
  if (!image || !line || !found) return [];
  const end = pc - found.offset + BigInt(image.symbols.sizeOfFunction(found.symbol.address));
  const targets: StepTarget[] = [];
  let before: Decoded | undefined;
  for (let at = pc; at < end;) {
    const word = instructionWord(frame.space, at);
    const instruction = word === undefined ? undefined : decode(word);
    if (!instruction) break;
    const place = image.lineAt(at);
    if (place?.line === line.line && place.file === line.file) {
      const column = place.column > 0 ? { column: place.column } : {};
      for (const target of targetsAt(system, frame, at, instruction, before)) {
        targets.push({ ...target, address: at, ...column });
      }
    }
    before = instruction;
    at += BigInt(instruction.length);
  }
  return targets;
}

function targetsAt(
  system: System,
  frame: CodeFrame,
  at: bigint,
  instruction: Decoded,
  before: Decoded | undefined,
): Pick<StepTarget, 'label' | 'kind'>[] {
  const { row, rd } = instruction;
  if (row.name === 'ecall') return ecall(system, frame, at);
  if ((row.name !== 'jal' && row.name !== 'jalr') || rd !== Register.ra) return [];
  const to = destination(frame, at, instruction, before);
  if (to === undefined) return [{ label: `where ${abiNames[instruction.rs1]} points`, kind: 'call' }];
  return [{ label: frame.image?.nameOf(to) ?? hex(to), kind: 'call' }];
}

/** Where a call goes, as far as that is known before the instructions in front of it have been executed. */
function destination(
  frame: CodeFrame,
  at: bigint,
  { row, imm, rs1 }: Decoded,
  before: Decoded | undefined,
): bigint | undefined {
  if (row.name === 'jal') return toUnsigned64(at + BigInt(imm));
  if (before?.row.name === 'auipc' && before.rd === rs1) {
    return toUnsigned64(at - BigInt(before.length) + BigInt(before.imm) + BigInt(imm));
  }
  const base = at === frame.pc ? frame.registers.read(rs1) : undefined;
  return base === undefined ? undefined : toUnsigned64(base + BigInt(imm));
}

/** The symbol of where traps from programs go, of those that it can be. */
function vectorOn(kernel: Kernel, hart: Hart): string | undefined {
  const names = functionNames(kernel.description.traps.vector);
  const now = kernel.image.nameOf(hart.readCsr(STVEC) ?? 0n);
  return names.find((name) => name === now) ?? names[0];
}

function ecall(system: System, frame: CodeFrame, at: bigint): Pick<StepTarget, 'label' | 'kind'>[] {
  const { kernel } = system;
  const vector = kernel && vectorOn(kernel, system.machine.current);
  const trap = {
    label: `the trap vector${vector === undefined ? '' : `: ${vector}`}`,
    kind: 'trap',
  } as const;
  if (frame.mode !== 'user' || kernel?.description.traps.systemCalls === undefined) return [trap];
  const number = at === frame.pc ? frame.registers.read(A7) : undefined;
  const address = number === undefined ? undefined : kernel.systemCallFunction(number);
  // Of a number that the kernel does not know there is no function to go into.
  if (number !== undefined && address === undefined) return [trap];
  const name = address === undefined ? '' : `: ${kernel.image.nameOf(address) ?? hex(address)}`;
  const call = number === undefined ? '' : ` ${kernel.systemCalls.nameOf(number)}`;
  return [trap, { label: `the kernel's function for the system call${call}${name}`, kind: 'systemCall' }];
}
