import { decode } from '../../../isa/decode';
import type { Decoded } from '../../../isa/row';
import { isLong } from '../../instruction-fetch';
import { PAGE_SIZE } from '../../layout';
import { isPcRelative } from '../interpreter/operations';
import { isPlainAccess } from './csr-access';
import { ModeChange } from './mode-changes';

/** Instructions one behind the other, of which only the last may go elsewhere. */
export interface Block {
  /** Offset in the page of the first instruction. */
  readonly start: number;
  /** Those that are executed here, in order. */
  readonly instructions: readonly Decoded[];
  readonly end: BlockEnd;
}

/** How it goes on behind the last instruction. Targets are offsets in the page, and may lie outside of it. */
export type BlockEnd =
  /** With the interpreter: the instruction there is not for translated code. */
  | { readonly kind: 'leave'; readonly target: number }
  | { readonly kind: 'goto'; readonly target: number }
  /** The last instruction is a branch. */
  | { readonly kind: 'branch'; readonly target: number; readonly next: number }
  /** The last instruction is a jump to a register. */
  | { readonly kind: 'indirect' }
  /** Its last step is the instruction at the target, which is not among those above. */
  | { readonly kind: 'modeChange'; readonly change: ModeChange; readonly target: number };

/** Code of one page, as far as it is reached from one instruction without leaving the page. */
export interface Region {
  readonly entry: number;
  /** By offset of their first instruction. */
  readonly blocks: ReadonlyMap<number, Block>;
  /** Offsets in the page that hold its code: the first, and that behind the last. */
  readonly first: number;
  readonly last: number;
  readonly steps: number;
}

/** What the code of a page is read with. */
export interface PageReader {
  /** The halfword at an offset. */
  halfword(offset: number): number;
  /** Has the instruction a mark? */
  isMarked(offset: number, instruction: Decoded): boolean;
}

/** Instructions of a region at most: V8's work grows faster than its size. */
const MOST = 400;
const LAST_HALFWORD = PAGE_SIZE - 2;

/** Can translated code do it? What it cannot is left to the interpreter. */
function isTranslatable(instruction: Decoded): boolean {
  const { row, rd } = instruction;
  switch (row.meaning.kind) {
    case 'compute':
    case 'store':
    case 'branch':
    case 'jump':
    case 'fence':
    case 'amo':
    case 'loadReserved':
    case 'storeConditional':
      return true;
    case 'load':
      return rd !== 0;
    case 'csr':
      return isPlainAccess(instruction);
    case 'system':
      return modeChangeOf(instruction) !== undefined;
    default:
      return false;
  }
}

function modeChangeOf({ row: { meaning } }: Decoded): ModeChange | undefined {
  return meaning.kind === 'system' && meaning.operation in ModeChange
    ? (meaning.operation as ModeChange)
    : undefined;
}

const isInside = (offset: number): boolean => offset >= 0 && offset < PAGE_SIZE;

/** Finds the region that begins at an offset; undefined when its first instruction cannot be translated. */
export function findRegion(entry: number, page: PageReader): Region | undefined {
  const { instructions, foreign } = reachable(entry, page);
  if (!instructions.has(entry)) return undefined;
  const blocks = blocksOf(entry, instructions, foreign);
  let first = PAGE_SIZE;
  let last = 0;
  for (const [offset, { length }] of instructions) {
    first = Math.min(first, offset);
    last = Math.max(last, offset + length);
  }
  return { entry, blocks, first, last, steps: instructions.size };
}

/** Where it may go on behind an instruction, as far as that is known and in the page. */
function successors(offset: number, { row, imm, length }: Decoded): number[] {
  const { kind } = row.meaning;
  if (kind === 'branch') return [offset + length, offset + imm].filter(isInside);
  if (kind !== 'jump' && kind !== 'system') return [offset + length].filter(isInside);
  return [];
}

/** A jump without a link, within the page: the code goes on there. */
const isGoto = ({ row, rd }: Decoded): boolean =>
  row.meaning.kind === 'jump' && rd === 0 && isPcRelative(row);

/** @returns what can be translated, by offset, and where what cannot is */
function reachable(
  entry: number,
  page: PageReader,
): { instructions: Map<number, Decoded>; foreign: Set<number> } {
  const found = new Map<number, Decoded>();
  const foreign = new Set<number>();
  const waiting = [entry];
  while (waiting.length > 0 && found.size < MOST) {
    const offset = waiting.pop()!;
    if (found.has(offset)) continue;
    const decoded = instructionAt(offset, page);
    if (!decoded || !isTranslatable(decoded) || page.isMarked(offset, decoded)) {
      foreign.add(offset);
      continue;
    }
    found.set(offset, decoded);
    const next = isGoto(decoded) ? [offset + decoded.imm].filter(isInside) : successors(offset, decoded);
    // What follows is found first, so that a region that is too large ends far from its straight path.
    waiting.push(...next.reverse());
  }
  return { instructions: found, foreign };
}

/** Undefined: there is none, or it reaches into the next page. */
function instructionAt(offset: number, page: PageReader): Decoded | undefined {
  const low = page.halfword(offset);
  if (offset < LAST_HALFWORD) return decode((low | (page.halfword(offset + 2) << 16)) >>> 0);
  return isLong(low) ? undefined : decode(low);
}

function blocksOf(
  entry: number,
  instructions: ReadonlyMap<number, Decoded>,
  foreign: ReadonlySet<number>,
): Map<number, Block> {
  const leaders = new Set([entry]);
  for (const [offset, decoded] of instructions) {
    const { kind } = decoded.row.meaning;
    if (kind === 'branch') leaders.add(offset + decoded.length).add(offset + decoded.imm);
    else if (isGoto(decoded)) leaders.add(offset + decoded.imm);
  }
  const blocks = new Map<number, Block>();
  for (const start of leaders) {
    if (instructions.has(start)) blocks.set(start, blockFrom(start, instructions, foreign, leaders));
  }
  return blocks;
}

function blockFrom(
  start: number,
  instructions: ReadonlyMap<number, Decoded>,
  foreign: ReadonlySet<number>,
  leaders: ReadonlySet<number>,
): Block {
  const own: Decoded[] = [];
  let offset = start;
  for (;;) {
    const decoded = instructions.get(offset);
    if (!decoded) {
      // Behind the page, and where a region was too large, other translated code may go on.
      return {
        start,
        instructions: own,
        end: { kind: foreign.has(offset) ? 'leave' : 'goto', target: offset },
      };
    }
    if (own.length > 0 && leaders.has(offset)) {
      return { start, instructions: own, end: { kind: 'goto', target: offset } };
    }
    const change = modeChangeOf(decoded);
    if (change !== undefined)
      return { start, instructions: own, end: { kind: 'modeChange', change, target: offset } };
    own.push(decoded);
    const { row, imm, length } = decoded;
    const next = offset + length;
    if (row.meaning.kind === 'branch') {
      return { start, instructions: own, end: { kind: 'branch', target: offset + imm, next } };
    }
    if (row.meaning.kind === 'jump') {
      const end: BlockEnd = isPcRelative(row) ? { kind: 'goto', target: offset + imm } : { kind: 'indirect' };
      return { start, instructions: own, end };
    }
    offset = next;
  }
}
