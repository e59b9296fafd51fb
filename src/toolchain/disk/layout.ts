/** What the blocks of a disk of the built-in kernel mean: `kernel/disk_layout.h`, drawn in docs/file-system.md. */
export const BLOCK_SIZE = 4096;
export const MAGIC = 0x454c_4946_5041_5254n;
export const VERSION = 1;
/** Where the superblock has what: 32-bit numbers behind the magic. */
export const Super = {
  magic: 0,
  version: 8,
  blocks: 12,
  inodes: 16,
  log: 20,
  logBlocks: 24,
  inodeStart: 28,
  bitmapStart: 32,
  dataStart: 36,
} as const;

export const LOG_MAGIC = 0x474f_4c54;
export const LOG_BLOCKS = 60;
export const Log = { magic: 0, count: 4, blocks: 8 } as const;

export const INODE_SIZE = 64;
export const INODES_IN_BLOCK = BLOCK_SIZE / INODE_SIZE;
export const Inode = { kind: 0, links: 2, size: 8, direct: 16, indirect: 48 } as const;
export const InodeKind = { free: 0, file: 1, directory: 2 } as const;
export const ROOT_INODE = 1;

export const DIRECT = 8;
export const INDIRECT = 4;
export const NUMBERS_IN_BLOCK = BLOCK_SIZE / 4;
/** Blocks of a file. */
export const MOST_BLOCKS = DIRECT + INDIRECT * NUMBERS_IN_BLOCK;

export const ENTRY_SIZE = 64;
export const NAME_SIZE = ENTRY_SIZE - 4;

export const BITS_IN_BLOCK = 8 * BLOCK_SIZE;

/** Where the parts of a disk of so many blocks begin. */
export interface Geometry {
  readonly blocks: number;
  readonly inodes: number;
  /** Block of the log's header; its copies follow. */
  readonly log: number;
  readonly inodeStart: number;
  readonly bitmapStart: number;
  readonly dataStart: number;
}

/** The geometry of a new disk: an inode for every four blocks. */
export function geometryOf(blocks: number): Geometry {
  const inodeBlocks = Math.ceil(blocks / 4 / INODES_IN_BLOCK);
  const log = 1;
  const inodeStart = log + 1 + LOG_BLOCKS;
  const bitmapStart = inodeStart + inodeBlocks;
  const dataStart = bitmapStart + Math.ceil(blocks / BITS_IN_BLOCK);
  return { blocks, inodes: inodeBlocks * INODES_IN_BLOCK, log, inodeStart, bitmapStart, dataStart };
}
