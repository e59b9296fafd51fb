import { hex } from '../../base/integers';
import { Cause, causeDoc, causeName } from '../../isa/causes';
import { missingExtension } from '../../isa/missing-extension';
import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import { modeOf, type System } from '../system';
import { hasAddress, isSystemCall } from '../traps/words';
import { ranBehind } from './ran-behind';

/** What happened, why, whose instruction it was, and what comes next: a few sentences for somebody who is learning it. */
export function explainTrap(system: System, hart: Hart, trap: Trap): string {
  const { cause, interrupt, epc, value, from, to, handler } = trap;
  const prefix = to === Privilege.machine ? 'm' : 's';
  const image = system.imageOn(hart, handler);
  const vector = image?.nameOf(handler) ?? hex(handler);
  const sentences = [
    `${causeName(cause, interrupt)} (cause ${cause}${interrupt ? ', an interrupt' : ''}): ${causeDoc(cause, interrupt)}`,
    interrupt
      ? `It came from outside, between two instructions of ${whoRan(system, hart, from)}; the one at pc ${place(system, hart, epc)} waits.`
      : `The instruction at pc ${place(system, hart, epc)} of ${whoRan(system, hart, from)} caused it.`,
    ...missing(trap),
    ...endless(system, hart, trap),
    ...(hasAddress(trap)
      ? [`The trap value (${prefix}tval) is the address that it was about: ${hex(value)}.`]
      : []),
    `The hardware has put that pc into ${prefix}epc and the mode before into ${prefix}status, gone to ${modeOf(to)} mode, and jumped to ${vector}, where ${prefix}tvec points.`,
    next(trap),
  ];
  return sentences.join(' ');
}

/** The instruction is one that other machines have. */
function missing({ cause, interrupt, value }: Trap): string[] {
  const isIllegal = !interrupt && cause === Cause.illegalInstruction;
  const extension = isIllegal ? missingExtension(Number(value & 0xffff_ffffn)) : undefined;
  return extension === undefined ? [] : [`It is of ${extension}, which this machine does not have.`];
}

/** A program that has no end comes upon what is no instruction of its own. */
function endless(system: System, hart: Hart, trap: Trap): string[] {
  if (trap.interrupt || trap.from !== Privilege.user || isSystemCall(trap)) return [];
  const process = system.running(hart);
  const image = process && system.programOf(process);
  const behind = image && ranBehind(image, trap.epc);
  return behind === undefined ? [] : [`The program ${behind}.`];
}

/** The same for the way back. */
export function explainReturn(
  system: System,
  hart: Hart,
  { from, pc }: TrapReturn,
  call: string | undefined,
): string {
  const name = from === Privilege.machine ? 'mret' : 'sret';
  const who = whoRan(system, hart, Privilege.user);
  const result = call === undefined ? '' : ` The system call is done: ${call}; its result is in a0.`;
  return `The kernel has put the registers back and executed ${name}: the mode is user again, and the pc is that of ${who}.${result} Next runs its instruction at ${place(system, hart, pc)}.`;
}

function next(trap: Trap): string {
  if (isSystemCall(trap)) {
    return 'Next the kernel saves the registers of the program, looks into a7 for what is wanted, does it, and puts the result into a0.';
  }
  if (trap.interrupt) {
    return 'Next the kernel saves the registers of the program, serves the interrupt, and goes back to where it was, or to another process.';
  }
  return trap.from === Privilege.user
    ? 'Next the kernel saves the registers of the program and, if it cannot mend the matter, ends the process.'
    : 'It happened in the kernel itself, which most likely gives up.';
}

function whoRan(system: System, hart: Hart, mode: Privilege): string {
  const process = system.running(hart);
  const where = `${modeOf(mode)} mode`;
  return process ? `process ${process.pid} (${process.name}), in ${where}` : `cpu ${hart.id}, in ${where}`;
}

function place(system: System, hart: Hart, pc: bigint): string {
  const image = system.imageOn(hart, pc);
  const name = image?.nameOf(pc);
  return name === undefined ? hex(pc) : `${hex(pc)} <${name}>`;
}
