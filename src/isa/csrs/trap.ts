/** Fields of the registers about traps, alike for machine and supervisor mode (privileged specification, mtvec, mcause, mip, mie, medeleg, mideleg). */
import { hex } from '../../base/integers';
import { causeName, exceptions, Interrupt, interruptName, interrupts } from '../causes';
import { field, flag, words } from './csr';
import type { CsrField } from './csr';

export const vectorFields: readonly CsrField[] = [
  field(
    'MODE',
    0,
    2,
    'Whether interrupts have handlers of their own.',
    words({ 0: 'direct: all traps go to BASE', 1: 'vectored: interrupts go to BASE + 4 * cause' }),
  ),
  field('BASE', 2, 62, 'Address of the trap handler, without its last two bits (which are 0).', (value) =>
    hex(value << 2n),
  ),
];

export const causeFields: readonly CsrField[] = [
  field('Exception Code', 0, 63, 'What caused the last trap.', (value, whole) =>
    causeName(Number(value), whole >> 63n !== 0n),
  ),
  flag(
    'Interrupt',
    63,
    'Whether the last trap was an interrupt.',
    'exception: the instruction itself trapped',
    'interrupt: it came from outside',
  ),
];

const ofSupervisor = (code: number): boolean =>
  code === Interrupt.supervisorSoftware ||
  code === Interrupt.supervisorTimer ||
  code === Interrupt.supervisorExternal;

/** `SSIP`, `MTIE` ...: the interrupt's initials, then the suffix. */
const initials = (name: string): string => {
  const [mode, source] = name.split(' ');
  return `${mode[0]}${source[0].toUpperCase()}`;
};

const interruptBits = (suffix: string, doc: string, clear: string, set: string): CsrField[] =>
  interrupts.map(({ code, name }) => flag(initials(name) + suffix, code, `${name} ${doc}.`, clear, set));

export const mipFields: readonly CsrField[] = interruptBits(
  'IP',
  'is pending: it waits to be taken',
  'not pending',
  'pending',
);
export const mieFields: readonly CsrField[] = interruptBits('IE', 'is enabled', 'disabled', 'enabled');
export const sipFields = mipFields.filter(({ low }) => ofSupervisor(low));
export const sieFields = mieFields.filter(({ low }) => ofSupervisor(low));

const delegation = (code: number, name: string): CsrField =>
  flag(
    name,
    code,
    `${name}: which mode takes the trap, if it happens below machine mode.`,
    'machine mode',
    'supervisor mode',
  );

export const medelegFields: readonly CsrField[] = exceptions.map(({ code, name }) => delegation(code, name));
export const midelegFields: readonly CsrField[] = interrupts
  .filter(({ code }) => ofSupervisor(code))
  .map(({ code }) => delegation(code, interruptName(code)));
