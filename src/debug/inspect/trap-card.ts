import { hex } from '../../base/integers';
import { causeName } from '../../isa/causes';
import { csrNumber } from '../../isa/csrs';
import { abiNames } from '../../isa/registers';
import { Privilege, type Trap } from '../../machine/types';
import { modeOf, type System } from '../system';
import type { Thread } from '../threads';
import { headlineOf, isSaving, trapOf } from '../unwind/stacks';
import type { TrapFacts } from '../traps/words';

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

const SSTATUS = csrNumber('sstatus')!;
const STVEC = csrNumber('stvec')!;
const SPP = 1n << 8n;
const SPIE = 1n << 5n;

/** The trap because of which a thread is in the kernel; undefined when it is not there because of one. */
export function trapCard(system: System, thread: Thread): TrapCard | undefined {
  const { process, hart } = thread;
  if (!process || (!hart && system.kernel?.neverRan(process) === true)) return undefined;
  const facts = trapOf(system, process, hart);
  if (!facts) return undefined;
  const frame = system.kernel?.trapFrame(process);
  const names = system.kernel?.description.trapFrame;
  const saving = hart !== undefined && isSaving(system, process, hart);
  const kept = names?.status === undefined ? undefined : frame?.number(names.status);
  const status = (saving || kept === undefined ? hart?.readCsr(SSTATUS) : kept) ?? 0n;
  const logged = hart && system.traps.of(hart);
  const trap = logged && isSame(logged, facts) ? logged : undefined;
  const last = trap?.to ?? Privilege.supervisor;
  const registers = frame && !saving ? savedRegisters(frame, names?.pc) : [];
  return {
    headline: headlineOf(system, process, hart) ?? causeName(facts.cause, facts.interrupt),
    hardware: hardwareChanges(facts, status, modeOf(last), hart?.readCsr(STVEC)),
    saved: registers,
    frame: frame?.address,
    restores: [
      { what: 'mode', before: modeOf(last), after: (status & SPP) === 0n ? 'user' : 'kernel' },
      { what: 'pc', before: hart ? hex(hart.pc) : 'does not run', after: hex(facts.epc) },
      { what: 'interrupts (SIE)', before: 'off', after: (status & SPIE) === 0n ? 'off' : 'on' },
      ...(frame
        ? [{ what: 'x1 to x31', before: 'the kernel’s', after: 'those saved in the trap frame' }]
        : []),
    ],
  };
}

/** The kernel moves the saved pc behind an ecall; the rest tells one trap from another. */
const isSame = (trap: Trap, facts: TrapFacts): boolean =>
  trap.cause === facts.cause && trap.interrupt === facts.interrupt && facts.epc - trap.epc <= 4n;

/** Privileged specification, "Supervisor Trap Handling": what a trap into supervisor mode writes. */
function hardwareChanges(
  facts: TrapFacts,
  status: bigint,
  to: string,
  vector: bigint | undefined,
): readonly Change[] {
  const from = (status & SPP) === 0n ? 'user' : 'kernel';
  // Of the trap before this one: nobody has kept it.
  const before = '—';
  return [
    { what: 'mode', before: from, after: to },
    ...(vector === undefined ? [] : [{ what: 'pc', before: hex(facts.epc), after: hex(vector & ~3n) }]),
    { what: 'sepc', before, after: hex(facts.epc) },
    {
      what: 'scause',
      before,
      after: `${facts.interrupt ? 'interrupt ' : ''}${facts.cause} (${causeName(facts.cause, facts.interrupt)})`,
    },
    { what: 'stval', before, after: hex(facts.value) },
    { what: 'sstatus.SPP', before, after: from === 'user' ? '0 (user)' : '1 (kernel)' },
    { what: 'sstatus.SPIE', before, after: (status & SPIE) === 0n ? '0 (were off)' : '1 (were on)' },
    { what: 'sstatus.SIE', before: (status & SPIE) === 0n ? '0' : '1', after: '0 (off)' },
  ];
}

function savedRegisters(
  frame: { addressOf(field: string): bigint | undefined; number(field: string): bigint | undefined },
  pc: string | undefined,
): SavedRegister[] {
  return [...(pc === undefined ? [] : [pc]), ...abiNames.slice(1)].flatMap((name) => {
    const [address, value] = [frame.addressOf(name), frame.number(name)];
    return address === undefined || value === undefined ? [] : [{ name, address, value }];
  });
}
