import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { pathTo } from './variable-path';
import type { KernelDescription, ProcessState } from './description';
import type { ProcessTable } from './tables';

/** One entry of the process table, as it is at this moment. */
export interface Process {
  readonly slot: number;
  /** Of its structure in kernel memory. */
  readonly address: bigint;
  readonly pid: number;
  readonly state: ProcessState;
  readonly name: string;
  /** Path of its program, as the kernel knows it; the name where the kernel does not keep it. */
  readonly program: string;
  readonly parent: number;
  /** satp for its address space, as its program has it. */
  readonly satp: bigint;
  /** satp for what the kernel has of it while it works for it, where that is another page table. */
  readonly kernelSatp?: bigint;
  /** Address of its saved user registers; 0 when it has none. */
  readonly trapFrame: bigint;
  readonly kernelStack?: bigint;
  readonly waitingFor?: string;
  readonly ticks: number;
  readonly switches: number;
  readonly exitStatus?: number;
}

/** What a process is called by a kernel that gives them no names. */
export const UNNAMED = 'process';
/** Bounds of what is believed to be a pid: a thread id of the debugger must be a positive number. */
const LARGEST_PID = 999_999;
/** The mode field of a satp that translates (privileged specification, 10.1.11). */
export const SV39 = 8n << 60n;

/** What chooses the page table with this root. */
const satpOf = (root = 0n): bigint => SV39 | (root >> 12n);

/** What the fields of the process table mean, by the kernel's description. */
export class ProcessEntries {
  constructor(
    private readonly image: Image,
    private readonly memory: AddressSpace,
    private readonly description: KernelDescription,
    private readonly table: ProcessTable,
  ) {}

  /** The pid in the process structure at an address; undefined when no entry of the table begins there. */
  pidAt(address: bigint): number | undefined {
    const slot = this.slotAt(address);
    const pid = slot === undefined ? undefined : this.table.pointer(slot, this.description.process.pid);
    return pid === undefined ? undefined : Number(pid & 0xffff_ffffn);
  }

  /** The entry of the table that begins at an address. */
  slotAt(address: bigint): number | undefined {
    const slot = this.table.indexAt(address);
    return slot === undefined || this.table.addressOf(slot) !== address ? undefined : slot;
  }

  /** An entry as it is now; undefined: it makes no sense. */
  read(slot: number): Process | 'unused' | undefined {
    const fields = this.description.process;
    const entry = this.table.entry(slot);
    const word = entry?.enumerator(fields.state);
    const state = word === undefined ? undefined : this.stateCalled(word);
    if (state === 'unused') return 'unused';
    const pid = Number(entry?.number(fields.pid) ?? 0n);
    if (!entry || state === undefined || pid <= 0 || pid > LARGEST_PID) return undefined;
    const number = (field: string | undefined): bigint | undefined =>
      field === undefined ? undefined : entry.number(field);
    const name = fields.name === undefined ? UNNAMED : (entry.text(fields.name) ?? '');
    const words = this.textAt(number(fields.waitingFor)) ?? this.objectAt(number(fields.waitingOn));
    const stack = number(fields.kernelStack);
    const status = number(fields.exitStatus);
    const kernelSatp = satpOf(number(fields.pageTable));
    const userTable = number(fields.userPageTable) ?? 0n;
    return {
      slot,
      address: entry.address,
      pid,
      state,
      name,
      program: (fields.program === undefined ? undefined : entry.text(fields.program)) ?? name,
      parent: this.pidAt(number(fields.parent) ?? 0n) ?? 0,
      satp: userTable === 0n ? kernelSatp : satpOf(userTable),
      trapFrame: number(fields.trapFrame) ?? 0n,
      ticks: Number(number(fields.ticks) ?? 0n),
      switches: Number(number(fields.switches) ?? 0n),
      ...(userTable === 0n ? {} : { kernelSatp }),
      ...(stack === undefined ? {} : { kernelStack: stack }),
      ...(state === 'blocked' && words !== undefined ? { waitingFor: words } : {}),
      ...(state === 'zombie' && status !== undefined ? { exitStatus: Number(status) } : {}),
    };
  }

  private stateCalled(word: string): ProcessState | 'unused' | undefined {
    const { states } = this.description;
    return Object.hasOwn(states, word) ? states[word] : undefined;
  }

  /** What a process waits on, by the name that its address has in the kernel. */
  private objectAt(address: bigint | undefined): string | undefined {
    if (address === undefined || address === 0n) return undefined;
    const slot = this.slotAt(address);
    const pid =
      slot === undefined
        ? 0
        : Number(this.table.pointer(slot, this.description.process.pid) ?? 0n) & 0x7fffffff;
    const whose = pid === 0 ? '' : ` (process ${pid})`;
    const name = pathTo(this.image, address) ?? this.image.nameOf(address) ?? `0x${address.toString(16)}`;
    return name + whose;
  }

  private textAt(pointer: bigint | undefined): string | undefined {
    return pointer === undefined || pointer === 0n ? undefined : this.memory.readText(pointer, 80);
  }
}
