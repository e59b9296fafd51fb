import { Register } from '../../isa/registers';
import { UserError } from '../../base/errors';
import type { Hart, Machine } from '../../machine/types';
import { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { SystemCalls, type SystemCallDescription } from '../traps/system-calls';
import { namedByKernel } from './named-calls';
import type { KernelDescription } from './description';
import { Layout, type Structure } from './structure';
import { stripped } from '../../toolchain/dwarf/types/model';
import { argumentsOf, eventFunctions, type KernelEvent } from './event-functions';
import builtin from './builtin.json';
import { OpenFiles, type OpenFile } from './open-files';
import { ProcessEntries, SV39, type Process } from './process-entries';
import { Steps } from './steps';
import { processTable, runningOf } from './bindings';
import { pathTo, variableAt } from './variable-path';
import { structureAt, Table, type ProcessTable } from './tables';

/** Bytes. */
const POINTER = 8n;

/** A kernel that the debugger understands: a description, bound to a kernel's debug information and to its memory. */
export class Kernel {
  readonly memory: AddressSpace;
  readonly systemCalls: SystemCalls;
  private readonly processes: ProcessTable;
  private readonly entries: ProcessEntries;
  /** Address of the structure of the process that a CPU runs; 0: none. */
  private readonly running: (cpu: number) => bigint;
  private readonly trapFrameLayout: Layout;
  private readonly contextLayout: Layout;
  /** Breakpoint addresses of events, by address. */
  readonly eventFunctions: ReadonlyMap<bigint, KernelEvent>;
  private readonly steps: Steps;
  private readonly files: { readonly open: OpenFiles; readonly count: number } | undefined;

  /** @throws UserError when the kernel's debug information does not have what the description names. */
  constructor(
    private readonly machine: Machine,
    readonly image: Image,
    readonly description: KernelDescription,
  ) {
    const { process, cpu } = description;
    // The kernel sees physical memory at its own addresses.
    this.memory = new AddressSpace(machine, 0n);
    this.systemCalls = new SystemCalls(this.callsByName(), description.errors);
    this.processes = processTable(image, process, this.memory);
    this.entries = new ProcessEntries(image, this.memory, description, this.processes);
    this.running = runningOf(image, cpu, this.memory);
    for (const field of [process.pid, process.state, process.name ?? process.pid, process.pageTable]) {
      this.processes.layoutOf(field);
    }
    this.trapFrameLayout = this.processes.layoutOf(process.trapFrame);
    this.contextLayout = this.processes.layoutOf(process.context);
    this.eventFunctions = eventFunctions(image, description.events);
    this.steps = new Steps(image, this.memory, description.events.bootStep);
    this.files = this.findFiles();
  }

  /** It is the built-in kernel, or one that was made of it. */
  get isOfOurs(): boolean {
    return this.description.name === builtin.name;
  }

  /** The processes in the table now, in its order. Entries that make no sense are reported, not listed. */
  list(): { processes: Process[]; problem?: string } {
    const processes: Process[] = [];
    const pids = new Set<number>();
    let damaged = 0;
    for (let slot = 0; slot < this.processes.count; slot++) {
      const entry = this.entries.read(slot);
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
    return this.running(cpu);
  }

  /** The pid in the process structure at an address; undefined when no entry of the table begins there. */
  pidAt(address: bigint): number | undefined {
    return this.entries.pidAt(address);
  }

  /** The memory in which it is written down which page table a process has; of all entries where none is that process' now. */
  spaceFields(pid: number): { address: bigint; length: number }[] {
    const { pid: pidField, pageTable, userPageTable } = this.description.process;
    const process = this.list().processes.find((one) => one.pid === pid);
    const slots = process ? [process.slot] : Array.from({ length: this.processes.count }, (_, slot) => slot);
    const tables = userPageTable === undefined ? [pageTable] : [pageTable, userPageTable];
    const fields = process ? [pidField, ...tables] : [pidField];
    return slots.flatMap((slot) =>
      fields.flatMap((name) => {
        const field = this.processes.layout.field(name);
        return field
          ? [{ address: this.processes.addressOf(slot) + BigInt(field.offset), length: field.size }]
          : [];
      }),
    );
  }

  /** The bounds of the kernel stack that belongs to the process structure at an address, if that is known. */
  stackOf(address: bigint): { readonly low: bigint; readonly high: bigint } | undefined {
    const { kernelStack, kernelStackSize, trapFrame } = this.description.process;
    const slot = this.entries.slotAt(address);
    if (slot === undefined || kernelStack === undefined) return undefined;
    const low = this.processes.pointer(slot, kernelStack);
    if (low !== undefined && kernelStackSize !== undefined)
      return { low, high: low + BigInt(kernelStackSize) };
    // The trap frame is at the top of the stack.
    const high = this.processes.pointer(slot, trapFrame);
    return low === undefined || high === undefined || high < low ? undefined : { low, high };
  }

  /** The process whose structure is at an address, if a used entry of the table is. */
  at(address: bigint): Process | undefined {
    const slot = this.entries.slotAt(address);
    const entry = slot === undefined ? undefined : this.entries.read(slot);
    return entry === 'unused' ? undefined : entry;
  }

  /** Whether a process that does not run has not run yet. Who never ran "returns" to the beginning of a function. */
  neverRan(process: Process): boolean {
    if (this.description.process.switches !== undefined) return process.switches === 0;
    const pc = this.context(process)?.number('ra');
    return pc !== undefined && this.image.functionAt(pc)?.offset === 0n;
  }

  /** An expression for where the state of a process is: `process_table[1].state`; undefined where nothing there has a name. */
  stateField({ address }: Process): string | undefined {
    const path = pathTo(this.image, address);
    return path === undefined || path.includes('+') ? undefined : `${path}.${this.description.process.state}`;
  }

  /** The descriptors of a process. */
  openFiles(process: Process): OpenFile[] {
    const { openFiles } = this.description.process;
    const field = openFiles === undefined ? undefined : this.processes.layout.field(openFiles);
    if (!this.files || !field) return [];
    return this.files.open.list(process.address + BigInt(field.offset), this.files.count);
  }

  /** A number in the structure of a process, by the name that the description has for it. */
  numberOf(process: Process, name: 'heapStart' | 'heapEnd' | 'size'): bigint | undefined {
    const field = this.description.process[name];
    return field === undefined ? undefined : this.processes.entry(process.slot)?.number(field);
  }

  /**
   * Has the kernel end a process, as its own `kill` would: by the mark that it looks at before it returns to user mode.
   * @returns false where the description names no such mark
   */
  kill(process: Process): boolean {
    const { killed } = this.description.process;
    const field = killed === undefined ? undefined : this.processes.layout.field(killed);
    if (!field) return false;
    const mark = new Uint8Array(field.size);
    mark[0] = 1;
    return this.memory.write(process.address + BigInt(field.offset), mark);
  }

  /** Whether a process, such as a shell, wants to be told of Control-C. */
  get hearsControlC(): boolean {
    const field = this.description.process.hearsControlC;
    if (field === undefined) return false;
    return this.list().processes.some(
      ({ slot, state }) => state !== 'zombie' && this.processes.entry(slot)?.number(field) === 1n,
    );
  }

  /** The 8 bytes of a variable of the kernel. */
  variable(name: string): bigint | undefined {
    const found = variableAt(this.image, name);
    return found && this.memory.readNumber(found.address, 8);
  }

  /** Down to which address a program's stack grows by page faults; undefined: it does not. */
  get stackGrowsTo(): bigint | undefined {
    const { symbol, bottom } = this.description.memory?.growingStack ?? {};
    const found = symbol === undefined ? undefined : variableAt(this.image, symbol);
    const isOn = found && this.memory.readNumber(found.address, 1);
    return isOn ? BigInt(bottom!) : undefined;
  }

  /** Memory that the kernel leaves alone, because somebody put something there before it began. */
  reserved(): { owner: 'initrd' | 'deviceTree'; start: bigint; end: bigint }[] {
    const { reserved } = this.description.memory ?? {};
    if (!reserved) return [];
    const entry = new Table(this.image, reserved.structure, this.memory).entry(0);
    return reserved.ranges.flatMap(({ owner, start, end }) => {
      const [low, high] = [entry?.number(start), entry?.number(end)];
      return low === undefined || high === undefined || high <= low ? [] : [{ owner, start: low, end: high }];
    });
  }

  /** Addresses as the kernel's own code means them: its stacks may be elsewhere than in physical memory. */
  get space(): AddressSpace {
    const { pageTable } = this.description.memory ?? {};
    const symbol = pageTable === undefined ? undefined : this.image.symbols.named(pageTable);
    const root = symbol && this.memory.readNumber(symbol.address, 8);
    return root === undefined || root === 0n
      ? this.memory
      : new AddressSpace(this.machine, SV39 | (root >> 12n));
  }

  /** What a function of `events` that has just been entered on a CPU is about. */
  eventOn(
    event: 'processExit' | 'killed' | 'wake',
    hart: Hart,
  ): { process: Process | undefined; status: bigint } {
    const { process, status } = argumentsOf(this.description.events[event], hart);
    return { process: process === 'current' ? this.current(hart.id) : this.at(process), status };
  }

  /** The step that the function which tells of them has just been entered for on a CPU. */
  stepOn(hart: Hart): { step: number } | { said: string } {
    const first = hart.readRegister(Register.a0);
    if (this.steps.areNumbered) return { step: Number(first & 0xffff_ffffn) };
    return { said: this.memory.readText(first) ?? '' };
  }

  /** The kernel's sentence for a step. */
  stepSentence(step: number): string | undefined {
    return this.steps.sentence(step);
  }

  /** Its saved user registers. */
  trapFrame(process: Process): Structure | undefined {
    return process.trapFrame === 0n
      ? undefined
      : structureAt(this.memory, process.trapFrame, this.trapFrameLayout);
  }

  /** The kernel registers saved when it was last switched away from. */
  context(process: Process): Structure | undefined {
    const field = this.processes.layout.field(this.description.process.context);
    return field && structureAt(this.memory, process.address + BigInt(field.offset), this.contextLayout);
  }

  /** The structure of saved kernel registers at an address. */
  contextAt(address: bigint): Structure | undefined {
    return structureAt(this.memory, address, this.contextLayout);
  }

  /** The process whose saved context (or anything else of its structure) lies at an address; undefined: nobody's, as a scheduler's. */
  withContext(address: bigint): Process | undefined {
    const slot = this.processes.indexAt(address);
    const entry = slot === undefined ? undefined : this.entries.read(slot);
    return entry === 'unused' ? undefined : entry;
  }

  /** What the kernel's table of handlers holds for a cause; undefined: it has no table, or nothing there. */
  trapHandler(code: number, interrupt: boolean): bigint | undefined {
    const { table, interrupts } = this.description.traps;
    const address = table === undefined ? undefined : this.image.symbols.named(table)?.address;
    if (address === undefined || (interrupt && interrupts === undefined)) return undefined;
    const index = code + (interrupt ? interrupts! : 0);
    return this.memory.readNumber(address + BigInt(8 * index), 8) || undefined;
  }

  /** The function that does a system call, from the kernel's own table; undefined: it has no table, or nothing there. */
  systemCallFunction(number: bigint): bigint | undefined {
    const { systemCalls } = this.description.traps;
    const table = systemCalls === undefined ? undefined : this.image.symbols.named(systemCalls);
    if (!table || number * POINTER >= BigInt(table.size)) return undefined;
    const address = this.memory.readNumber(table.address + number * POINTER, Number(POINTER));
    return address !== undefined && this.image.hasCode(address) ? address : undefined;
  }

  /** The system calls, under the names that this kernel has for them. */
  private callsByName(): readonly SystemCallDescription[] {
    const { traps, systemCalls } = this.description;
    const table = traps.systemCalls === undefined ? undefined : this.image.symbols.named(traps.systemCalls);
    if (!table) return systemCalls;
    const functionAt = (number: bigint): bigint | undefined => this.systemCallFunction(number);
    return namedByKernel(systemCalls, this.image, functionAt, table.size / Number(POINTER));
  }

  /** An array of pointers in the entries of the process table. */
  private findFiles(): Kernel['files'] {
    const { process, openFile } = this.description;
    if (process.openFiles === undefined || !openFile) return undefined;
    const array = this.processes.typeOf(process.openFiles);
    const pointer = array.kind === 'array' ? stripped(array.element) : undefined;
    if (array.kind !== 'array' || pointer?.kind !== 'pointer') return undefined;
    const layout = new Layout(pointer.target);
    return { open: new OpenFiles(this.image, this.memory, openFile, layout), count: array.count ?? 0 };
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
