import { UserError } from '../base/errors';
import { RAM_BASE } from '../machine/physical-memory';
import { SimulatedMachine } from '../machine/simulated-machine';
import type { BoardOptions, BootImage, HostInterfacePlace, Machine } from '../machine/types';
import {
  InterruptSource,
  PLIC_SOURCES,
  VIRTIO_REGISTERS,
  VIRTIO_SLOTS,
  addressMap,
  virtioSlot,
} from './address-map';
import { bootRom } from './boot-rom';
import { Clint } from './clint';
import { UartInput } from './console-input';
import { flattenDeviceTree } from './device-tree';
import { DiskImage } from './disk-image';
import { Finisher } from './finisher';
import { HostInterface } from './host-interface';
import { Plic } from './plic';
import { Uart } from './uart';
import { virtTree } from './virt-tree';
import { VirtioBlock } from './virtio-block';
import type { Dma } from './virtio-queue';
import { EmptySlot } from './virtio-slot';

const MiB = 2 ** 20;
const PAGE = 4096;

/** The board: QEMU's `virt`, wired and loaded, at reset. @throws UserError when the image does not fit the memory. */
export function createBoard(image: BootImage, options: BoardOptions): Machine {
  const machine: SimulatedMachine = new SimulatedMachine(options, (clock) => {
    const clint = new Clint(options.cpus, clock);
    const plic = new Plic(options.cpus, PLIC_SOURCES);
    const finisher = new Finisher((outcome) => machine.finish(outcome));
    const uart = new Uart(
      (byte) => machine.onConsole?.(byte),
      () => plic.raise(InterruptSource.uart),
      clock,
    );
    const input = new UartInput(uart, clock);
    const disk =
      options.disk &&
      new VirtioBlock(
        0,
        new DiskImage(options.disk),
        options.diskLatency ?? 0,
        dmaOf(clock),
        () => plic.raise(InterruptSource.virtio),
        clock,
      );
    const slots = Array.from({ length: VIRTIO_SLOTS }, (_, slot) => ({
      ...virtioSlot(slot),
      size: VIRTIO_REGISTERS,
      device: (slot === 0 && disk) || new EmptySlot(slot),
    }));
    return {
      mappings: [
        { ...addressMap.clint, device: clint },
        { ...addressMap.uart, device: uart },
        { ...addressMap.plic, device: plic },
        ...slots,
        { ...addressMap.finisher, device: finisher },
      ],
      input,
      advance() {
        uart.advance();
        input.advance();
        disk?.advance();
      },
      allWait: () => input.allWait(),
      nothingDue: () => input.endAgain(),
      inputLines: (hart) => (uart.receiveInterrupt ? plic.reachable(InterruptSource.uart, hart) : 0),
      lines: (hart) => clint.lines(hart) | plic.lines(hart),
      deadline: () =>
        Math.min(clint.deadline(), uart.deadline(), input.deadline(), disk?.deadline() ?? Infinity),
    };
  });
  if (options.hostInterface) listenToHostInterface(machine, options.hostInterface);
  load(machine, image, options);
  return machine;
}

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
    const start = roundUp(Math.max(free, RAM_BASE + Math.min(options.memory / 2, 512 * MiB)), PAGE);
    put(machine, start, image.initrd, image.initrd.length, 'the initial RAM disk');
    initrd = { start, end: start + image.initrd.length };
  }
  const tree = flattenDeviceTree(
    virtTree({
      memory: options.memory,
      cpus: options.cpus,
      bootargs: image.bootargs ?? '',
      ...(initrd && { initrd }),
    }),
  );
  const alignment = options.memory >= 8 * MiB ? 2 * MiB : PAGE;
  const treeAddress = Math.floor((end - tree.length) / alignment) * alignment;
  if (treeAddress < (initrd?.end ?? free)) throw tooSmall('the device tree', options.memory);
  put(machine, treeAddress, tree, tree.length, 'the device tree');
  machine.writeRom(bootRom(image.entry, treeAddress));
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
