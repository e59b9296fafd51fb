import { UserError } from '../../base/errors';
import type { Machine } from '../../machine/types';
import type { Type } from '../../toolchain/dwarf/types/model';
import { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { SystemCalls } from '../traps/system-calls';
import type { KernelDescription, ProcessState } from './description';
import { type Record } from './record';
import { entryOf, fieldType, recordAt, tableNamed, type Table } from './tables';

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
  /** satp for its address space. */
  readonly satp: bigint;
  /** Address of its saved user registers; 0 when it has none. */
  readonly trapFrame: bigint;
  readonly kernelStack?: bigint;
  readonly waitingFor?: string;
  readonly ticks: number;
  readonly switches: number;
  readonly exitStatus?: number;
}

/** Bounds of what is believed to be a pid: a thread id of the debugger must be a positive number. */
const LARGEST_PID = 999_999;
const SV39 = 8n << 60n;

/** A kernel that the debugger understands: a description, bound to a kernel's debug information and to its memory. */
export class Kernel {
  readonly memory: AddressSpace;
  readonly systemCalls: SystemCalls;
  private readonly processes: Table;
  private readonly cpus: Table;
  private readonly trapFrameType: Type;
  private readonly contextType: Type;
  /** Breakpoint addresses of events, by address. */
  readonly eventFunctions: ReadonlyMap<bigint, keyof KernelDescription['events']>;

  /** @throws UserError when the kernel's debug information does not have what the description names. */
  constructor(
    machine: Machine,
    readonly image: Image,
    readonly description: KernelDescription,
  ) {
    const { process, cpu } = description;
    // The kernel sees physical memory at its own addresses.
    this.memory = new AddressSpace(machine, 0n);
    this.systemCalls = new SystemCalls(description.systemCalls);
    this.processes = tableNamed(image, process.table);
    this.cpus = tableNamed(image, cpu.table);
    for (const field of [process.pid, process.state, process.name, process.pageTable]) {
      fieldType(this.processes, process.table, field);
    }
    fieldType(this.cpus, cpu.table, cpu.current);
    this.trapFrameType = fieldType(this.processes, process.table, process.trapFrame);
    this.contextType = fieldType(this.processes, process.table, process.context);
    this.eventFunctions = this.findEventFunctions();
  }

  /** The processes in the table now, in its order. Entries that make no sense are reported, not listed. */
  list(): { processes: Process[]; problem?: string } {
    const processes: Process[] = [];
    const pids = new Set<number>();
    let damaged = 0;
    for (let slot = 0; slot < this.processes.count; slot++) {
      const entry = this.read(slot);
      if (entry === 'unused') continue;
      if (entry === undefined || pids.has(entry.pid)) damaged++;
      else {
        pids.add(entry.pid);
        processes.push(entry);
      }
    }
    if (damaged === 0) return { processes };
    const { table } = this.description.process;
    return {
      processes,
      problem: `${damaged} of the ${this.processes.count} entries of ${table} make no sense`,
    };
  }

  /** The process that a CPU runs, or works for in the kernel; undefined when there is none. */
  current(cpu: number): Process | undefined {
    const address = this.currentAddress(cpu);
    return address === 0n ? undefined : this.at(address);
  }

  /** Address of the structure of the process that a CPU runs; 0: none. */
  currentAddress(cpu: number): bigint {
    if (cpu >= this.cpus.count) return 0n;
    const entry = entryOf(this.memory, this.cpus, cpu);
    return entry?.number(this.description.cpu.current) ?? 0n;
  }

  /** The process whose structure is at an address, if a used entry of the table is. */
  at(address: bigint): Process | undefined {
    const offset = address - this.processes.address;
    const slot = Number(offset / BigInt(this.processes.size));
    if (offset < 0n || slot >= this.processes.count || offset % BigInt(this.processes.size) !== 0n)
      return undefined;
    const entry = this.read(slot);
    return entry === 'unused' ? undefined : entry;
  }

  /** Its saved user registers. */
  trapFrame(process: Process): Record | undefined {
    return process.trapFrame === 0n
      ? undefined
      : recordAt(this.memory, process.trapFrame, this.trapFrameType);
  }

  /** The kernel registers saved when it was last switched away from. */
  context(process: Process): Record | undefined {
    const entry = recordAt(this.memory, process.address, this.processes.element);
    const address = entry?.addressOf(this.description.process.context);
    return address === undefined ? undefined : recordAt(this.memory, address, this.contextType);
  }

  /** The process whose saved context (or anything else of its structure) lies at an address; undefined: nobody's, as a scheduler's. */
  withContext(address: bigint): Process | undefined {
    const offset = address - this.processes.address;
    if (offset < 0n) return undefined;
    return this.at(address - (offset % BigInt(this.processes.size)));
  }

  private read(slot: number): Process | 'unused' | undefined {
    const fields = this.description.process;
    const entry = entryOf(this.memory, this.processes, slot);
    const word = entry?.enumerator(fields.state);
    const state = word === undefined ? undefined : this.stateCalled(word);
    if (state === 'unused') return 'unused';
    const pid = Number(entry?.number(fields.pid) ?? 0n);
    if (!entry || state === undefined || pid <= 0 || pid > LARGEST_PID) return undefined;
    const number = (field: string | undefined): bigint | undefined =>
      field === undefined ? undefined : entry.number(field);
    const name = entry.text(fields.name) ?? '';
    const words = this.textAt(number(fields.waitingFor));
    const stack = number(fields.kernelStack);
    const status = number(fields.exitStatus);
    return {
      slot,
      address: entry.address,
      pid,
      state,
      name,
      program: (fields.program === undefined ? undefined : entry.text(fields.program)) ?? name,
      parent: this.pidAt(number(fields.parent)),
      satp: SV39 | ((entry.number(fields.pageTable) ?? 0n) >> 12n),
      trapFrame: number(fields.trapFrame) ?? 0n,
      ticks: Number(number(fields.ticks) ?? 0n),
      switches: Number(number(fields.switches) ?? 0n),
      ...(stack === undefined ? {} : { kernelStack: stack }),
      ...(state === 'blocked' && words !== undefined ? { waitingFor: words } : {}),
      ...(state === 'zombie' && status !== undefined ? { exitStatus: Number(status) } : {}),
    };
  }

  private stateCalled(word: string): ProcessState | 'unused' | undefined {
    const { states } = this.description;
    return Object.hasOwn(states, word) ? states[word] : undefined;
  }

  /** The pid in the process structure that a pointer points to; 0 for none. */
  private pidAt(pointer: bigint | undefined): number {
    if (pointer === undefined || pointer === 0n) return 0;
    const parent = recordAt(this.memory, pointer, this.processes.element);
    return Number(parent?.number(this.description.process.pid) ?? 0n);
  }

  private textAt(pointer: bigint | undefined): string | undefined {
    return pointer === undefined || pointer === 0n ? undefined : this.memory.readText(pointer, 80);
  }

  private findEventFunctions(): Kernel['eventFunctions'] {
    const functions = new Map<bigint, keyof KernelDescription['events']>();
    for (const [event, name] of Object.entries(this.description.events) as [
      keyof KernelDescription['events'],
      string,
    ][]) {
      const symbol = this.image.symbols.named(name);
      if (symbol) functions.set(symbol.address, event);
    }
    return functions;
  }
}

/** The description that fits a kernel's symbols. @throws UserError when none does. */
export function descriptionFor(image: Image, descriptions: readonly KernelDescription[]): KernelDescription {
  const fitting = descriptions.find((one) => one.recognizedBy.every((name) => image.symbols.named(name)));
  if (fitting) return fitting;
  const known = descriptions.map((one) => one.name).join(', ');
  throw new UserError(
    `no kernel description fits ${image.name} (known are: ${known}); its processes cannot be shown`,
  );
}
