import { UserError } from '../../base/errors';
import { Blocks } from './blocks';
import {
  BLOCK_SIZE,
  DIRECT,
  ENTRY_SIZE,
  INODE_SIZE,
  Inode,
  InodeKind,
  LOG_BLOCKS,
  LOG_MAGIC,
  Log,
  MAGIC,
  MOST_BLOCKS,
  NAME_SIZE,
  NUMBERS_IN_BLOCK,
  ROOT_INODE,
  Super,
  VERSION,
  geometryOf,
} from './layout';

export const DEFAULT_DISK_SIZE = 16 * 2 ** 20;
export const LEAST_DISK_SIZE = 2 ** 19;
export const MOST_DISK_SIZE = 2 ** 30;

/** One name of a directory. */
export interface Entry {
  readonly name: string;
  readonly inode: number;
}

/** A new disk with an empty root directory. @param size bytes, a multiple of 4096 from LEAST_DISK_SIZE to MOST_DISK_SIZE */
export function formatDisk(size: number): Uint8Array {
  const geometry = geometryOf(Math.floor(size / BLOCK_SIZE));
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(Super.magic, MAGIC, true);
  const words = {
    version: VERSION,
    blocks: geometry.blocks,
    inodes: geometry.inodes,
    log: geometry.log,
    logBlocks: LOG_BLOCKS,
    inodeStart: geometry.inodeStart,
    bitmapStart: geometry.bitmapStart,
    dataStart: geometry.dataStart,
  };
  for (const [name, value] of Object.entries(words))
    view.setUint32(Super[name as keyof typeof words], value, true);
  view.setUint32(geometry.log * BLOCK_SIZE + Log.magic, LOG_MAGIC, true);
  const disk = new Blocks(bytes);
  for (let block = 0; block < geometry.dataStart; block++) disk.setUsed(block, true);
  view.setUint16(disk.inode(ROOT_INODE) + Inode.kind, InodeKind.directory, true);
  view.setUint16(disk.inode(ROOT_INODE) + Inode.links, 1, true);
  return bytes;
}

/** The file system of a disk of the built-in kernel, from outside. Changes the bytes that it was given. */
export class DiskFiles {
  private readonly blocks: Blocks;
  private readonly view: DataView;

  /** @throws UserError when they are no such disk */
  constructor(bytes: Uint8Array) {
    this.blocks = new Blocks(bytes);
    this.view = this.blocks.view;
  }

  /** The inode at a path; undefined: there is none. */
  find(path: string): number | undefined {
    let inode = ROOT_INODE;
    for (const name of partsOf(path)) {
      const entry = this.isDirectory(inode) && this.list(inode).find((one) => one.name === name);
      if (!entry) return undefined;
      inode = entry.inode;
    }
    return inode;
  }

  isDirectory(inode: number): boolean {
    return inode < this.blocks.geometry.inodes && this.blocks.kind(inode) === InodeKind.directory;
  }

  size(inode: number): number {
    return this.blocks.size(inode);
  }

  read(inode: number): Uint8Array {
    const size = Math.min(this.blocks.size(inode), MOST_BLOCKS * BLOCK_SIZE);
    const content = new Uint8Array(size);
    for (let at = 0; at < size; at += BLOCK_SIZE) {
      const block = this.blocks.blockOf(inode, at / BLOCK_SIZE);
      if (block !== 0) content.set(this.blocks.block(block).subarray(0, Math.min(BLOCK_SIZE, size - at)), at);
    }
    return content;
  }

  /** Bytes in free blocks; a file also needs some for its administration. */
  room(): number {
    const { dataStart, blocks } = this.blocks.geometry;
    let free = 0;
    for (let block = dataStart; block < blocks; block++) if (!this.blocks.isUsed(block)) free++;
    return free * BLOCK_SIZE;
  }

  /** The names in a directory, in the order in which they are stored. */
  list(directory: number): Entry[] {
    const content = this.read(directory);
    const view = new DataView(content.buffer);
    const entries: Entry[] = [];
    for (let at = 0; at + ENTRY_SIZE <= content.length; at += ENTRY_SIZE) {
      const inode = view.getUint32(at, true);
      if (inode === 0) continue;
      const bytes = content.subarray(at + 4, at + ENTRY_SIZE);
      const end = bytes.indexOf(0);
      entries.push({ inode, name: new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)) });
    }
    return entries;
  }

  /**
   * Puts a file at a path, in place of one that is there; directories on the way are made.
   * @throws UserError: there is no room, or the path makes no sense
   */
  put(path: string, content: Uint8Array): void {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) throw new UserError(`${path}: this is the root directory`);
    const directory = this.makeDirectories(parts);
    const old = this.list(directory).find((entry) => entry.name === name);
    if (old && this.isDirectory(old.inode)) throw new UserError(`/${partsOf(path).join('/')} is a directory`);
    const inode = old?.inode ?? this.makeInode(InodeKind.file);
    this.write(inode, content, path);
    if (!old) this.addName(directory, name, inode);
  }

  /** @returns the last of them */
  makeDirectories(parts: readonly string[]): number {
    let inode = ROOT_INODE;
    for (const name of parts) {
      const entry = this.list(inode).find((one) => one.name === name);
      if (entry && !this.isDirectory(entry.inode))
        throw new UserError(`${name}: a part of the path is no directory`);
      const next = entry?.inode ?? this.makeInode(InodeKind.directory);
      if (!entry) this.addName(inode, name, next);
      inode = next;
    }
    return inode;
  }

  private makeInode(kind: number): number {
    for (let inode = ROOT_INODE; inode < this.blocks.geometry.inodes; inode++) {
      if (this.blocks.kind(inode) !== InodeKind.free) continue;
      const at = this.blocks.inode(inode);
      this.blocks.bytes.fill(0, at, at + INODE_SIZE);
      this.view.setUint16(at + Inode.kind, kind, true);
      return inode;
    }
    throw new UserError('the disk has no inode left');
  }

  private addName(directory: number, name: string, inode: number): void {
    const bytes = new TextEncoder().encode(name);
    if (bytes.length >= NAME_SIZE)
      throw new UserError(`${name}: a name has at most ${NAME_SIZE - 1} bytes on the disk`);
    const content = this.read(directory);
    const view = new DataView(content.buffer);
    let at = 0;
    while (at < content.length && view.getUint32(at, true) !== 0) at += ENTRY_SIZE;
    const longer = new Uint8Array(Math.max(content.length, at + ENTRY_SIZE));
    longer.set(content);
    longer.fill(0, at, at + ENTRY_SIZE);
    new DataView(longer.buffer).setUint32(at, inode, true);
    longer.set(bytes, at + 4);
    this.write(directory, longer, name);
    const links = this.blocks.inode(inode) + Inode.links;
    this.view.setUint16(links, this.view.getUint16(links, true) + 1, true);
  }

  /** The content of an inode becomes another. */
  private write(inode: number, content: Uint8Array, path: string): void {
    this.empty(inode);
    const count = Math.ceil(content.length / BLOCK_SIZE);
    if (count > MOST_BLOCKS)
      throw new UserError(`${path}: ${content.length} bytes are more than a file on the disk can have`);
    for (let index = 0; index < count; index++) {
      const block = this.take(path);
      this.blocks
        .block(block)
        .set(content.subarray(index * BLOCK_SIZE, Math.min((index + 1) * BLOCK_SIZE, content.length)));
      this.view.setUint32(this.placeOf(inode, index, path), block, true);
    }
    this.view.setBigUint64(this.blocks.inode(inode) + Inode.size, BigInt(content.length), true);
  }

  /** Byte offset of the number of a file's block; the indirect block is made where it is missing. */
  private placeOf(inode: number, index: number, path: string): number {
    const at = this.blocks.inode(inode);
    if (index < DIRECT) return at + Inode.direct + 4 * index;
    const holder = at + Inode.indirect + 4 * Math.floor((index - DIRECT) / NUMBERS_IN_BLOCK);
    if (this.view.getUint32(holder, true) === 0) this.view.setUint32(holder, this.take(path), true);
    return this.view.getUint32(holder, true) * BLOCK_SIZE + 4 * ((index - DIRECT) % NUMBERS_IN_BLOCK);
  }

  /** A free block, full of zeros. */
  private take(path: string): number {
    const { dataStart, blocks } = this.blocks.geometry;
    for (let block = dataStart; block < blocks; block++) {
      if (this.blocks.isUsed(block)) continue;
      this.blocks.setUsed(block, true);
      this.blocks.block(block).fill(0);
      return block;
    }
    throw new UserError(`${path}: the disk is full`);
  }

  private empty(inode: number): void {
    const { direct, indirect } = this.blocks.named(inode);
    const give = (block: number): void => {
      if (this.blocks.isData(block)) this.blocks.setUsed(block, false);
    };
    for (const holder of indirect) {
      if (!this.blocks.isData(holder)) continue;
      for (let index = 0; index < NUMBERS_IN_BLOCK; index++)
        give(this.view.getUint32(holder * BLOCK_SIZE + 4 * index, true));
      give(holder);
    }
    direct.forEach(give);
    const at = this.blocks.inode(inode);
    this.blocks.bytes.fill(0, at + Inode.size, at + INODE_SIZE);
  }
}

/** The names of a path on the disk, which begins at the root: "." and ".." are worked out. */
export function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}
