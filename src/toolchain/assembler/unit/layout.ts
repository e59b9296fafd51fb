import { StatementError } from '../text/cursor';
import type { Diagnostics } from '../text/diagnostics';
import { Evaluator } from './evaluate';
import { type Fixup, Fragment, type Place, type Section, type Tail, type Value } from './object';
import type { Source } from '../text/source';
import { reportThrown } from '../text/thrown';

/** Ordinary sources settle in a handful of rounds. Those that do not by then get their remaining branches in the long form. */
const PATIENCE = 30;
const LARGEST_SECTION = 64 * 1024 * 1024;

/** Where a place is in its section, whose fragments have offsets. */
export const locate = ({ section, fragment, offset }: Place): Value => ({
  base: section,
  offset: BigInt(fragment.offset! + offset),
});

/** A section, and what it is made of in the order in which that lies. */
interface Laid {
  readonly section: Section;
  readonly fragments: readonly Fragment[];
}

/** Settles the sizes of everything that depends on distances, then joins each section into one piece. */
export function layOut(sections: readonly Section[], source: Source, diagnostics: Diagnostics): void {
  const evaluator = new Evaluator({ locate, definition: () => undefined }, true);
  // Of all sections first: a branch may lead into one that comes later.
  const all = sections.map((section) => ({ section, fragments: section.fragments }));
  for (const { fragments } of all) for (const fragment of fragments) fragment.offset = 0;
  for (const one of all) estimate(one, evaluator);
  for (let round = 0; round < 3 * PATIENCE; round++) {
    let changed = false;
    for (const one of all) {
      if (measure(one, evaluator, Math.floor(round / PATIENCE))) changed = true;
    }
    if (!changed) break;
  }
  evaluator.forgetPlaces();
  for (const one of all) {
    const { section } = one;
    if (section.size <= LARGEST_SECTION) join(one, evaluator, source, diagnostics);
    else diagnostics.error({ source, start: 0, end: 0 }, `section ${section.name} is larger than 64 MiB`);
  }
}

/**
 * Gives each fragment its offset, by sizes that take what is ahead to lie at the section's start: so GNU as begins, and
 * where several layouts are consistent it depends on the beginning which one comes out.
 */
function estimate({ section, fragments }: Laid, evaluator: Evaluator): void {
  let offset = 0;
  for (const fragment of fragments) {
    fragment.offset = offset;
    offset += fragment.bytes.length;
    const { tail } = fragment;
    if (tail === undefined) continue;
    tail.size = sizeOf(tail, offset, evaluator, 0);
    offset += tail.size;
  }
  section.size = offset;
}

/** Moves each fragment by what grew in front of it in this round; what is ahead is where it was. Whether a size changed. */
function measure({ section, fragments }: Laid, evaluator: Evaluator, hurry: number): boolean {
  let changed = false;
  let moved = 0;
  for (const fragment of fragments) {
    fragment.offset! += moved;
    const { tail } = fragment;
    if (tail === undefined) continue;
    const size = sizeOf(tail, fragment.offset! + fragment.bytes.length, evaluator, hurry);
    if (size !== tail.size) changed = true;
    moved += size - tail.size;
    tail.size = size;
  }
  section.size += moved;
  return changed;
}

/** @param hurry 0: what is needed; 1: nothing shrinks any more; 2: the longest */
function sizeOf(tail: Tail, offset: number, evaluator: Evaluator, hurry: number): number {
  if (tail.longest !== undefined && hurry > 1) return tail.longest;
  evaluator.forgetPlaces();
  try {
    const size = tail.measure(offset, evaluator) ?? tail.size;
    const isFree = tail.longest === undefined || (tail.mayShrink === true && hurry === 0);
    return isFree ? size : Math.max(size, tail.size);
  } catch (error) {
    // Reported when it is written.
    if (!(error instanceof StatementError)) throw error;
    return tail.size;
  }
}

function join(
  { section, fragments }: Laid,
  evaluator: Evaluator,
  source: Source,
  diagnostics: Diagnostics,
): void {
  const whole = new Fragment();
  whole.offset = 0;
  section.whole = whole;
  if (section.noBits) return;
  for (const fragment of fragments) {
    const { offset } = fragment;
    for (const fixup of fragment.fixups) whole.fixups.push(moved(fixup, offset!));
    for (const mark of fragment.marks) whole.marks.push({ ...mark, offset: mark.offset + offset! });
    // There may be millions.
    fragment.marks.length = fragment.fixups.length = 0;
    whole.bytes.bytes(fragment.bytes.finish());
    const { tail } = fragment;
    if (tail === undefined) continue;
    const end = whole.bytes.length + tail.size;
    try {
      tail.write(whole, evaluator);
    } catch (error) {
      reportThrown(error, { source, start: 0, end: 0 }, diagnostics);
      whole.bytes.fill(end - whole.bytes.length);
    }
  }
}

const moved = (fixup: Fixup, by: number): Fixup => ({ ...fixup, offset: fixup.offset + by });
