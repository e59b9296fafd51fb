import { Attribute } from '../attributes';
import { nameOf } from '../declarations';
import { childrenOf, type Entry } from '../entries';
import type { Lines } from '../lines/lines';
import type { AddressRange } from '../range-map';
import { rangesOf } from '../ranges';
import { Tag } from '../tags';
import { covers, type InlinedCall, type Scope } from './model';

/** Blocks within blocks; deeper ones are left out. */
const DEEPEST = 64;

/** Reads the scopes of a function, lexical block or inlined call, down to the innermost. */
export function readScope(entry: Entry, ranges: readonly AddressRange[], lines: Lines, depth = 0): Scope {
  const { sections } = entry.unit;
  const variables: Entry[] = [];
  const scopes: Scope[] = [];
  sections.tolerate(undefined, () => {
    for (const child of childrenOf(entry)) {
      const { tag } = child;
      if (tag === Tag.formalParameter || tag === Tag.variable) variables.push(child);
      if ((tag !== Tag.lexicalBlock && tag !== Tag.inlinedSubroutine) || depth >= DEEPEST) continue;
      const own = sections.tolerate([], () => rangesOf(child));
      // A block without code of its own still declares variables of the code around it.
      const isAbstract = own.length === 0 && tag === Tag.inlinedSubroutine;
      if (!isAbstract) scopes.push(readScope(child, own.length > 0 ? own : ranges, lines, depth + 1));
    }
  });
  if (depth === 0) return { kind: 'function', ranges, variables, scopes, call: undefined };
  const isInlined = entry.tag === Tag.inlinedSubroutine;
  const call = isInlined ? sections.tolerate(undefined, () => readCall(entry, ranges, lines)) : undefined;
  return { kind: call ? 'inlined' : 'block', ranges, variables, scopes, call };
}

/** The scopes around an address, outermost first; empty when the address is not in `scope`. */
export function scopesAt(scope: Scope, address: bigint): Scope[] {
  const found: Scope[] = [];
  for (let inner: Scope | undefined = scope; inner && covers(inner.ranges, address);) {
    found.push(inner);
    inner = inner.scopes.find(({ ranges }) => covers(ranges, address));
  }
  return found;
}

/** Where something is declared, by the entry itself or one it completes. */
export function declarationOf(
  entry: Entry,
  lines: Lines,
): { file: string | undefined; line: number | undefined } {
  for (const origin of entry.origins()) {
    const line = origin.number(Attribute.declarationLine);
    if (line === undefined) continue;
    const file = originFile(origin, lines);
    return { file, line };
  }
  return { file: undefined, line: undefined };
}

/** An entry that leaves its file out is in the same file as what it completes. */
function originFile(entry: Entry, lines: Lines): string | undefined {
  for (const origin of entry.origins()) {
    const file = origin.number(Attribute.declarationFile);
    if (file !== undefined) return lines.fileOf(origin.unit, file);
  }
  return undefined;
}

function readCall(entry: Entry, ranges: readonly AddressRange[], lines: Lines): InlinedCall {
  const file = entry.number(Attribute.callFile);
  return {
    name: nameOf(entry) ?? '?',
    ranges,
    ...declarationOf(entry, lines),
    callFile: file === undefined ? undefined : lines.fileOf(entry.unit, file),
    callLine: entry.number(Attribute.callLine),
    callColumn: entry.number(Attribute.callColumn) ?? 0,
  };
}
