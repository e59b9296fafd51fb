import { PAGE_SIZE } from '../isa/page';
import { UserError } from '../base/errors';
import type { BoardDevices } from '../machine/board-devices';
import type { Device } from '../machine/bus';
import { RAM_BASE } from '../machine/physical-memory';
import { SimulatedMachine } from '../machine/simulated-machine';
import type { BoardOptions, BootImage, HostInterfacePlace, Machine } from '../machine/types';
import { board } from './board';
import { boardTree } from './board-tree';
import { bootRom } from './boot-rom';
import { UartInput } from './console-input';
import type { Wiring } from './device-model';
import { flattenDeviceTree } from './device-tree';
import { HostInterface } from './host-interface';
import { Plic } from './plic';
import { Uart } from './uart';
import { VirtioBlock } from './virtio-block';
import type { Dma } from './virtio-queue';

const MiB = 2 ** 20;

/** The board: QEMU's `virt`, wired and loaded, at reset. @throws UserError when the image does not fit the memory. */
export function createBoard(image: BootImage, options: BoardOptions): Machine {
  const machine: SimulatedMachine = new SimulatedMachine(options, (clock) => devicesOf(clock, options));
  if (options.hostInterface) listenToHostInterface(machine, options.hostInterface);
  load(machine, image, options);
  return machine;
}

/** The devices of all rows, and what the machine asks of them together. */
function devicesOf(machine: SimulatedMachine, options: BoardOptions): BoardDevices {
  const common: Omit<Wiring, 'interrupt'> = {
    options,
    clock: machine,
    dma: dmaOf(machine),
    print: (byte) => machine.onConsole?.(byte),
    end: (outcome) => machine.finish(outcome),
  };
  const rows = board.map((row) => {
    const interrupt = (): void => plic.raise(row.source!);
    return { row, device: row.model.create({ ...common, interrupt }) };
  });
  const plic = rows.map(({ device }) => device).find((device) => device instanceof Plic)!;
  const uart = rows.map(({ device }) => device).find((device) => device instanceof Uart)!;
  const { source } = board.find(({ name }) => name === 'uart')!;
  const disk = rows.map(({ device }) => device).find((device) => device instanceof VirtioBlock);
  const input = new UartInput(uart, machine);

  const parts: Timed[] = [...rows.map(({ device }) => device), input];
  const advancing = parts.filter(has('advance'));
  const timed = parts.filter(has('deadline'));
  const driving = parts.filter(has('lines'));
  return {
    mappings: rows.map(({ row, device }) => ({ base: row.base, size: row.registers ?? row.size, device })),
    input,
    hasDisk: disk !== undefined,
    readDisk: () => disk?.contents(),
    advance() {
      for (const part of advancing) part.advance();
    },
    allWait: () => input.allWait(),
    nothingDue: () => input.endAgain(),
    inputLines: (hart) => (uart.receiveInterrupt ? plic.reachable(source!, hart) : 0),
    lines(hart) {
      let lines = 0;
      for (const part of driving) lines |= part.lines(hart);
      return lines;
    },
    deadline() {
      let next = Infinity;
      for (const part of timed) next = Math.min(next, part.deadline());
      return next;
    },
  };
}

/** What acts by itself: some devices, and the input. */
type Timed = Partial<Pick<Device, 'advance' | 'deadline' | 'lines'>>;

const has =
  <K extends keyof Timed>(what: K) =>
  (part: Timed): part is Timed & Required<Pick<Timed, K>> =>
    part[what] !== undefined;

function listenToHostInterface(machine: SimulatedMachine, place: HostInterfacePlace): void {
  const host = new HostInterface(place, dmaOf(machine), {
    put: (byte) => machine.onConsole?.(byte),
    finish: (code) => machine.finish({ kind: 'finished', code }),
    giveUp: (reason) => machine.finish({ kind: 'stuck', reason }),
  });
  machine.listen(place.tohost, 8, () => host.stored());
}

/** RAM, as devices reach it: by the machine, which sees to decoded code and to checkpoints. */
function dmaOf(machine: SimulatedMachine): Dma {
  const isRam = (address: number, length: number): boolean =>
    address >= machine.ram.base && address + length <= machine.ram.base + machine.ram.size;
  return {
    isRam,
    read: (address, length) => (isRam(address, length) ? machine.readForDevice(address, length) : undefined),
    write: (address, bytes) => isRam(address, bytes.length) && machine.writeForDevice(address, bytes),
  };
}

/**
 * RAM at reset, as QEMU lays it out: the kernel's segments where they say, the initrd half way up (at most 512 MiB), the
 * device tree at the end, on a 2 MiB boundary where there is room for one.
 */
function load(machine: SimulatedMachine, image: BootImage, options: BoardOptions): void {
  const end = RAM_BASE + options.memory;
  let free = RAM_BASE;
  for (const segment of image.segments) {
    put(
      machine,
      segment.address,
      segment.bytes,
      Math.max(segment.size, segment.bytes.length),
      'the kernel image',
    );
    free = Math.max(free, segment.address + segment.size);
  }
  let initrd: { start: number; end: number } | undefined;
  if (image.initrd) {
    const start = roundUp(Math.max(free, RAM_BASE + Math.min(options.memory / 2, 512 * MiB)), PAGE_SIZE);
    put(machine, start, image.initrd, image.initrd.length, 'the initial RAM disk');
    initrd = { start, end: start + image.initrd.length };
  }
  const tree = flattenDeviceTree(
    boardTree({
      memory: options.memory,
      cpus: options.cpus,
      bootargs: image.bootargs ?? '',
      ...(initrd && { initrd }),
    }),
  );
  const alignment = options.memory >= 8 * MiB ? 2 * MiB : PAGE_SIZE;
  const treeAddress = Math.floor((end - tree.length) / alignment) * alignment;
  if (treeAddress < (initrd?.end ?? free)) throw tooSmall('the device tree', options.memory);
  put(machine, treeAddress, tree, tree.length, 'the device tree');
  machine.writeRom(bootRom(image.entry, treeAddress, image.next));
}

function put(
  machine: SimulatedMachine,
  address: number,
  bytes: Uint8Array,
  size: number,
  what: string,
): void {
  const { base, size: memory } = machine.ram;
  if (address < base) {
    throw new UserError(
      `${what} wants to be at 0x${address.toString(16)}, but RAM begins at 0x${base.toString(16)}`,
    );
  }
  if (address + size > base + memory || !machine.writePhysical(address, bytes)) throw tooSmall(what, memory);
}

const tooSmall = (what: string, memory: number): UserError =>
  new UserError(`memory: ${memory / MiB} MiB is too small: ${what} does not fit`);

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;
