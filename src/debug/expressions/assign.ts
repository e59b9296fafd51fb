import { sizeOf, stripped } from '../../toolchain/dwarf/types/model';
import { isWritable, readBytes, writeBytes } from '../values/location';
import { ValueProblem } from '../values/problem';
import { scalarOf } from '../values/scalar';
import { assignNumber, numberOf, type Value } from '../values/value';
import { converted } from './arithmetic';
import { decayed } from './decay';
import { isFloating } from './floating';

/** Puts a value where another is, converted as C does. @throws ValueProblem when that cannot be */
export function assign(target: Value, value: Value): void {
  checkPlace(target);
  if (scalarOf(target.type)) return assignSingle(target, value);
  if (stripped(target.type).kind === 'array') return assignText(target, value);
  const [to, from] = [stripped(target.type), stripped(value.type)];
  const size = sizeOf(to);
  const isComposite = to.kind === 'structure' || to.kind === 'union';
  if (!isComposite || size === undefined)
    throw new ValueProblem('only single values and structures can be assigned');
  if (
    to !== from &&
    (to.kind !== from.kind || !('name' in from) || to.name !== from.name || sizeOf(from) !== size)
  ) {
    throw new ValueProblem('a structure takes only one of the same type; set its members one by one');
  }
  writeBytes(target.location, readBytes(value.location, size));
}

function assignSingle(target: Value, value: Value): void {
  const { kind } = stripped(value.type);
  const isText = kind === 'array' && value.location.kind === 'bytes';
  if (isText || kind === 'structure' || kind === 'union') {
    throw new ValueProblem('a single value takes no structure and no text');
  }
  const single = decayed(value);
  const isReal = isFloating(target) || isFloating(single);
  assignNumber(target, numberOf(isReal ? converted(single, target.type) : single));
}

/** Puts a text and its NUL into an array of characters. */
function assignText(target: Value, { location }: Value): void {
  const type = stripped(target.type);
  const isText = type.kind === 'array' && sizeOf(type.element) === 1 && type.count !== undefined;
  if (!isText || location.kind !== 'bytes') {
    throw new ValueProblem('only an array of characters can be assigned as a whole, a text in quotes');
  }
  const { bytes } = location;
  const room = type.count;
  // C: the NUL may be missing when the array is just full.
  const kept = bytes.length === room + 1 ? bytes.subarray(0, room) : bytes;
  if (kept.length > room) {
    throw new ValueProblem(`the text takes ${bytes.length} bytes with its NUL, there is room for ${room}`);
  }
  writeBytes(target.location, kept);
}

function checkPlace({ location }: Value): void {
  if (location.kind === 'constant' || location.kind === 'bytes') {
    throw new ValueProblem('nothing can be assigned to this: it is a value, not a place');
  }
  if (location.kind === 'unavailable') throw new ValueProblem(location.reason);
  if (!isWritable(location)) {
    const reason = location.kind === 'cell' ? location.cell.reason : undefined;
    throw new ValueProblem(reason ?? 'it is read-only');
  }
}
