import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';
import type { DeviceModel } from './device-model';
import {
  address,
  bits,
  boolean,
  either,
  instant,
  list,
  nothing,
  number,
  record,
  tuple,
  word,
} from './state-shape';
import type { Shape } from './state-shape';
import type { TimeSource } from './time-source';
import { SECTOR_SIZE, diskShape, DiskImage } from './disk-image';
import { lengthOf, perform } from './disk-request';
import { QueueError, give, take, unusedQueue, wantsInterrupt } from './virtio-queue';
import type { Chain, Dma, QueueState } from './virtio-queue';
import { EmptySlot, MAGIC, VENDOR, VERSION, slotNode } from './virtio-slot';

/** Offsets (Virtual I/O Device specification 1.2, "MMIO Device Register Layout"). */
const Register = {
  magic: 0x000,
  version: 0x004,
  deviceId: 0x008,
  vendor: 0x00c,
  deviceFeatures: 0x010,
  deviceFeaturesSelect: 0x014,
  driverFeatures: 0x020,
  driverFeaturesSelect: 0x024,
  queueSelect: 0x030,
  queueSizeMax: 0x034,
  queueSize: 0x038,
  queueReady: 0x044,
  queueNotify: 0x050,
  interruptStatus: 0x060,
  interruptAcknowledge: 0x064,
  status: 0x070,
  queueDescriptors: 0x080,
  queueAvailable: 0x090,
  queueUsed: 0x0a0,
  sharedMemoryLengthLow: 0x0b0,
  sharedMemoryLengthHigh: 0x0b4,
  configuration: 0x100,
} as const;

const BLOCK_DEVICE = 2;
const QUEUE_SIZE_MAX = 1024;
const SEGMENTS_MAX = 126;
const Status = { needsReset: 0x40 } as const;
/** A change of the configuration announces used buffers as well, as on QEMU. */
const Interrupt = { usedBuffer: 1, configuration: 3 } as const;
/** Bits of the low and of the high word: SEG_MAX, BLK_SIZE, FLUSH, INDIRECT_DESC; VERSION_1. */
const FEATURES = [(1 << 2) | (1 << 6) | (1 << 9) | (1 << 28), 1];
const VERSION_1 = 1;

/** Requests done at one instant at most, if each takes no time. */
const REQUESTS_AN_INSTANT = 64;

const atReset = () => ({
  status: 0,
  featuresSelect: 0,
  driverFeaturesSelect: 0,
  driverFeatures: [0, 0] as readonly number[],
  /** Only queue 0 exists. */
  queueSelect: 0,
  interruptStatus: 0,
  queue: unusedQueue,
  /** The driver has said that there is something in the queue, and not all of it has been taken. */
  notified: false,
  /** The request under way, and the tick of mtime at which it is done. */
  request: null as (Chain & { readonly due: number }) | null,
  broken: false,
});
type BlockState = ReturnType<typeof atReset>;

/**
 * A disk on a virtio slot (version 2 of the interface). It takes requests one after the other; each takes its time, and is carried
 * out at the end of it. Lenient as QEMU's: whatever the driver says about features is accepted, and nothing must be done in order.
 */
export class VirtioBlock implements Device {
  readonly name: string;
  readonly sizes = 1 | 2 | 4 | 8;
  private state = atReset();
  private readonly configuration: DataView;

  constructor(
    slot: number,
    private readonly disk: DiskImage,
    /** Ticks of mtime. */
    private readonly latency: number,
    private readonly dma: Dma,
    /** Asserts the interrupt. */
    private readonly interrupt: () => void,
    private readonly clock: TimeSource,
  ) {
    this.name = `virtio${slot}`;
    this.configuration = configurationOf(disk);
  }

  read(offset: number, size: number): number {
    if (offset >= Register.configuration)
      return this.readConfiguration(offset - Register.configuration, size);
    if (size !== 4) return 0;
    const { state } = this;
    const isQueue = state.queueSelect === 0;
    switch (offset) {
      case Register.magic:
        return MAGIC;
      case Register.version:
        return VERSION;
      case Register.deviceId:
        return BLOCK_DEVICE;
      case Register.vendor:
        return VENDOR;
      case Register.deviceFeatures:
        return FEATURES[state.featuresSelect === 0 ? 0 : 1];
      case Register.queueSizeMax:
        return isQueue ? QUEUE_SIZE_MAX : 0;
      case Register.queueReady:
        return isQueue && state.queue.ready ? 1 : 0;
      case Register.interruptStatus:
        return state.interruptStatus;
      case Register.status:
        return state.status;
      case Register.sharedMemoryLengthLow:
      case Register.sharedMemoryLengthHigh:
        return 0xffff_ffff;
      default:
        return 0;
    }
  }

  write(offset: number, size: number, value: number): void {
    if (size !== 4) return;
    const { state } = this;
    switch (offset) {
      case Register.deviceFeaturesSelect:
        state.featuresSelect = value;
        return;
      case Register.driverFeaturesSelect:
        state.driverFeaturesSelect = value;
        return;
      case Register.driverFeatures:
        state.driverFeatures = state.driverFeatures.map((word, index) =>
          index === state.driverFeaturesSelect ? value : word,
        );
        return;
      case Register.queueSelect:
        state.queueSelect = value;
        return;
      case Register.queueNotify:
        if (value === 0) this.notify();
        return;
      case Register.interruptAcknowledge:
        state.interruptStatus &= ~value;
        this.update();
        return;
      case Register.status:
        return this.setStatus(value & 0xff);
      default:
        if (state.queueSelect === 0) state.queue = this.queueWith(state.queue, offset, value);
    }
  }

  /** What is on the disk, a copy. */
  contents(): Uint8Array {
    return this.disk.contents();
  }

  /** Carries out what is due. */
  advance(): void {
    const { state } = this;
    for (let count = 0; count < REQUESTS_AN_INSTANT; count++) {
      if (!state.request) this.takeRequest();
      if (!state.request || state.request.due > this.clock.time) return;
      this.finishRequest(state.request);
    }
    // The rest of a flood has to wait, so that no instant takes the host for ever.
    this.takeRequest();
    const { request } = state;
    if (request) state.request = { ...request, due: Math.max(request.due, this.clock.time + 1) };
  }

  /** The next instant at which a request is done. */
  deadline(): number {
    return this.state.request ? this.clock.instantOf(this.state.request.due) : Infinity;
  }

  save(): DeviceState {
    return { ...(this.state as unknown as { [key: string]: DeviceState }), disk: this.disk.save() };
  }
  restore(saved: DeviceState): void {
    const { disk, ...state } = saved as unknown as BlockState & { disk: DeviceState };
    this.state = state;
    this.disk.restore(disk);
  }

  private queueWith(queue: QueueState, offset: number, value: number): QueueState {
    switch (offset) {
      case Register.queueSize:
        // A size that is not allowed changes nothing.
        return value >= 1 && value <= QUEUE_SIZE_MAX ? { ...queue, size: value } : queue;
      case Register.queueReady:
        if ((value & 1) === 0) this.state.request = null;
        return { ...queue, ready: (value & 1) !== 0 };
      case Register.queueDescriptors:
        return { ...queue, descriptors: withLow(queue.descriptors, value) };
      case Register.queueDescriptors + 4:
        return { ...queue, descriptors: withHigh(queue.descriptors, value) };
      case Register.queueAvailable:
        return { ...queue, available: withLow(queue.available, value) };
      case Register.queueAvailable + 4:
        return { ...queue, available: withHigh(queue.available, value) };
      case Register.queueUsed:
        return { ...queue, used: withLow(queue.used, value) };
      case Register.queueUsed + 4:
        return { ...queue, used: withHigh(queue.used, value) };
      default:
        return queue;
    }
  }

  private setStatus(status: number): void {
    if (status === 0) this.state = atReset();
    else this.state.status = status;
  }

  private notify(): void {
    this.state.notified = true;
    this.advance();
  }

  /** The next request of the queue, if there is one, begins now. */
  private takeRequest(): void {
    const { state } = this;
    if (!state.notified || state.broken || !state.queue.ready || state.queue.size === 0) return;
    this.orBreak(() => {
      const taken = take(state.queue, this.dma);
      if (!taken) {
        state.notified = false;
        return;
      }
      const { chain, queue } = taken;
      state.queue = queue;
      state.request = { ...chain, due: this.clock.time + this.latency + excess(chain) };
    });
  }

  private finishRequest(chain: Chain): void {
    const { state, dma } = this;
    state.request = null;
    this.orBreak(() => {
      const written = perform(chain, this.disk, dma);
      state.queue = give(state.queue, chain.head, written, dma);
      if (wantsInterrupt(state.queue, dma)) this.assert(Interrupt.usedBuffer);
    });
  }

  /** Nonsense of the driver stops the device until it is reset ("Device Status Field", DEVICE_NEEDS_RESET). */
  private orBreak(action: () => void): void {
    const { state } = this;
    try {
      action();
    } catch (error) {
      if (!(error instanceof QueueError)) throw error;
      state.broken = true;
      state.notified = false;
      state.request = null;
      if ((state.driverFeatures[1] & VERSION_1) !== 0) {
        state.status |= Status.needsReset;
        this.assert(Interrupt.configuration);
      }
    }
  }

  private assert(reason: number): void {
    this.state.interruptStatus |= reason;
    this.update();
  }

  private update(): void {
    if (this.state.interruptStatus !== 0) this.interrupt();
  }

  private readConfiguration(offset: number, size: number): number {
    const { configuration } = this;
    if (offset + size > configuration.byteLength) return 0;
    if (size === 4) return configuration.getUint32(offset, true);
    return size === 2 ? configuration.getUint16(offset, true) : configuration.getUint8(offset);
  }
}

/** Ticks that a large request takes beyond the latency: what a guest asks of the host must cost it time. */
function excess({ readable, writable }: Chain): number {
  const bytes = lengthOf(readable) + lengthOf(writable) + 4096 * (readable.length + writable.length);
  return 128 * Math.floor(bytes / 2 ** 18);
}

const withLow = (address: number, low: number): number => Math.floor(address / 2 ** 32) * 2 ** 32 + low;
const withHigh = (address: number, high: number): number => (address % 2 ** 32) + high * 2 ** 32;

/** "Block Device: Device configuration layout": capacity, seg_max, blk_size, and one queue. */
function configurationOf(disk: DiskImage): DataView {
  const view = new DataView(new ArrayBuffer(60));
  view.setUint32(0, disk.sectors >>> 0, true);
  view.setUint32(4, Math.floor(disk.sectors / 2 ** 32), true);
  view.setUint32(12, SEGMENTS_MAX, true);
  view.setUint32(20, SECTOR_SIZE, true);
  view.setUint16(34, 1, true);
  return view;
}

const segments = list(tuple(address, word), 0, 0x1_0000);
const shapeOfQueue = record({
  size: number(0, QUEUE_SIZE_MAX),
  ready: boolean,
  descriptors: address,
  available: address,
  used: address,
  nextAvailable: number(0, 0xffff),
  nextUsed: number(0, 0xffff),
});

const blockShape: Shape = record({
  status: bits,
  featuresSelect: bits,
  driverFeaturesSelect: bits,
  driverFeatures: list(bits, 2),
  queueSelect: bits,
  interruptStatus: number(0, 3),
  queue: shapeOfQueue,
  notified: boolean,
  broken: boolean,
  request: either(
    nothing,
    record({ head: number(0, 0xffff), readable: segments, writable: segments, due: instant }),
  ),
  disk: diskShape,
});

/** A slot with a disk in it, where the board was given one. */
export const diskSlot = (slot: number): DeviceModel => ({
  create: ({ options: { disk, diskLatency, diskWatcher }, dma, interrupt, clock }) =>
    disk
      ? new VirtioBlock(slot, new DiskImage(disk, diskWatcher), diskLatency ?? 0, dma, interrupt, clock)
      : new EmptySlot(slot),
  stateShape: () => either(nothing, blockShape),
  treeNode: slotNode,
});
