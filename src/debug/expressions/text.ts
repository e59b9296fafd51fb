import { sizeOf, stripped } from '../../toolchain/dwarf/types/model';
import { readBytes } from '../values/location';
import { ValueProblem } from '../values/problem';
import { numberOf, type Value } from '../values/value';

/** Whether two texts (arrays of, or pointers to, characters) are the same up to their NUL. @throws ValueProblem */
export function sameText(a: Value, b: Value): boolean {
  // One of the two is a literal: no more need be read of the other than its length.
  const [one, other] = [reader(a), reader(b)];
  for (let at = 0; ; at++) {
    const [x, y] = [one(at), other(at)];
    if (x !== y) return false;
    if (x === 0) return true;
  }
}

/** The bytes of a text, one by one; an array that is full ends with itself. */
function reader(value: Value): (at: number) => number {
  const type = stripped(value.type);
  if (type.kind === 'array') {
    const { location } = value;
    const count = sizeOf(type);
    if (location.kind === 'bytes') return (at) => location.bytes[at] ?? 0;
    if (location.kind === 'memory') return inMemory(value, location.address, count ?? Infinity);
    if (count !== undefined) {
      const bytes = readBytes(location, count);
      return (at) => bytes[at] ?? 0;
    }
  }
  if (type.kind !== 'pointer') throw new ValueProblem('only text can be compared with a text');
  return inMemory(value, numberOf(value), Infinity);
}

function inMemory({ space }: Value, start: bigint, count: number): (at: number) => number {
  if (!space) throw new ValueProblem('there is no memory to look for the text in');
  return (at) => {
    if (at >= count) return 0;
    return readBytes({ kind: 'memory', space, address: start + BigInt(at) }, 1)[0];
  };
}
