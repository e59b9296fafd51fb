import { csrNumber } from '../../isa/csrs';
import { exceptions, interrupts, type CauseDescription } from '../../isa/causes';
import type { Hart } from '../../machine/types';
import type { History } from '../events/history';
import type { Mode, System } from '../system';

/** What happens when the hardware takes a trap of one cause, and how often it has. */
export interface TrapTableEntry extends CauseDescription {
  readonly interrupt: boolean;
  /** The mode that takes it when it comes from user mode: medeleg and mideleg decide. */
  readonly takenIn: Exclude<Mode, 'user'>;
  /** Where the hardware jumps (stvec or mtvec); undefined while no vector is installed. */
  readonly vector: bigint | undefined;
  /** The kernel's function that handles it, read from the kernel's table; undefined where there is no table, or it is empty. */
  readonly handler: bigint | undefined;
  /** How often since reset. */
  readonly count: number;
}

const MEDELEG = csrNumber('medeleg')!;
const MIDELEG = csrNumber('mideleg')!;
const MTVEC = csrNumber('mtvec')!;
const STVEC = csrNumber('stvec')!;

/** Every cause of traps as the CPU's registers and the kernel's memory have it now. */
export function trapTable(system: System, history: History, hart: Hart): TrapTableEntry[] {
  const read = (csr: number): bigint => hart.readCsr(csr) ?? 0n;
  const entry = (description: CauseDescription, interrupt: boolean): TrapTableEntry => {
    const { code } = description;
    const delegated = ((read(interrupt ? MIDELEG : MEDELEG) >> BigInt(code)) & 1n) === 1n;
    const takenIn = delegated ? 'kernel' : 'machine';
    return {
      ...description,
      interrupt,
      takenIn,
      vector: vectorFor(read(delegated ? STVEC : MTVEC), code, interrupt),
      handler: takenIn === 'kernel' ? system.kernel?.trapHandler(code, interrupt) : undefined,
      count: history.count(interrupt, code),
    };
  };
  return [...exceptions.map((one) => entry(one, false)), ...interrupts.map((one) => entry(one, true))];
}

/** Privileged specification, "Machine Trap-Vector Base-Address Register": mode 1 gives each interrupt an entry of its own. */
function vectorFor(tvec: bigint, code: number, interrupt: boolean): bigint | undefined {
  const base = tvec & ~3n;
  if (base === 0n) return undefined;
  return (tvec & 3n) === 1n && interrupt ? base + 4n * BigInt(code) : base;
}
