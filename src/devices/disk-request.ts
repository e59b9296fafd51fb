import { SECTOR_SIZE, type DiskImage } from './disk-image';
import { QueueError, type Chain, type Dma, type Segment } from './virtio-queue';

/**
 * Requests to a block device (Virtual I/O Device specification 1.2, "Block Device: Device Operation"): a header of 16 bytes to
 * read, data either way, and a status byte to write.
 */
const Type = { read: 0, write: 1, flush: 4, identify: 8 } as const;
const Status = { ok: 0, error: 1, unsupported: 2 } as const;
const HEADER_SIZE = 16;
const ID_SIZE = 20;
const ID = 'trapframe-disk';

/** Bytes of a chain in one direction. */
export const lengthOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, [, length]) => sum + length, 0);

/**
 * Carries a request out, and writes its status. Data that lies outside the RAM or the disk is an error that the status tells.
 * @returns how many bytes of the chain are the device's to write
 * @throws QueueError when there is no header, or nowhere to put the status
 */
export function perform({ readable, writable }: Chain, disk: DiskImage, dma: Dma): number {
  const written = lengthOf(writable);
  if (lengthOf(readable) < HEADER_SIZE || written < 1)
    throw new QueueError('a request has no header or no status');
  const header = gather(cut(readable, 0, HEADER_SIZE), dma);
  if (!header) throw new QueueError('the header of a request lies outside the RAM');
  const view = new DataView(header.buffer);
  const sector = view.getUint32(8, true) + view.getUint32(12, true) * 2 ** 32;
  const source = cut(readable, HEADER_SIZE, lengthOf(readable) - HEADER_SIZE);
  const target = cut(writable, 0, written - 1);
  const status = carryOut(view.getUint32(0, true), sector, source, target, disk, dma);
  const [[statusAddress]] = cut(writable, written - 1, 1) as [Segment];
  if (!dma.write(statusAddress, Uint8Array.of(status))) {
    throw new QueueError('the status of a request lies outside the RAM');
  }
  return written;
}

function carryOut(
  type: number,
  sector: number,
  source: readonly Segment[],
  target: readonly Segment[],
  disk: DiskImage,
  dma: Dma,
): number {
  switch (type) {
    case Type.read: {
      if (!isOnDisk(sector, lengthOf(target), disk)) return Status.error;
      if (disk.watcher.read?.(sector, lengthOf(target)) === false) return Status.error;
      let offset = sector * SECTOR_SIZE;
      for (const [address, length] of target) {
        // Looked at before it is made room for: the length is the guest's.
        if (!dma.isRam(address, length)) return Status.error;
        const bytes = new Uint8Array(length);
        disk.read(offset, bytes);
        dma.write(address, bytes);
        offset += length;
      }
      return Status.ok;
    }
    case Type.write: {
      if (!isOnDisk(sector, lengthOf(source), disk)) return Status.error;
      const bytes = gather(source, dma);
      if (!bytes || disk.watcher.write?.(sector, bytes) === false) return Status.error;
      disk.write(sector * SECTOR_SIZE, bytes);
      return Status.ok;
    }
    case Type.flush:
      return disk.watcher.flush?.() === false ? Status.error : Status.ok;
    case Type.identify: {
      const id = new Uint8Array(Math.min(ID_SIZE, lengthOf(target)));
      id.set(new TextEncoder().encode(ID).subarray(0, id.length));
      return scatter(target, id, dma) ? Status.ok : Status.error;
    }
    default:
      return Status.unsupported;
  }
}

const isOnDisk = (sector: number, length: number, disk: DiskImage): boolean =>
  length % SECTOR_SIZE === 0 && sector + length / SECTOR_SIZE <= disk.sectors;

/** The part of a chain from byte `start` on, `length` bytes long. */
function cut(segments: readonly Segment[], start: number, length: number): Segment[] {
  const part: Segment[] = [];
  let position = 0;
  for (const [address, size] of segments) {
    const from = Math.max(start, position);
    const to = Math.min(start + length, position + size);
    if (from < to) part.push([address + from - position, to - from]);
    position += size;
  }
  return part;
}

/** undefined when a part is not RAM. */
function gather(segments: readonly Segment[], dma: Dma): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (const [address, length] of segments) {
    const bytes = dma.read(address, length);
    if (!bytes) return undefined;
    parts.push(bytes);
  }
  const all = new Uint8Array(lengthOf(segments));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** False when a part is not RAM. */
function scatter(segments: readonly Segment[], bytes: Uint8Array, dma: Dma): boolean {
  let at = 0;
  return cut(segments, 0, bytes.length).every(([address, length]) =>
    dma.write(address, bytes.subarray(at, (at += length))),
  );
}
