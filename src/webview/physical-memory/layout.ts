import { FRAME, type Range } from './owners';

/** What a cell has of one range. */
export interface Part {
  readonly range: Range;
  readonly start: number;
  readonly end: number;
}
/** A square of the map, or a band of it: the frames from `start` up to `end`. */
export interface Cell {
  readonly start: number;
  readonly end: number;
  /** By ascending address; one, where all of it has one owner. */
  readonly parts: readonly Part[];
}
/** Rows of squares, and bands: long stretches with one owner that stand for many rows. */
export type Row = { readonly cells: readonly Cell[] } | { readonly band: Cell };

export interface Layout {
  /** Frames that a square stands for, a power of two. */
  readonly framesPerCell: number;
  readonly rows: readonly Row[];
}

/** Squares that a page, and a screen reader, can bear. More frames than that share squares. */
const MOST_CELLS = 2048;
/** Whole rows with one owner, from which on they are a band. */
const LEAST_BAND = 3;

/** @param ranges all of the RAM, by ascending address @param columns squares in a row */
export function layOut(ranges: readonly Range[], columns: number): Layout {
  for (let framesPerCell = 1; ; framesPerCell *= 2) {
    const pieces = cut(ranges, columns * framesPerCell * FRAME);
    const squares = pieces.filter(({ isBand }) => !isBand);
    const bytes = squares.reduce((sum, { start, end }) => sum + end - start, 0);
    if (bytes / FRAME / framesPerCell > MOST_CELLS) continue;
    return { framesPerCell, rows: pieces.flatMap((piece) => rowsOf(piece, columns, framesPerCell)) };
  }
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly isBand: boolean;
  readonly ranges: readonly Range[];
}

/** Bands, and what is between them; bands begin and end where rows do. */
function cut(ranges: readonly Range[], rowBytes: number): Piece[] {
  const base = ranges[0]?.start ?? 0;
  const end = ranges.at(-1)?.end ?? 0;
  const pieces: Piece[] = [];
  let done = base;
  const squaresUpTo = (to: number): void => {
    if (to <= done) return;
    const inside = ranges.filter((range) => range.start < to && range.end > done);
    pieces.push({ start: done, end: to, isBand: false, ranges: inside });
  };
  for (const range of ranges) {
    const first = base + Math.ceil((range.start - base) / rowBytes) * rowBytes;
    const last = base + Math.floor((range.end - base) / rowBytes) * rowBytes;
    if (last - first < LEAST_BAND * rowBytes) continue;
    squaresUpTo(first);
    pieces.push({ start: first, end: last, isBand: true, ranges: [range] });
    done = last;
  }
  squaresUpTo(end);
  return pieces;
}

function rowsOf({ start, end, isBand, ranges }: Piece, columns: number, framesPerCell: number): Row[] {
  if (isBand) return [{ band: { start, end, parts: [{ range: ranges[0], start, end }] } }];
  const size = framesPerCell * FRAME;
  const rows: Row[] = [];
  let next = 0;
  for (let at = start; at < end; at += columns * size) {
    const cells: Cell[] = [];
    for (let cell = at; cell < Math.min(end, at + columns * size); cell += size) {
      while (ranges[next].end <= cell) next++;
      cells.push(cellOf(cell, Math.min(end, cell + size), ranges, next));
    }
    rows.push({ cells });
  }
  return rows;
}

/** @param first of the ranges that reach into the cell */
function cellOf(start: number, end: number, ranges: readonly Range[], first: number): Cell {
  const parts: Part[] = [];
  for (let i = first; i < ranges.length && ranges[i].start < end; i++) {
    const range = ranges[i];
    parts.push({ range, start: Math.max(start, range.start), end: Math.min(end, range.end) });
  }
  return { start, end, parts };
}

/** The part that a cell is coloured by: the largest, but for what is free while anything is not. */
export function mainPart({ parts }: Cell): Part {
  const used = parts.filter(({ range }) => range.owner !== 'free');
  const rest = used.length > 0 ? used : parts;
  return rest.reduce((most, part) => (part.end - part.start > most.end - most.start ? part : most));
}
