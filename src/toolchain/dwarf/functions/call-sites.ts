import { Attribute } from '../attributes';
import { childrenOf, type Entry } from '../entries';
import { Tag } from '../tags';

/** Blocks within blocks; calls in deeper ones are left out. */
const DEEPEST = 64;

const known = new WeakMap<Entry, ReadonlyMap<bigint, Entry>>();

/**
 * What the compiler says of the call in a function that returns to an address (DWARF 5, 3.4.1, and as GNU compilers wrote it
 * before).
 * @param caller the entry of the function
 */
export function callReturningTo(caller: Entry, address: bigint): Entry | undefined {
  let sites = known.get(caller);
  if (!sites) known.set(caller, (sites = new Map(callsIn(caller))));
  return sites.get(address);
}

function* callsIn(entry: Entry, depth = 0): Generator<[returnsTo: bigint, site: Entry]> {
  for (const child of childrenOf(entry)) {
    switch (child.tag) {
      case Tag.callSite:
      case Tag.gnuCallSite: {
        const returnsTo = child.address(Attribute.callReturnPc) ?? child.address(Attribute.lowPc);
        if (returnsTo !== undefined) yield [returnsTo, child];
        break;
      }
      case Tag.lexicalBlock:
      case Tag.inlinedSubroutine:
        if (depth < DEEPEST) yield* callsIn(child, depth + 1);
    }
  }
}
