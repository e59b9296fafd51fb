/** Arrays of variable length: their types say where the length is at a moment (DWARF 5, 2.19 and 5.13). */
import { Attribute } from '../attributes';
import type { Entry } from '../entries';
import { evaluateNumber, type LocationContext } from '../location/evaluate';
import { expressionAt } from '../location/list';
import { integerOf } from '../location/machine';
import { placeOf } from '../location/of-entry';
import { sizeOf, type ArrayType, type Type } from './model';

/** Types in damaged debug information may contain themselves. */
const LONGEST_CHAIN = 64;

/**
 * The type with the length that `lengthOf` finds in each array of variable length, also behind pointers and typedefs;
 * the same object when it has none.
 */
export function withLengths(type: Type, lengthOf: (bounds: Entry) => number | undefined, depth = 0): Type {
  if (!isVariable(type, depth)) return type;
  switch (type.kind) {
    case 'array': {
      const { bounds, count } = type;
      const element = withLengths(type.element, lengthOf, depth + 1);
      return { kind: 'array', count: bounds ? lengthOf(bounds) : count, element } satisfies ArrayType;
    }
    case 'pointer':
    case 'typedef':
    case 'qualified':
      return { ...type, target: withLengths(type.target, lengthOf, depth + 1) };
    default:
      return type;
  }
}

function isVariable(type: Type, depth: number): boolean {
  for (let at = depth; at < LONGEST_CHAIN; at++) {
    switch (type.kind) {
      case 'array':
        if (type.bounds) return true;
        type = type.element;
        break;
      case 'pointer':
      case 'typedef':
      case 'qualified':
        type = type.target;
        break;
      default:
        return false;
    }
  }
  return false;
}

/**
 * The number of elements that a subrange has in a frame; undefined when it cannot be known there.
 * @param typeOf the type of a variable's entry
 * @throws DwarfError when the debug information about it makes no sense.
 */
export function lengthIn(
  subrange: Entry,
  context: LocationContext,
  typeOf: (entry: Entry) => Type,
): number | undefined {
  const value = (attribute: number): bigint | undefined => {
    const variable = subrange.reference(attribute);
    if (variable) return numberIn(variable, typeOf(variable), context);
    const expression = expressionAt(subrange, attribute, context.frame.pc);
    return expression ? evaluateNumber(expression, context) : subrange.constant(attribute);
  };
  const count = value(Attribute.count);
  const upper = value(Attribute.upperBound);
  const lower = value(Attribute.lowerBound) ?? 0n;
  const length = count ?? (upper === undefined ? undefined : BigInt.asIntN(64, upper) - lower + 1n);
  return length === undefined || length < 0n || length > Number.MAX_SAFE_INTEGER ? undefined : Number(length);
}

/** The number that a variable holds. */
function numberIn(variable: Entry, type: Type, context: LocationContext): bigint | undefined {
  const { frame } = context;
  const place = placeOf(variable, type, context);
  switch (place.kind) {
    case 'register':
      return frame.register(place.register);
    case 'value':
      return integerOf(place.bytes);
    case 'memory': {
      const bytes = frame.readMemory(place.address, Math.min(sizeOf(type) ?? 8, 8));
      return bytes && integerOf(bytes);
    }
    default:
      return undefined;
  }
}
