import { PAGE_SIZE, Slot } from '../layout';
import type { PhysicalMemory } from '../physical-memory';
import { Access, type Pmp } from '../pmp';
import type { State } from '../state';
import { Status } from '../status';
import { Privilege } from '../stop';
import { Pte, type Sv39 } from '../sv39';
import { dataPrivilege } from '../tlb';
import type { Refusal } from './stretch';

/** Where an access would go. */
export interface Peeked {
  /** Place in the machine's memory. */
  readonly host: number;
  readonly physical: number;
  /** Absent: it is allowed. */
  readonly refusal?: Refusal;
}

/** Why an access would go nowhere that transient instructions follow. */
export type Blocked = 'fault' | 'device';

/** Translates without leaving a trace: no A, no D, no trap. */
export class Peek {
  constructor(
    private readonly state: State,
    private readonly memory: PhysicalMemory,
    private readonly sv39: Sv39,
    private readonly pmp: Pmp,
  ) {}

  /** Is an instruction's page executable as a whole, if it is at all? */
  isWhole(pc: bigint): boolean {
    const satp = this.state.privilege === Privilege.machine ? 0n : this.state.get(Slot.satp);
    const { physical } = this.sv39.walk(satp, pc);
    return physical !== undefined && this.pmp.uniform(physical - (physical % PAGE_SIZE));
  }

  /** @param access a store is never told to be refused, but blocked: nothing follows one */
  at(address: bigint, width: number, access: Access): Peeked | Blocked {
    const { state } = this;
    // What lies in two pages is left alone.
    if (Number(address & BigInt(PAGE_SIZE - 1)) + width > PAGE_SIZE) return 'fault';
    const privilege = access === Access.execute ? state.privilege : dataPrivilege(state);
    const satp = privilege === Privilege.machine ? 0n : state.get(Slot.satp);
    const { physical, leaf } = this.sv39.walk(satp, address);
    if (physical === undefined) return 'fault';
    const refusal = leaf && refusalOf(Number(leaf.entry & 0xffn), access, privilege, state.mstatus);
    if (refusal === 'blocked' || (refusal !== undefined && access !== Access.read)) return 'fault';
    if (!this.pmp.allows(physical, width, access, privilege)) return 'fault';
    const host = this.memory.hostAddress(physical, width);
    if (host < 0) return 'device';
    return { host, physical, ...(refusal && { refusal }) };
  }
}

function refusalOf(
  entry: number,
  access: Access,
  privilege: Privilege,
  mstatus: number,
): Refusal | 'blocked' | undefined {
  const isUsers = (entry & Pte.U) !== 0;
  if (access === Access.execute) {
    return (entry & Pte.X) !== 0 && isUsers === (privilege === Privilege.user) ? undefined : 'blocked';
  }
  if (access === Access.write && (entry & Pte.W) === 0) return 'blocked';
  if (privilege === Privilege.user ? !isUsers : isUsers && (mstatus & Status.SUM) === 0) return 'U';
  const isReadable = (entry & Pte.R) !== 0 || ((mstatus & Status.MXR) !== 0 && (entry & Pte.X) !== 0);
  return access === Access.read && !isReadable ? 'R' : undefined;
}
