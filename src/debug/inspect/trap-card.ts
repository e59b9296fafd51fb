import { hex } from '../../base/integers';
import { causeName } from '../../isa/causes';
import { csrNumber } from '../../isa/csrs';
import { abiNames } from '../../isa/registers';
import { Privilege } from '../../machine/types';
import { modeOf, type Mode, type System } from '../system';
import type { Thread } from '../threads';
import type { LoggedTrap } from '../traps/trap-log';
import { isSaving } from '../unwind/stacks';
import { handledTrap, type HandledTrap } from './handled-trap';

/** Something that the hardware changed as it took a trap. */
export interface Change {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** A register that the kernel saved, and where. */
export interface SavedRegister {
  readonly name: string;
  readonly address: bigint;
  readonly value: bigint;
}

/** A trap from the hardware's part through the kernel's to the return from it. */
export interface TrapCard {
  readonly headline: string;
  /** What the hardware did, all at once. */
  readonly hardware: readonly Change[];
  /** What the kernel has saved in the trap frame; empty while it has not finished. */
  readonly saved: readonly SavedRegister[];
  /** Where the trap frame is; undefined for a kernel without one. */
  readonly frame: bigint | undefined;
  /** What return-from-trap will make of the CPU, as things are now. */
  readonly restores: readonly Change[];
}

/** Bits of mstatus and sstatus (privileged specification, "Machine Status"). */
const SIE = 1n << 1n;
const MIE = 1n << 3n;
const SPIE = 1n << 5n;
const SPP = 1n << 8n;
const SSTATUS = csrNumber('sstatus')!;

/** The trap because of which a thread is in the kernel, or in machine mode; undefined when it is not there because of one. */
export function trapCard(system: System, thread: Thread): TrapCard | undefined {
  const handled = handledTrap(system, thread);
  if (!handled) return undefined;
  const { headline, taken } = handled;
  const hardware = taken ? changesOf(taken) : changesAsKept(system, thread, handled);
  const to = modeOf(taken?.to ?? Privilege.supervisor);
  if (!handled.isOfProgram) {
    const { from = Privilege.supervisor, epc = 0n, statusBefore = 0n } = taken ?? {};
    const enables = to === 'machine' ? MIE : SIE;
    const isOn = (statusBefore & enables) !== 0n;
    return {
      headline,
      hardware,
      saved: [],
      frame: undefined,
      restores: restores(thread, to, modeOf(from), epc, isOn),
    };
  }
  const { process, hart } = thread;
  const { kernel } = system;
  const frame = process && kernel?.trapFrame(process);
  const names = kernel?.description.trapFrame;
  const saving = process !== undefined && hart !== undefined && isSaving(system, process, hart);
  const epc = (saving || names === undefined ? undefined : frame?.number(names.pc)) ?? handled.facts.epc;
  const status = statusOf(system, thread, saving);
  return {
    headline,
    hardware,
    saved: frame && !saving ? savedRegisters(frame, names?.pc) : [],
    frame: frame?.address,
    restores: [
      ...restores(thread, to, (status & SPP) === 0n ? 'user' : 'kernel', epc, (status & SPIE) !== 0n),
      ...(frame
        ? [{ what: 'x1 to x31', before: 'the kernel’s', after: 'those saved in the trap frame' }]
        : []),
    ],
  };
}

/** What return-from-trap makes of the CPU. */
const restores = (
  { hart }: Thread,
  mode: Mode,
  after: Mode,
  epc: bigint,
  isOn: boolean,
): readonly Change[] => [
  { what: 'mode', before: mode, after },
  { what: 'pc', before: hart ? hex(hart.pc) : 'does not run', after: hex(epc) },
  { what: `interrupts (${mode === 'machine' ? 'MIE' : 'SIE'})`, before: 'off', after: isOn ? 'on' : 'off' },
];

/** sstatus as the kernel keeps it, or as it is while it has not been kept. */
function statusOf(system: System, { process, hart }: Thread, saving: boolean): bigint {
  const name = system.kernel?.description.trapFrame.status;
  const frame = process && system.kernel?.trapFrame(process);
  const kept = name === undefined || saving ? undefined : frame?.number(name);
  if (kept !== undefined) return kept;
  const taken = process && system.traps.ofProgram(process);
  return taken?.statusAfter ?? hart?.readCsr(SSTATUS) ?? 0n;
}

/** Of the trap before this one: nobody has kept it. */
const BEFORE = '—';

/** Privileged specification, "Supervisor Trap Handling" and "Machine Trap Handling": what a trap writes. */
function changesOf(trap: LoggedTrap): readonly Change[] {
  const { from, to, epc, cause, interrupt, value, handler, statusBefore, statusAfter } = trap;
  const isMachine = to === Privilege.machine;
  const prefix = isMachine ? 'm' : 's';
  const letter = prefix.toUpperCase();
  const enable = isMachine ? MIE : SIE;
  const wasOn = (statusBefore & enable) !== 0n;
  const isOn = (statusAfter & enable) !== 0n;
  return [
    { what: 'mode', before: modeOf(from), after: modeOf(to) },
    { what: 'pc', before: hex(epc), after: hex(handler) },
    { what: `${prefix}epc`, before: BEFORE, after: hex(epc) },
    { what: `${prefix}cause`, before: BEFORE, after: causeInWords(cause, interrupt) },
    { what: `${prefix}tval`, before: BEFORE, after: hex(value) },
    { what: `${prefix}status.${letter}PP`, before: BEFORE, after: `${from} (${modeOf(from)})` },
    { what: `${prefix}status.${letter}PIE`, before: BEFORE, after: wasOn ? '1 (were on)' : '0 (were off)' },
    { what: `${prefix}status.${letter}IE`, before: wasOn ? '1' : '0', after: isOn ? '1 (on)' : '0 (off)' },
  ];
}

/** The same of a trap that nobody saw, by what the kernel has kept of it. */
function changesAsKept(system: System, thread: Thread, { facts }: HandledTrap): readonly Change[] {
  const status = statusOf(system, thread, false);
  const from = (status & SPP) === 0n ? 'user' : 'kernel';
  const wasOn = (status & SPIE) !== 0n;
  return [
    { what: 'mode', before: from, after: 'kernel' },
    { what: 'sepc', before: BEFORE, after: hex(facts.epc) },
    { what: 'scause', before: BEFORE, after: causeInWords(facts.cause, facts.interrupt) },
    { what: 'stval', before: BEFORE, after: hex(facts.value) },
    { what: 'sstatus.SPP', before: BEFORE, after: from === 'user' ? '0 (user)' : '1 (kernel)' },
    { what: 'sstatus.SPIE', before: BEFORE, after: wasOn ? '1 (were on)' : '0 (were off)' },
    { what: 'sstatus.SIE', before: wasOn ? '1' : '0', after: '0 (off)' },
  ];
}

const causeInWords = (cause: number, interrupt: boolean): string =>
  `${interrupt ? 'interrupt ' : ''}${cause} (${causeName(cause, interrupt)})`;

function savedRegisters(
  frame: { addressOf(field: string): bigint | undefined; number(field: string): bigint | undefined },
  pc: string | undefined,
): SavedRegister[] {
  return [...(pc === undefined ? [] : [pc]), ...abiNames.slice(1)].flatMap((name) => {
    const [address, value] = [frame.addressOf(name), frame.number(name)];
    return address === undefined || value === undefined ? [] : [{ name, address, value }];
  });
}
