import type { PhysicalMemoryBody } from '../../protocol/requests';

/** A stretch of physical memory with one owner. */
export interface Range extends Omit<PhysicalMemoryBody['ranges'][number], 'start' | 'end' | 'address'> {
  readonly start: number;
  /** Behind its last byte. */
  readonly end: number;
  /** Where it is for the process that has it. */
  readonly address?: bigint;
}

export const FRAME = 4096;

/** Numbers for the texts of the adapter. Physical addresses are below 2^53 on every machine here. */
export const rangesOf = ({ ranges }: PhysicalMemoryBody): Range[] =>
  ranges.map(({ start, end, address, ...range }) => ({
    ...range,
    start: Number(start),
    end: Number(end),
    ...(address === undefined ? {} : { address: BigInt(address) }),
  }));

interface Owner {
  /** Of everything that one owner has, and of nothing else. */
  readonly key: string;
  /** A sign besides the colour: a letter, or the last digits of a pid. */
  readonly sign: string;
  readonly label: string;
  /** Which colour it has: see style.css. */
  readonly color: string;
}

const owners: Readonly<Record<Exclude<Range['owner'], 'process'>, readonly [sign: string, label: string]>> = {
  kernelImage: ['K', 'Kernel'],
  kernelStack: ['S', 'Kernel stacks'],
  kernelHeap: ['H', 'Kernel heap'],
  pageTable: ['T', 'Page tables'],
  free: ['·', 'Free'],
  initrd: ['R', 'Initial RAM disk'],
  deviceTree: ['D', 'Device tree'],
  device: ['', 'Devices'],
  other: ['?', 'Not known'],
};

const PROCESS_COLORS = 4;

export function ownerOf({ owner, pid = 0, name = '' }: Range): Owner {
  if (owner === 'process') {
    return {
      key: `process ${pid}`,
      sign: String(pid % 100),
      label: processInWords(pid, name),
      color: `process-${pid % PROCESS_COLORS}`,
    };
  }
  const [sign, label] = owners[owner];
  return { key: owner, sign, label, color: owner };
}

export const processInWords = (pid: number, name: string): string =>
  `Process ${pid}${name === '' ? '' : ` (${name})`}`;
