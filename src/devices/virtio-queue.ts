/**
 * A split virtqueue, seen from the device (Virtual I/O Device specification 1.2, "Split Virtqueues"). Everything in it comes from the
 * guest and may be nonsense; then a `QueueError` is thrown, which the device turns into DEVICE_NEEDS_RESET.
 */

/** Memory as a device reaches it: RAM, and nothing else. */
export interface Dma {
  isRam(address: number, length: number): boolean;
  /** undefined when any byte is not RAM. */
  read(address: number, length: number): Uint8Array | undefined;
  /** False when any byte is not RAM; then nothing is written. */
  write(address: number, bytes: Uint8Array): boolean;
}

export class QueueError extends Error {}

/** A piece of the guest's memory: address and bytes. */
export type Segment = readonly [address: number, length: number];

/** A descriptor chain: what the device may read, then what it may write. */
export interface Chain {
  readonly head: number;
  readonly readable: readonly Segment[];
  readonly writable: readonly Segment[];
}

const DESCRIPTOR_SIZE = 16;
const Flag = { next: 1, write: 2, indirect: 4 } as const;
const NO_INTERRUPT = 1;
const INDEX_MASK = 0xffff;

/** What the driver set up, and how far the device is. Plain data. */
export interface QueueState {
  readonly size: number;
  readonly ready: boolean;
  /** Physical addresses. */
  readonly descriptors: number;
  readonly available: number;
  readonly used: number;
  /** Free-running, 16 bits: the next available entry to take, the next used entry to give. */
  readonly nextAvailable: number;
  readonly nextUsed: number;
}

export const unusedQueue: QueueState = {
  size: 0,
  ready: false,
  descriptors: 0,
  available: 0,
  used: 0,
  nextAvailable: 0,
  nextUsed: 0,
};

/** The next chain that the driver made available, and the queue without it; undefined when there is none. */
export function take(queue: QueueState, dma: Dma): { chain: Chain; queue: QueueState } | undefined {
  const index = halfword(dma, queue.available + 2);
  const waiting = (index - queue.nextAvailable) & INDEX_MASK;
  if (waiting === 0) return undefined;
  if (waiting > queue.size) throw new QueueError('more buffers are available than the queue can hold');
  const head = halfword(dma, queue.available + 4 + 2 * (queue.nextAvailable % queue.size));
  const chain = readChain(queue, head, dma);
  return { chain, queue: { ...queue, nextAvailable: (queue.nextAvailable + 1) & INDEX_MASK } };
}

/** Gives a chain back, `written` bytes of which were filled. */
export function give(queue: QueueState, head: number, written: number, dma: Dma): QueueState {
  const element = new DataView(new ArrayBuffer(8));
  element.setUint32(0, head, true);
  element.setUint32(4, written, true);
  const nextUsed = (queue.nextUsed + 1) & INDEX_MASK;
  put(dma, queue.used + 4 + 8 * (queue.nextUsed % queue.size), new Uint8Array(element.buffer));
  put(dma, queue.used + 2, Uint8Array.of(nextUsed & 0xff, nextUsed >> 8));
  return { ...queue, nextUsed };
}

/** Does the driver want an interrupt for what it is given? */
export function wantsInterrupt(queue: QueueState, dma: Dma): boolean {
  return (halfword(dma, queue.available) & NO_INTERRUPT) === 0;
}

function readChain(queue: QueueState, head: number, dma: Dma): Chain {
  const readable: Segment[] = [];
  const writable: Segment[] = [];
  let table = { address: queue.descriptors, size: queue.size };
  let indirect = false;
  let index = head;
  for (;;) {
    if (index >= table.size) throw new QueueError(`there is no descriptor ${index}`);
    const bytes = dma.read(table.address + DESCRIPTOR_SIZE * index, DESCRIPTOR_SIZE);
    if (!bytes) throw new QueueError('a descriptor lies outside the RAM');
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const address = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
    const length = view.getUint32(8, true);
    const flags = view.getUint16(12, true);
    if ((flags & Flag.indirect) !== 0) {
      if (indirect || (flags & Flag.next) !== 0 || length === 0 || length % DESCRIPTOR_SIZE !== 0) {
        throw new QueueError('an indirect descriptor table is wrong');
      }
      table = { address, size: length / DESCRIPTOR_SIZE };
      indirect = true;
      index = 0;
      continue;
    }
    if (length === 0) throw new QueueError('a buffer is empty');
    if ((flags & Flag.write) !== 0) writable.push([address, length]);
    else if (writable.length > 0) throw new QueueError('a readable buffer follows a writable one');
    else readable.push([address, length]);
    // However large a table claims to be, a chain is never longer than the queue.
    if (readable.length + writable.length > queue.size) throw new QueueError('the descriptors form a loop');
    if ((flags & Flag.next) === 0) return { head, readable, writable };
    index = view.getUint16(14, true);
  }
}

function halfword(dma: Dma, address: number): number {
  const bytes = dma.read(address, 2);
  if (!bytes) throw new QueueError('a ring lies outside the RAM');
  return bytes[0] | (bytes[1] << 8);
}

function put(dma: Dma, address: number, bytes: Uint8Array): void {
  if (!dma.write(address, bytes)) throw new QueueError('a ring lies outside the RAM');
}
