import { UserError } from '../../base/errors';
import {
  BITS_IN_BLOCK,
  BLOCK_SIZE,
  DIRECT,
  INDIRECT,
  INODES_IN_BLOCK,
  INODE_SIZE,
  Inode,
  LOG_BLOCKS,
  LOG_MAGIC,
  Log,
  MAGIC,
  NUMBERS_IN_BLOCK,
  Super,
  VERSION,
  type Geometry,
} from './layout';

/** An image of a disk as blocks, inodes and bits. Nothing in it is trusted: every number is compared with the geometry. */
export class Blocks {
  readonly geometry: Geometry;
  readonly view: DataView;

  /**
   * A transaction that was committed and did not reach its place is carried out, in `bytes` themselves, as the kernel does at boot.
   * @throws UserError: it is no disk of the kernel's, or its superblock or log makes no sense
   */
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < BLOCK_SIZE || this.view.getBigUint64(Super.magic, true) !== MAGIC)
      throw new UserError('this is no disk of the built-in kernel');
    const word = (offset: number): number => this.view.getUint32(offset, true);
    if (word(Super.version) !== VERSION)
      throw new UserError(
        `the disk has version ${word(Super.version)} of the file system; version ${VERSION} can be used`,
      );
    const geometry = {
      blocks: word(Super.blocks),
      inodes: word(Super.inodes),
      log: word(Super.log),
      inodeStart: word(Super.inodeStart),
      bitmapStart: word(Super.bitmapStart),
      dataStart: word(Super.dataStart),
    };
    const { blocks, inodes, log, inodeStart, bitmapStart, dataStart } = geometry;
    const fits =
      log > 0 &&
      word(Super.logBlocks) === LOG_BLOCKS &&
      log + LOG_BLOCKS < inodeStart &&
      inodes > 1 &&
      inodeStart + Math.ceil(inodes / INODES_IN_BLOCK) <= bitmapStart &&
      bitmapStart + Math.ceil(blocks / BITS_IN_BLOCK) <= dataStart &&
      dataStart < blocks &&
      blocks * BLOCK_SIZE <= bytes.length;
    if (!fits) throw new UserError('the superblock is damaged: its parts do not fit into the disk');
    this.geometry = geometry;
    this.recover();
  }

  block(number: number): Uint8Array {
    return this.bytes.subarray(number * BLOCK_SIZE, (number + 1) * BLOCK_SIZE);
  }

  /** Whether a block can belong to a file. */
  isData(number: number): boolean {
    return number >= this.geometry.dataStart && number < this.geometry.blocks;
  }

  isUsed(number: number): boolean {
    return (this.bytes[this.bitOf(number)] & (1 << (number % 8))) !== 0;
  }

  setUsed(number: number, used: boolean): void {
    if (used) this.bytes[this.bitOf(number)] |= 1 << (number % 8);
    else this.bytes[this.bitOf(number)] &= ~(1 << (number % 8));
  }

  private bitOf(number: number): number {
    return this.geometry.bitmapStart * BLOCK_SIZE + Math.floor(number / 8);
  }

  /** Byte offset of an inode in the image. @throws UserError: there is none with that number, though something names it */
  inode(number: number): number {
    const { inodes } = this.geometry;
    if (number >= inodes)
      throw new UserError(`the disk is damaged: a name leads to inode ${number}, and there are ${inodes}`);
    return this.geometry.inodeStart * BLOCK_SIZE + number * INODE_SIZE;
  }

  kind(inode: number): number {
    return this.view.getUint16(this.inode(inode) + Inode.kind, true);
  }
  links(inode: number): number {
    return this.view.getUint16(this.inode(inode) + Inode.links, true);
  }
  size(inode: number): number {
    return Number(this.view.getBigUint64(this.inode(inode) + Inode.size, true));
  }

  /** Numbers of the blocks that an inode names itself: its first ones, and then the indirect ones. 0: none. */
  named(inode: number): { readonly direct: number[]; readonly indirect: number[] } {
    const numbers = (offset: number, count: number): number[] =>
      Array.from({ length: count }, (_, index) =>
        this.view.getUint32(this.inode(inode) + offset + 4 * index, true),
      );
    return { direct: numbers(Inode.direct, DIRECT), indirect: numbers(Inode.indirect, INDIRECT) };
  }

  /** The block of a file with that index; 0 is a hole, or a number that makes no sense. */
  blockOf(inode: number, index: number): number {
    const { direct, indirect } = this.named(inode);
    if (index < DIRECT) return this.isData(direct[index]) ? direct[index] : 0;
    const holder = indirect[Math.floor((index - DIRECT) / NUMBERS_IN_BLOCK)];
    if (holder === undefined || !this.isData(holder)) return 0;
    const number = this.view.getUint32(holder * BLOCK_SIZE + 4 * ((index - DIRECT) % NUMBERS_IN_BLOCK), true);
    return this.isData(number) ? number : 0;
  }

  private recover(): void {
    const { view, geometry } = this;
    const header = geometry.log * BLOCK_SIZE;
    const count = view.getUint32(header + Log.count, true);
    if (view.getUint32(header + Log.magic, true) !== LOG_MAGIC || count > LOG_BLOCKS)
      throw new UserError('the log is damaged: its header makes no sense');
    for (let index = 0; index < count; index++) {
      const target = view.getUint32(header + Log.blocks + 4 * index, true);
      if (target <= geometry.log + LOG_BLOCKS || target >= geometry.blocks)
        throw new UserError(`the log is damaged: it has a copy of block ${target}`);
      this.block(target).set(this.block(geometry.log + 1 + index));
    }
    view.setUint32(header + Log.count, 0, true);
  }
}
