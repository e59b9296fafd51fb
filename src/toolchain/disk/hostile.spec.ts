/** Damaged disks are refused in words, or read and changed; nothing else happens. TRAPFRAME_FUZZ says how many, TRAPFRAME_SEED which. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../base/errors';
import { checkDisk } from './check';
import { DiskFiles, formatDisk, LEAST_DISK_SIZE } from './disk-files';
import { BLOCK_SIZE, ROOT_INODE } from './layout';

const RUNS = Number(process.env['TRAPFRAME_FUZZ'] ?? (process.env['CI'] === 'true' ? 2000 : 200));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 3);

const good = formatDisk(LEAST_DISK_SIZE);
const files = new DiskFiles(good);
files.put('/a', new Uint8Array(10));
files.put('/b/c/d', new Uint8Array(20 * BLOCK_SIZE).fill(7));
files.put('/b/e', new Uint8Array(1));
/** Bytes that say something: all else is nothing, or what is in a file. */
const places = [...good.keys()].filter((at) => good[at] !== 0 && good[at] !== 7);

const change = fc.record({
  at: fc.oneof(fc.constantFrom(...places), fc.nat(63), fc.nat(good.length - 8)),
  length: fc.constantFrom(1, 1, 2, 4),
  byte: fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff), fc.nat(255)),
});

/** @throws what is no refusal */
function inWords(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    assert.match(error.message, /^[^\n]+$/);
  }
}

test('bytes changed, and cut off', () => {
  const property = fc.property(
    fc.array(change, { minLength: 1, maxLength: 6 }),
    fc.option(fc.nat(good.length), { freq: 8 }),
    (changes, end) => {
      const image = good.slice(0, end ?? undefined);
      for (const { at, length, byte } of changes) image.fill(byte, at, at + length);
      inWords(() => void checkDisk(image));
      inWords(() => {
        const disk = new DiskFiles(image);
        inWords(() => void disk.room());
        for (const path of ['/', '/a', '/b', '/b/c/d', '/b/e']) {
          inWords(() => {
            const inode = disk.find(path);
            if (inode === undefined) return;
            if (disk.isDirectory(inode)) disk.list(inode);
            else disk.read(inode);
          });
        }
        inWords(() => void disk.list(ROOT_INODE));
        inWords(() => disk.put('/a', new Uint8Array(3 * BLOCK_SIZE)));
        inWords(() => disk.put('/new/file', new Uint8Array(5 * BLOCK_SIZE)));
      });
    },
  );
  fc.assert(property, { seed: SEED, numRuns: RUNS });
});
