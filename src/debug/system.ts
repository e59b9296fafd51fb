import { messageOf, UserError } from '../base/errors';
import { csrNumber } from '../isa/csrs';
import { Register, registerNumber } from '../isa/registers';
import { Privilege, type Hart, type Machine } from '../machine/types';
import type { KernelDescription } from './kernels/description';
import { functionNames } from './kernels/function-names';
import { descriptionFor, Kernel } from './kernels/kernel';
import type { Process } from './kernels/process-entries';
import { knownKernels } from './kernels/known';
import type { Booted } from './launch/boot';
import { AddressSpace } from './memory/address-space';
import { Image } from './symbols/image';
import type { Call } from './traps/system-calls';
import { TrapLog } from './traps/trap-log';

export type Mode = 'user' | 'kernel' | 'machine';

const modes: Readonly<Record<Privilege, Mode>> = {
  [Privilege.user]: 'user',
  [Privilege.supervisor]: 'kernel',
  [Privilege.machine]: 'machine',
};

/** What the mode bit says, in a word. */
export const modeOf = (privilege: Privilege): Mode => modes[privilege];

const SATP = csrNumber('satp')!;

/** The machine, what is loaded in it, and how to look at one through the other. */
export class System {
  readonly machine: Machine;
  readonly traps: TrapLog;
  readonly programs: readonly Image[];
  readonly kernelImage: Image | undefined;
  /** What runs in machine mode under the kernel, where its symbols are known. */
  readonly firmwareImage: Image | undefined;
  /** Undefined without a kernel, and when the kernel is one that the debugger does not understand. */
  readonly kernel: Kernel | undefined;
  /** Why processes cannot be shown, in words. */
  readonly problem: string | undefined;
  private readonly byFile: ReadonlyMap<string, Image>;
  /** Programs that a kernel found by itself, by the names of their processes. */
  private readonly byName: ReadonlyMap<string, Image>;
  private readonly vector: { readonly low: bigint; readonly high: bigint }[];

  constructor(booted: Loaded) {
    const { machine, kernel, firmware, programs, knowledge } = booted;
    this.machine = machine;
    this.traps = new TrapLog({
      hart: (cpu) => machine.harts[cpu],
      whose: (hart, mode, pc) => this.whose(hart, mode, pc),
      pidAt: (process) => (process === 0n ? 0 : (this.kernel?.pidAt(process) ?? 0)),
      hasKernel: kernel !== undefined,
    });
    const images = new Map(
      programs.map(
        ({ file, name, elf }) => [file, new Image(name, kernel ? 'program' : 'machine', elf)] as const,
      ),
    );
    this.programs = [...images.values()];
    this.byFile = images;
    this.byName = new Map(
      [...(knowledge?.symbols ?? [])].map(([name, elf]) => [name, new Image(name, 'program', elf)] as const),
    );
    this.firmwareImage = firmware?.elf && new Image('firmware', 'machine', firmware.elf);
    this.kernelImage = kernel && new Image('kernel', 'kernel', kernel.elf);
    try {
      this.kernel = this.kernelImage && understand(machine, this.kernelImage, knowledge?.description);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.problem = messageOf(error);
    }
    this.vector = [];
    const { vector, return: back } = this.kernel?.description.traps ?? {};
    for (const name of [...functionNames(vector), ...functionNames(back)]) {
      const symbol = this.kernelImage?.symbols.named(name);
      if (!symbol || !this.kernelImage) continue;
      const low = this.kernelImage.executedAt(symbol.address);
      this.vector.push({ low, high: low + BigInt(this.kernelImage.symbols.sizeOfFunction(symbol.address)) });
    }
  }

  get images(): readonly Image[] {
    const below = [this.kernelImage, this.firmwareImage].filter((image) => image !== undefined);
    return [...below, ...this.programs, ...this.byName.values()];
  }

  hart(cpu: number): Hart {
    return this.machine.harts[cpu];
  }

  /**
   * The process that a CPU runs, in user mode or in the kernel on its behalf; undefined while it runs the kernel with no
   * process: at boot, in the scheduler.
   */
  running(hart: Hart): Process | undefined {
    const address = this.runningAddress(hart);
    return address === 0n ? undefined : this.kernel?.at(address);
  }

  /** That process' pid; 0 for none. Cheaper than the whole process. */
  runningPid(hart: Hart): number {
    const address = this.runningAddress(hart);
    return address === 0n ? 0 : (this.kernel?.pidAt(address) ?? 0);
  }

  /** Where the structure of that process is; 0 for none. */
  runningAddress(hart: Hart): bigint {
    if (hart.privilege === Privilege.machine) return this.traps.belowKernel(hart)?.process ?? 0n;
    return this.whose(hart, hart.privilege, hart.pc);
  }

  /** The same while it is, or was until this step, in a mode at a pc. */
  private whose(hart: Hart, mode: Privilege, pc: bigint): bigint {
    if (!this.kernel || mode === Privilege.machine) return 0n;
    const address = this.kernel.currentAddress(hart.id);
    if (address === 0n || mode === Privilege.user || this.isAtBoundary(pc)) return address;
    // Direct execution: a program runs in the kernel's mode.
    if (this.kernelImage?.contains(pc) === false) return address;
    // The kernel sets and clears `current` a few instructions away from where it changes stacks: the stack counts.
    const stack = this.kernel.stackOf(address);
    if (!stack) return address;
    const sp = hart.readRegister(Register.sp);
    return sp >= stack.low && sp <= stack.high ? address : 0n;
  }

  /** Whether an address is in the code where the kernel is entered or left, between the user's registers and its own. */
  isAtBoundary(pc: bigint): boolean {
    return this.vector.some(({ low, high }) => pc >= low && pc < high);
  }

  /** The CPU that runs a process now. */
  hartOf(process: Process): Hart | undefined {
    return this.machine.harts.find((hart) => this.running(hart)?.pid === process.pid);
  }

  /** The program that code or data at an address belongs to, seen from a process (undefined: from the kernel). */
  imageAt(address: bigint, process: Process | undefined): Image | undefined {
    if (this.kernelImage?.contains(address)) return this.kernelImage;
    if (this.firmwareImage?.contains(address)) return this.firmwareImage;
    const image = this.kernelImage ? process && this.programOf(process) : this.programs[0];
    return image?.contains(address) ? image : undefined;
  }

  /** The program that the instruction at an address belongs to, for a CPU as it is now. */
  imageOn(hart: Hart, address: bigint = hart.pc): Image | undefined {
    if (this.kernelImage?.contains(address)) return this.kernelImage;
    return this.imageAt(address, this.running(hart));
  }

  /** A program that the kernel finds by itself. */
  programNamed(name: string): Image | undefined {
    return this.byName.get(name);
  }

  /** The program of a process. */
  programOf(process: Process): Image | undefined {
    const found = this.byFile.get(process.program) ?? this.byName.get(process.name);
    // A kernel that gives its processes no names has one program, or none that anybody can tell.
    const isUnnamed = this.kernel !== undefined && this.kernel.description.process.name === undefined;
    return found ?? (isUnnamed && this.programs.length === 1 ? this.programs[0] : undefined);
  }

  /** Addresses as the instruction that runs next on a CPU means them. */
  spaceOf(hart: Hart): AddressSpace {
    return this.spaceIn(hart, hart.privilege);
  }

  /** Memory as a CPU sees it in a mode, with the page table that it has now. */
  spaceIn(hart: Hart, privilege: Privilege): AddressSpace {
    const satp = privilege === Privilege.machine ? 0n : (hart.readCsr(SATP) ?? 0n);
    return new AddressSpace(this.machine, satp);
  }

  /** The system call that a CPU has just trapped for: all registers are still the program's. undefined: the kernel's calls are not known. */
  callAsked(hart: Hart): Call | undefined {
    return this.kernel?.systemCalls.decode({
      register: (name) => hart.readRegister(registerNumber(name)!),
      text: (address) => this.spaceOf(hart).readText(address),
    });
  }

  spaceOfProcess(process: Process): AddressSpace {
    return new AddressSpace(this.machine, process.satp);
  }
}

/** What a system is made of: a machine, and what was put into it or is known of it. */
export type Loaded = Pick<Booted, 'machine' | 'kernel' | 'programs'> &
  Partial<Pick<Booted, 'knowledge' | 'firmware'>>;

function understand(machine: Machine, image: Image, given: KernelDescription | undefined): Kernel {
  const description = given ?? descriptionFor(image, knownKernels());
  const { trampoline } = description.memory ?? {};
  const home = trampoline && image.symbols.named(trampoline.symbol);
  if (home) image.alias(BigInt(trampoline.address), home.address, trampoline.size);
  const { vector, kernelVector, return: back, handler } = description.traps;
  image.symbols.prefer(
    new Set([vector, kernelVector, back, handler].flatMap((names) => functionNames(names))),
  );
  return new Kernel(machine, image, description);
}
