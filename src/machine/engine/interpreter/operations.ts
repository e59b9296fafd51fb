import type { Decoded, Row } from '../../../isa/row';
import { rows } from '../../../isa/rows';
import { compressedTargets } from './compressed-targets';

/**
 * The operations that generated code dispatches on. Most are a row of the instruction table, specialised by what
 * decoding knows.
 */
export type Operation =
  | { readonly kind: 'special'; readonly special: Special }
  /** Nothing but on to the next: a fence, or a computation whose result goes to x0. */
  | { readonly kind: 'nothing'; readonly length: 2 | 4 }
  | RowOperation;

export interface RowOperation {
  readonly kind: 'row';
  readonly row: Row;
  /** Bytes of the instruction. */
  readonly length: 2 | 4;
  /** A jump that stays within its page; one to a register may. */
  readonly near: boolean;
  /** The result goes to x0: a jump without a link, or an access to memory that TypeScript does. */
  readonly discards: boolean;
}

export const SPECIALS = [
  /** Not decoded yet. Must be 0: a cleared page is undecoded. */
  'undecoded',
  /** Behind the last instruction of a page: go on at the next page. */
  'pageEnd',
  /** The instruction has a mark (`marks.ts`). */
  'breakpoint',
  /** A 4-byte instruction whose second half is in the next page. */
  'crossing',
  /** No instruction of this machine. */
  'illegal',
  /** In a part of its page that may not be executed. */
  'forbidden',
  /** Translated code begins here (`translator/`): the entry's immediate, of 4 bytes, is its place in the table of functions. */
  'translated',
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

/** Is the immediate too large for an i16? */
export const hasWideImmediate = ({ format }: Row): boolean => format === 'u' || format === 'j';

const isJump = (row: Row): boolean => row.meaning.kind === 'branch' || row.meaning.kind === 'jump';

/** Does the row write rd in the engine's loop, other than by a mere computation? */
const hasDiscardVariant = ({ meaning: { kind } }: Row): boolean => kind === 'jump' || kind === 'load';

function variants(row: Row): RowOperation[] {
  const lengths = compressedTargets.has(row.name) ? ([4, 2] as const) : ([4] as const);
  const distances = isJump(row) ? [true, false] : [false];
  const results = hasDiscardVariant(row) ? [false, true] : [false];
  return lengths.flatMap((length) =>
    distances.flatMap((near) =>
      results.map((discards): RowOperation => ({ kind: 'row', row, length, near, discards })),
    ),
  );
}

/** All operations; an operation's number is its position. */
export const operations: readonly Operation[] = [
  ...SPECIALS.map((name): Operation => ({ kind: 'special', special: name })),
  { kind: 'nothing', length: 4 },
  { kind: 'nothing', length: 2 },
  ...rows.flatMap(variants),
];

const key = ({ row, length, near, discards }: RowOperation): number =>
  row.index * 8 + (length === 2 ? 4 : 0) + (near ? 2 : 0) + (discards ? 1 : 0);
const numbers = new Map<number, number>();
operations.forEach((operation, number) => {
  if (operation.kind === 'row') numbers.set(key(operation), number);
});
const NOTHING = { 4: SPECIALS.length, 2: SPECIALS.length + 1 } as const;

/** The number of a row's operation. */
function numberOf(operation: RowOperation): number {
  const number = numbers.get(key(operation));
  if (number === undefined)
    throw new Error(`no operation for ${operation.row.name} of ${operation.length} bytes`);
  return number;
}

/** The number of the operation for a decoded instruction. `near` matters for jumps alone. */
export function operationNumber({ row, rd, length }: Decoded, near: boolean): number {
  const { kind } = row.meaning;
  if (kind === 'fence' || (kind === 'compute' && rd === 0)) return NOTHING[length];
  return numberOf({
    kind: 'row',
    row,
    length,
    near: near && isJump(row),
    discards: rd === 0 && hasDiscardVariant(row),
  });
}
