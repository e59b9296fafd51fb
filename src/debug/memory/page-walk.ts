import { csrNumber } from '../../isa/csrs';
import { Pte } from '../../machine/sv39';
import { Status } from '../../machine/status';
import type { Hart, PageWalk } from '../../machine/types';

/** One entry that a walk looks at, in words. */
export interface WalkLevel {
  /** 2 (the root) to 0. */
  readonly level: number;
  /** Physical address of the table. */
  readonly table: number;
  readonly index: number;
  readonly entryAddress: number;
  readonly entry: bigint;
  /** The bits that are set, as letters: V R W X U G A D. */
  readonly bits: string;
  readonly words: string;
}

export type AccessKind = 'read' | 'write' | 'execute';

/** Whether an access would succeed, and why not. */
export interface AccessVerdict {
  readonly mode: 'user' | 'kernel';
  readonly access: AccessKind;
  readonly allowed: boolean;
  readonly why?: string;
}

const LETTERS = 'VRWXUGAD';
const MEANINGS: readonly (readonly [number, string])[] = [
  [Pte.R, 'readable'],
  [Pte.W, 'writable'],
  [Pte.X, 'executable'],
  [Pte.U, 'for user mode'],
  [Pte.G, 'in all address spaces'],
  [Pte.A, 'accessed'],
  [Pte.D, 'written to'],
];

export function walkLevels({ steps, leaf }: PageWalk): WalkLevel[] {
  return steps.map(({ level, entryAddress, entry }) => {
    const table = entryAddress - (entryAddress % 4096);
    const flags = Number(entry & 0xffn);
    const isLeaf = leaf?.level === level && leaf.entry === entry;
    return {
      level,
      table,
      index: (entryAddress - table) / 8,
      entryAddress,
      entry,
      bits: [...LETTERS].map((letter, bit) => ((flags >> bit) & 1 ? letter : '-')).join(''),
      words: inWords(flags, isLeaf),
    };
  });
}

function inWords(flags: number, isLeaf: boolean): string {
  if ((flags & Pte.V) === 0) return 'not valid: nothing is mapped here';
  const meanings = MEANINGS.filter(([mask]) => (flags & mask) !== 0).map(([, word]) => word);
  if (isLeaf)
    return ['a page', ...meanings, ...((flags & Pte.U) === 0 ? ['not for user mode'] : [])].join(', ');
  return (flags & (Pte.R | Pte.X)) === 0
    ? 'points to the next table'
    : ['no usable page', ...meanings].join(', ');
}

/** What the hardware would say to each kind of access, in user mode and in the kernel's. */
export function verdicts(walk: PageWalk, { sum, mxr }: StatusBits): AccessVerdict[] {
  const modes = ['user', 'kernel'] as const;
  const kinds = ['read', 'write', 'execute'] as const;
  return modes.flatMap((mode) =>
    kinds.map((access): AccessVerdict => {
      const why = whyNot(walk, mode, access, { sum, mxr });
      return { mode, access, allowed: why === undefined, ...(why === undefined ? {} : { why }) };
    }),
  );
}

export interface StatusBits {
  readonly sum: boolean;
  readonly mxr: boolean;
}

const SSTATUS = csrNumber('sstatus')!;

/** The two bits of sstatus that page permissions depend on. */
export function statusBits(hart: Hart): StatusBits {
  const status = Number((hart.readCsr(SSTATUS) ?? 0n) & 0xffff_ffffn);
  return { sum: (status & Status.SUM) !== 0, mxr: (status & Status.MXR) !== 0 };
}

function whyNot(
  { leaf, failure, steps, physical }: PageWalk,
  mode: 'user' | 'kernel',
  access: AccessKind,
  { sum, mxr }: StatusBits,
): string | undefined {
  if (failure !== undefined) return failure;
  // Translation is off.
  if (!leaf) return steps.length === 0 && physical !== undefined ? undefined : 'nothing is mapped here';
  const flags = Number(leaf.entry & 0xffn);
  const has = (mask: number): boolean => (flags & mask) !== 0;
  if (mode === 'user' && !has(Pte.U)) return 'the page is not for user mode (U = 0)';
  if (mode === 'kernel' && has(Pte.U)) {
    if (access === 'execute') return 'the kernel never executes pages of user mode (U = 1)';
    if (!sum) return 'the page is for user mode (U = 1), and the kernel may use those only with SUM = 1';
  }
  if (access === 'execute') return has(Pte.X) ? undefined : 'the page is not executable (X = 0)';
  if (access === 'write') return has(Pte.W) ? undefined : 'the page is not writable (W = 0)';
  if (has(Pte.R) || (mxr && has(Pte.X))) return undefined;
  return has(Pte.X)
    ? 'the page is executable only (R = 0), and that can be read only with MXR = 1'
    : 'the page is not readable (R = 0)';
}
