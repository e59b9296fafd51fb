import { FRAME, ownerOf, processInWords, type Range } from './owners';
import type { Cell } from './layout';

const kinds: Readonly<Record<NonNullable<Range['kind']>, string>> = {
  code: 'code',
  constants: 'constants',
  data: 'static data',
  heap: 'heap',
  stack: 'stack',
  guard: 'guard page',
  trapFrame: 'trap frame',
  trampoline: 'trampoline',
  kernel: 'kernel',
  device: 'device',
  other: 'memory',
};

/** A number of bytes, as people say it. */
export const sizeInWords = (bytes: number): string =>
  bytes >= 1 << 20 ? `${rounded(bytes / (1 << 20))} MiB` : `${rounded(bytes / (1 << 10))} KiB`;

const rounded = (value: number): number => Math.round(10 * value) / 10;

export const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

/** Whose a stretch of memory is, and what it is for. */
export function purposeOf(range: Range): string {
  const { owner, pid, name = '', kind, sharing } = range;
  const whose = pid === undefined ? undefined : processInWords(pid, name).replace(/^P/, 'p');
  switch (owner) {
    case 'process':
      return `${processInWords(pid ?? 0, name)}: ${kinds[kind ?? 'other']}${sharing === undefined ? '' : `, shared by ${sharing} processes`}`;
    case 'kernelImage':
      return `Kernel: ${kinds[kind ?? 'other']}`;
    case 'kernelStack':
      return `Kernel stack of ${whose ?? 'no process'}`;
    case 'kernelHeap':
      return 'Kernel heap: taken from the page allocator by the kernel itself';
    case 'pageTable':
      return whose === undefined ? 'Page table of the kernel’s part, shared' : `Page table of ${whose}`;
    case 'free':
      return 'Free: nobody has it';
    case 'other':
      return 'Not known whose it is';
    default:
      return ownerOf(range).label;
  }
}

/** Which frames a cell stands for. */
export function framesInWords({ start, end }: { readonly start: number; readonly end: number }): string {
  const count = (end - start) / FRAME;
  return count === 1
    ? `Frame ${hex(start)}`
    : `${count} frames, ${sizeInWords(end - start)}, ${hex(start)} – ${hex(end)}`;
}

/** What is known of a cell, line by line: which frames, then whose they are. */
export function cellInWords(cell: Cell): string[] {
  const lines = [framesInWords(cell)];
  for (const { range, start, end } of cell.parts) {
    const count = cell.parts.length === 1 ? '' : `${(end - start) / FRAME} × `;
    lines.push(`${count}${purposeOf(range)}`);
    const address = addressAt(range, start);
    if (address !== undefined) lines.push(`virtual address ${hex(address)}`);
  }
  return lines;
}

/** Where the process that has it has the byte at a physical address. */
export const addressAt = ({ address, start }: Range, at: number): bigint | undefined =>
  address === undefined ? undefined : address + BigInt(at - start);
