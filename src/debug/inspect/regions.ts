import { registerNumber } from '../../isa/registers';
import { Pte } from '../../machine/sv39';
import { board } from '../../devices/board';
import { RAM_BASE } from '../../machine/physical-memory';
import { functionNames } from '../kernels/function-names';
import type { Process } from '../kernels/process-entries';
import type { Image } from '../symbols/image';
import type { System } from '../system';
import { stackOf } from '../unwind/stacks';
import { argumentVector, type ArgumentVector } from '../memory/arguments';
import { mappingsOf, type Mapping } from '../memory/mappings';

export type RegionKind =
  | 'code'
  | 'constants'
  | 'data'
  | 'heap'
  | 'stack'
  | 'guard'
  | 'trapFrame'
  | 'trampoline'
  | 'kernel'
  | 'device'
  | 'other';

/** A stretch of virtual addresses that are alike. */
export interface Region {
  readonly kind: RegionKind;
  readonly start: bigint;
  /** Behind its last byte. */
  readonly end: bigint;
  /** `rwx`, with `-` for what is not allowed; empty where nothing is mapped. */
  readonly permissions: string;
  /** The program may use it (U = 1). */
  readonly isUsers: boolean;
  /** The page is copied when it is written: other processes may have it, too. */
  readonly copyOnWrite?: true;
  /** Pages (of 4 KiB) of physical memory behind it. */
  readonly frames: number;
  /** Where it begins in physical memory; absent where nothing is mapped. */
  readonly physical?: number;
}

export interface AddressSpaceMap {
  readonly regions: readonly Region[];
  readonly arguments?: ArgumentVector;
  readonly isCut: boolean;
}

const PAGE = 4096;

/** What is where in the address space of a process, the kernel's part with it. */
export function addressSpaceOf(system: System, process: Process): AddressSpaceMap {
  const { leaves, isCut } = mappingsOf(system.machine, process.satp);
  const regions = regionsOf(system, process, leaves);
  const stack = regions.find(({ kind }) => kind === 'stack');
  const found = stack && argumentVector(system.spaceOfProcess(process), stack.end);
  return { regions, isCut, ...(found ? { arguments: found } : {}) };
}

/** What is where in some of the mappings of a process, which ascend by address. */
export function regionsOf(system: System, process: Process, leaves: readonly Mapping[]): Region[] {
  const sp = userStackPointer(system, process);
  const classify = classifier(system, process, sp);
  const merged: Stretch[] = [];
  const copyOnWrite = system.kernel?.description.memory?.copyOnWrite ?? 0;
  for (const leaf of leaves) {
    const kind = classify(leaf);
    const last = merged.at(-1);
    if (last && isContinued(last, leaf, kind, copyOnWrite)) {
      last.end = leaf.address + BigInt(leaf.size);
      last.frames += leaf.size / PAGE;
    } else merged.push(stretchOf(leaf, kind, copyOnWrite));
  }
  return withStack(merged.map(regionOf), sp, system.kernel?.stackGrowsTo);
}

const regionOf = ({ rights: _, ...region }: Stretch): Region => region;

/** A region that is still growing. */
interface Stretch extends Region {
  end: bigint;
  frames: number;
  /** Of the entries of its pages, those that say who may do what. */
  readonly rights: number;
}

const RIGHTS = Pte.R | Pte.W | Pte.X | Pte.U;

function stretchOf(
  { address, size, physical, flags }: Mapping,
  kind: RegionKind,
  copyOnWrite: number,
): Stretch {
  const bit = (mask: number, letter: string): string => ((flags & mask) === 0 ? '-' : letter);
  return {
    kind,
    start: address,
    end: address + BigInt(size),
    physical,
    frames: size / PAGE,
    permissions: bit(Pte.R, 'r') + bit(Pte.W, 'w') + bit(Pte.X, 'x'),
    isUsers: (flags & Pte.U) !== 0,
    rights: flags & (RIGHTS | copyOnWrite),
    ...((flags & copyOnWrite) !== 0 && { copyOnWrite: true as const }),
  };
}

const isContinued = (last: Stretch, next: Mapping, kind: RegionKind, copyOnWrite: number): boolean =>
  last.kind === kind && last.rights === (next.flags & (RIGHTS | copyOnWrite)) && last.end === next.address;

/**
 * The region that sp points into, or right behind, is the stack, with what lies beside it and differs only in being shared; where nothing
 * is mapped below it, that is its guard, or what it may still grow into.
 */
function withStack(
  regions: readonly Region[],
  sp: bigint | undefined,
  growsTo: bigint | undefined,
): Region[] {
  const isPlain = (one: Region | undefined): boolean =>
    one !== undefined && one.isUsers && (one.kind === 'other' || one.kind === 'data');
  const found = regions.findIndex((one) => sp !== undefined && sp > one.start && sp <= one.end);
  if (!isPlain(regions[found])) return [...regions];
  const touches = (low: number): boolean => regions[low]?.end === regions[low + 1]?.start;
  let [first, last] = [found, found];
  while (isPlain(regions[first - 1]) && touches(first - 1)) first--;
  while (isPlain(regions[last + 1]) && touches(last)) last++;
  const stack = regions.slice(first, last + 1).map((one): Region => ({ ...one, kind: 'stack' }));
  const low = stack[0].start;
  const nothing = { permissions: '', isUsers: false, frames: 0 };
  const bottom = growsTo !== undefined && growsTo < low ? growsTo : low;
  const room: Region[] = bottom < low ? [{ kind: 'stack', start: bottom, end: low, ...nothing }] : [];
  const start = bottom - BigInt(PAGE);
  const below = regions[first - 1];
  const guard: Region[] =
    below && below.end > start ? [] : [{ kind: 'guard', start, end: bottom, ...nothing }];
  return [...regions.slice(0, first), ...guard, ...room, ...stack, ...regions.slice(last + 1)];
}

function classifier(system: System, process: Process, sp: bigint | undefined): (leaf: Mapping) => RegionKind {
  const { kernel } = system;
  const image = system.programOf(process);
  const number = (name: 'heapStart' | 'heapEnd' | 'size'): bigint | undefined =>
    kernel?.numberOf(process, name);
  const [heapStart, heapEnd, size] = [number('heapStart'), number('heapEnd'), number('size')];
  const trampoline = trampolineOf(system, process);
  // Where only the end of a program's memory is known, the stack divides it from its heap.
  const isHeap = (address: bigint): boolean =>
    heapStart !== undefined && heapEnd !== undefined
      ? address >= heapStart && address < heapEnd
      : size !== undefined && sp !== undefined && address > sp && address < size;
  return ({ address, physical, flags }) => {
    if ((flags & Pte.U) === 0) {
      if (address === trampoline) return 'trampoline';
      const isGate = BigInt(physical) !== address || process.kernelSatp !== undefined;
      if (process.trapFrame !== 0n && BigInt(physical) === process.trapFrame && isGate) return 'trapFrame';
      if (size !== undefined && address < size) return 'guard';
      return isDevice(physical) ? 'device' : 'kernel';
    }
    const inImage = kindIn(image, address);
    if (inImage) return inImage;
    if (isHeap(address)) return 'heap';
    if ((flags & Pte.X) !== 0) return 'code';
    return image ? 'other' : 'data';
  };
}

/** Where the code is that both page tables have, the program's and the kernel's; -1: there is one page table. */
function trampolineOf(system: System, process: Process): bigint {
  const { memory, traps } = system.kernel?.description ?? {};
  if (memory?.trampoline) return BigInt(memory.trampoline.address);
  if (process.kernelSatp === undefined) return -1n;
  const pages = functionNames(traps?.vector).map((name) => {
    const address = system.kernelImage?.symbols.named(name)?.address ?? 0n;
    return address - (address % BigInt(PAGE));
  });
  const space = system.spaceOfProcess(process);
  return pages.find((page) => space.walk(page).leaf !== undefined) ?? -1n;
}

function kindIn(image: Image | undefined, address: bigint): RegionKind | undefined {
  const segment = image?.segmentAt(address);
  if (!segment) return undefined;
  if (segment.isCode) return 'code';
  return segment.isWritable ? 'data' : 'constants';
}

const DEVICES_BEGIN = Math.min(...board.map(({ base }) => base));
const isDevice = (physical: number): boolean => physical >= DEVICES_BEGIN && physical < RAM_BASE;

/** sp as the program has it, or had it when it trapped. */
function userStackPointer(system: System, process: Process): bigint | undefined {
  const hart = system.hartOf(process);
  const stack = stackOf(system, { kind: 'process', id: process.pid, process, hart });
  const frames = stack.slice(stack.findIndex(({ kind }) => kind === 'boundary') + 1);
  const frame = frames.find((one) => one.kind === 'code');
  return frame?.kind === 'code' ? frame.registers.read(registerNumber('sp')!) : undefined;
}
