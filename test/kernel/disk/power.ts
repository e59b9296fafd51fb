import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bootImage } from '../../../src/debug/launch/images';
import { createBoard } from '../../../src/devices/virt';
import type { DiskWatcher, Machine } from '../../../src/machine/types';
import { bootList } from '../../../src/toolchain/boot-list';
import { checkDisk } from '../../../src/toolchain/disk/check';
import { DiskFiles, formatDisk } from '../../../src/toolchain/disk/disk-files';
import { readElf } from '../../../src/toolchain/elf/read';
import { makeInitrd } from '../../../src/toolchain/initrd';

const SECTOR = 512;
const MEMORY = 16 * 2 ** 20;
const LIMIT = 2_000_000_000;

/** What happened, in order: the disk was written to or flushed, or the program said something. */
export type Event =
  | { readonly kind: 'write'; readonly sector: number; readonly bytes: Uint8Array }
  | { readonly kind: 'flush' }
  | { readonly kind: 'line'; readonly text: string };

/** The board with the kernel and a disk, at its reset. */
export function boardWith(
  kernel: string,
  program: Uint8Array,
  argv: readonly string[],
  disk: Uint8Array,
  diskWatcher: DiskWatcher = {},
): Machine {
  const image = bootImage(readElf(readFileSync(kernel), kernel), kernel, MEMORY);
  const initrd = makeInitrd([{ name: 'bin/power', bytes: program }, bootList([{ file: 'bin/power', argv }])]);
  return createBoard({ ...image, initrd, bootargs: '' }, { memory: MEMORY, cpus: 1, disk, diskWatcher });
}

/** A run of the program on a new disk, and all that happened in it. */
export function record(kernel: string, program: Uint8Array, seed: number, changes: number): Event[] {
  const events: Event[] = [];
  const machine = boardWith(kernel, program, ['power', String(seed), String(changes)], newDisk(), {
    write(sector, bytes) {
      events.push({ kind: 'write', sector, bytes: bytes.slice() });
      return true;
    },
    flush() {
      events.push({ kind: 'flush' });
      return true;
    },
  });
  let line = '';
  machine.onConsole = (byte) => {
    if (byte !== 10) line += String.fromCharCode(byte);
    else {
      events.push({ kind: 'line', text: line });
      line = '';
    }
  };
  assert.deepEqual(machine.run(LIMIT), { kind: 'finished', code: 0 }, line);
  assert.deepEqual(checkDisk(machine.readDisk()!), []);
  return events;
}

export const newDisk = (): Uint8Array => formatDisk(2 ** 21);

/**
 * The disk as a power failure leaves it after so many events: what a flush covered is there, and of all other sectors any.
 * @param isKept decides about each of those
 */
export function diskAfter(events: readonly Event[], count: number, isKept: () => boolean): Uint8Array {
  const disk = newDisk();
  const before = events.slice(0, count);
  const flushed = before.map(({ kind }) => kind).lastIndexOf('flush');
  before.forEach((event, index) => {
    if (event.kind !== 'write') return;
    for (let at = 0; at < event.bytes.length; at += SECTOR) {
      if (index > flushed && !isKept()) continue;
      disk.set(event.bytes.subarray(at, at + SECTOR), event.sector * SECTOR + at);
    }
  });
  return disk;
}

/** Each name whose last change was done: what it must be. A name that was being changed can be anything. */
export function promised(events: readonly Event[], count: number): Map<string, string> {
  const promises = new Map<string, string>();
  for (const event of events.slice(0, count)) {
    if (event.kind !== 'line') continue;
    const [word, name, ...what] = event.text.split(' ');
    if (word === 'begin') promises.delete(name);
    else promises.set(name, what.join(' '));
  }
  return promises;
}

/** What is wrong with a disk, given what was promised; nothing: undefined. */
export function brokenPromise(disk: Uint8Array, promises: ReadonlyMap<string, string>): string | undefined {
  let problems: string[];
  try {
    problems = checkDisk(disk);
  } catch (error) {
    return String(error);
  }
  if (problems.length > 0) return problems[0];
  const files = new DiskFiles(disk.slice());
  for (const [name, what] of promises) {
    const inode = files.find(name);
    if (what === 'gone') {
      if (inode !== undefined) return `${name} is there again`;
    } else if (inode === undefined) return `${name} is gone`;
    else if (what === 'directory') {
      if (!files.isDirectory(inode)) return `${name} is no directory`;
    } else {
      const [version, size] = what.split(' ').map(Number);
      const number = Number(/\d+$/.exec(name)![0]);
      const content = files.read(inode);
      const isWhole =
        content.length === size &&
        content.every((byte, i) => byte === ((number * 31 + version * 17 + i * 7 + (i >> 8)) & 0xff));
      if (!isWhole) return `${name} is not what was closed`;
    }
  }
  return undefined;
}

/** The kernel boots with that disk, and brings it in order. @returns the disk then */
export function bootAgain(kernel: string, program: Uint8Array, disk: Uint8Array): Uint8Array {
  const machine = boardWith(kernel, program, ['power', '0', '0'], disk);
  assert.deepEqual(machine.run(LIMIT), { kind: 'finished', code: 0 });
  return machine.readDisk()!;
}
