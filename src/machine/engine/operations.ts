import type { Row } from '../../isa/row';
import { rows } from '../../isa/rows';
import { compressedTargets } from './compressed-targets';

/**
 * The operations that generated code dispatches on. Most are a row of the instruction table, specialised by what
 * decoding knows: the length, and whether a jump stays within its page.
 */
export type Operation =
  | { readonly kind: 'special'; readonly special: Special }
  | { readonly kind: 'row'; readonly row: Row; readonly length: 2 | 4; readonly near: boolean };

export const SPECIALS = [
  /** Not decoded yet. Must be 0: a cleared page is undecoded. */
  'undecoded',
  /** Behind the last instruction of a page: go on at the next page. */
  'pageEnd',
  /** A breakpoint on the instruction whose operation is `behindBreakpoint`. */
  'breakpoint',
  /** A 4-byte instruction whose second half is in the next page. */
  'crossing',
  /** No instruction of this machine. */
  'illegal',
] as const;
export type Special = (typeof SPECIALS)[number];

export const special = (name: Special): number => SPECIALS.indexOf(name);

/** A branch or jump to pc + imm, which decoding can resolve when it stays within the page. */
export function isPcRelative(row: Row): boolean {
  const { meaning } = row;
  if (meaning.kind !== 'branch' && meaning.kind !== 'jump') return false;
  const { target } = meaning;
  return (
    target.kind === 'binary' &&
    target.operator === 'add' &&
    target.left.kind === 'leaf' &&
    target.left.leaf === 'pc' &&
    target.right.kind === 'leaf' &&
    target.right.leaf === 'imm'
  );
}

/** `near` of a jump that is not pc-relative (jalr): it may stay in the page, to be seen when it runs. */
function variants(row: Row): Operation[] {
  const jumps = row.meaning.kind === 'branch' || row.meaning.kind === 'jump';
  const lengths = compressedTargets.has(row.name) ? ([4, 2] as const) : ([4] as const);
  return lengths.flatMap((length) =>
    (jumps ? [true, false] : [false]).map((near): Operation => ({ kind: 'row', row, length, near })),
  );
}

/** All operations; an operation's number is its position. */
export const operations: readonly Operation[] = [
  ...SPECIALS.map((name): Operation => ({ kind: 'special', special: name })),
  ...rows.flatMap(variants),
];

const numbers = new Map<number, number>();
const key = (index: number, length: number, near: boolean): number =>
  index * 4 + (length === 2 ? 2 : 0) + (near ? 1 : 0);
operations.forEach((operation, number) => {
  if (operation.kind === 'row')
    numbers.set(key(operation.row.index, operation.length, operation.near), number);
});

/** The number of the operation for a row. `near` matters for branches and jumps alone. */
export function operationNumber(row: Row, length: 2 | 4, near: boolean): number {
  const jumps = row.meaning.kind === 'branch' || row.meaning.kind === 'jump';
  const number = numbers.get(key(row.index, length, near && jumps));
  if (number === undefined) throw new Error(`no operation for ${row.name} of ${length} bytes`);
  return number;
}
