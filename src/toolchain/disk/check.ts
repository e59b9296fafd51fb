import { Blocks } from './blocks';
import { DiskFiles } from './disk-files';
import { BLOCK_SIZE, InodeKind, MOST_BLOCKS, NUMBERS_IN_BLOCK, ROOT_INODE, DIRECT } from './layout';

/**
 * Everything about a disk that is not as it must be, a line each; none: all is well. What a power failure may leave behind is well: a
 * transaction in the log, and files without a name, which the kernel removes when it boots.
 * @param image is not changed
 * @throws UserError when it is no disk of the kernel's at all, or its superblock or its log is damaged
 */
export function checkDisk(image: Uint8Array): string[] {
  const bytes = image.slice();
  const blocks = new Blocks(bytes);
  const problems: string[] = [];
  const names = countNames(new DiskFiles(bytes), blocks, problems);
  const owners = new Map<number, number>();
  for (let inode = ROOT_INODE; inode < blocks.geometry.inodes; inode++) {
    const kind = blocks.kind(inode);
    if (kind === InodeKind.free) continue;
    if (kind > InodeKind.directory) {
      problems.push(`inode ${inode} is of kind ${kind}, which there is not`);
      continue;
    }
    const count = names.get(inode) ?? 0;
    if (blocks.links(inode) !== count)
      problems.push(`inode ${inode} says that it has ${blocks.links(inode)} names, and has ${count}`);
    claim(inode, blocks, owners, problems);
  }
  const { geometry } = blocks;
  for (let block = 0; block < geometry.blocks; block++) {
    const isNeeded = block < geometry.dataStart || owners.has(block);
    if (blocks.isUsed(block) === isNeeded) continue;
    problems.push(
      isNeeded ? `block ${block} is in use, and marked as free` : `block ${block} is lost: nobody has it`,
    );
  }
  return problems;
}

/** How many names each inode has, from the root on. */
function countNames(files: DiskFiles, blocks: Blocks, problems: string[]): Map<number, number> {
  const names = new Map<number, number>([[ROOT_INODE, 1]]);
  if (!files.isDirectory(ROOT_INODE)) {
    problems.push('the root is no directory');
    return names;
  }
  const visit = (directory: number, path: string): void => {
    const seen = new Set<string>();
    for (const { name, inode } of files.list(directory)) {
      const where = `${path}/${name}`;
      if (name === '' || name.includes('/') || name === '.' || name === '..')
        problems.push(`${path || '/'} has an entry with the name "${name}"`);
      if (seen.has(name)) problems.push(`${where} is there twice`);
      seen.add(name);
      if (inode >= blocks.geometry.inodes || blocks.kind(inode) === InodeKind.free) {
        problems.push(`${where} leads to inode ${inode}, which is free`);
        continue;
      }
      const count = (names.get(inode) ?? 0) + 1;
      names.set(inode, count);
      if (!files.isDirectory(inode)) continue;
      if (count > 1) problems.push(`${where} is a directory that has another name`);
      else visit(inode, where);
    }
  };
  visit(ROOT_INODE, '');
  return names;
}

/** Every block that an inode names is a block of files, and its alone. */
function claim(inode: number, blocks: Blocks, owners: Map<number, number>, problems: string[]): void {
  const size = blocks.size(inode);
  if (size > MOST_BLOCKS * BLOCK_SIZE) problems.push(`inode ${inode} has a size of ${size} bytes`);
  const take = (block: number, index: number): void => {
    if (block === 0) return;
    const owner = owners.get(block);
    if (!blocks.isData(block))
      problems.push(`inode ${inode} names block ${block}, which is no block of a file`);
    else if (owner !== undefined) problems.push(`block ${block} belongs to inode ${owner} and to ${inode}`);
    else owners.set(block, inode);
    if (index * BLOCK_SIZE >= size) problems.push(`inode ${inode} has a block behind its end`);
  };
  const { direct, indirect } = blocks.named(inode);
  direct.forEach(take);
  indirect.forEach((holder, part) => {
    take(holder, -1);
    if (!blocks.isData(holder)) return;
    for (let index = 0; index < NUMBERS_IN_BLOCK; index++) {
      const block = blocks.view.getUint32(holder * BLOCK_SIZE + 4 * index, true);
      take(block, DIRECT + part * NUMBERS_IN_BLOCK + index);
    }
  });
}
