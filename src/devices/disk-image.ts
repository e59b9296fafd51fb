import type { DeviceState } from '../machine/checkpoint';
import type { DiskWatcher } from '../machine/types';
import { instant, list, tuple, type Shape } from './state-shape';

export const SECTOR_SIZE = 512;
const BLOCK_SIZE = 4096;

/**
 * The contents of a disk. The image it begins with is never changed: blocks that are written to are copied first, so one
 * image can serve many machines.
 */
export class DiskImage {
  /** Of the disk; the image's last sector is filled up with zeros. */
  readonly sectors: number;
  private readonly changed = new Map<number, Uint8Array>();
  /** Texts of changed blocks, for checkpoints; forgotten when the block changes again. */
  private readonly texts = new Map<number, string>();

  constructor(
    private readonly image: Uint8Array,
    readonly watcher: DiskWatcher = {},
  ) {
    this.sectors = Math.ceil(image.length / SECTOR_SIZE);
  }

  /** Fills `into` from a byte offset on; all of it must lie in the disk. */
  read(offset: number, into: Uint8Array): void {
    forEachPart(offset, into.length, (block, start, at, length) => {
      const contents = this.changed.get(block);
      if (contents) into.set(contents.subarray(start, start + length), at);
      else into.set(this.image.subarray(block * BLOCK_SIZE + start, block * BLOCK_SIZE + start + length), at);
    });
  }

  /** A copy of all of it, as long as the image was. */
  contents(): Uint8Array {
    const bytes = this.image.slice();
    for (const [block, contents] of this.changed) {
      const start = block * BLOCK_SIZE;
      bytes.set(contents.subarray(0, Math.min(BLOCK_SIZE, bytes.length - start)), start);
    }
    return bytes;
  }

  /** All bytes must lie in the disk. */
  write(offset: number, bytes: Uint8Array): void {
    forEachPart(offset, bytes.length, (block, start, at, length) => {
      let contents = this.changed.get(block);
      if (!contents) {
        contents = new Uint8Array(BLOCK_SIZE);
        contents.set(this.image.subarray(block * BLOCK_SIZE, (block + 1) * BLOCK_SIZE));
        this.changed.set(block, contents);
      }
      contents.set(bytes.subarray(at, at + length), start);
      this.texts.delete(block);
    });
  }

  /** The blocks that differ from the image: number and contents, a character for each byte. */
  save(): DeviceState {
    for (const [block, contents] of this.changed) {
      if (!this.texts.has(block)) this.texts.set(block, textOf(contents));
    }
    return [...this.texts].sort(([a], [b]) => a - b);
  }
  restore(state: DeviceState): void {
    const saved = new Map(state as [number, string][]);
    for (const block of [...this.changed.keys()]) if (!saved.has(block)) this.changed.delete(block);
    for (const [block, text] of saved) {
      if (this.texts.get(block) !== text) this.changed.set(block, bytesOf(text));
    }
    this.texts.clear();
    for (const [block, text] of saved) this.texts.set(block, text);
  }
}

function forEachPart(
  offset: number,
  length: number,
  action: (block: number, start: number, at: number, length: number) => void,
): void {
  for (let at = 0; at < length;) {
    const block = Math.floor((offset + at) / BLOCK_SIZE);
    const start = (offset + at) % BLOCK_SIZE;
    const part = Math.min(BLOCK_SIZE - start, length - at);
    action(block, start, at, part);
    at += part;
  }
}

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What `save` gives can be: blocks with their numbers. */
export const diskShape: Shape = list(
  tuple(
    instant,
    (text) => typeof text === 'string' && text.length === BLOCK_SIZE && !/[^\0-\xff]/.test(text),
  ),
  0,
  2 ** 20,
);
