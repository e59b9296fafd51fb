import { Attribute } from '../attributes';
import type { Entry } from '../entries';
import { sizeOf, type Type } from '../types/model';
import { evaluateLocation, type LocationContext } from './evaluate';
import { expressionAt } from './list';
import { bytesOf } from './machine';
import { unavailable, type ValuePlace } from './place';

/**
 * Where the variable or parameter is that an entry describes.
 * @throws DwarfError when the debug information about it makes no sense.
 */
export function placeOf(entry: Entry, type: Type, context: LocationContext): ValuePlace {
  for (const origin of entry.origins()) {
    if (origin.has(Attribute.constValue)) return constantOf(origin, type);
    if (!origin.has(Attribute.location)) continue;
    const expression = expressionAt(origin, Attribute.location, context.frame.pc);
    if (!expression) return unavailable('optimized out here');
    return evaluateLocation(expression, context);
  }
  return unavailable('optimized out');
}

function constantOf(entry: Entry, type: Type): ValuePlace {
  const bytes = entry.block(Attribute.constValue);
  if (bytes) return { kind: 'value', bytes };
  const text = entry.string(Attribute.constValue);
  if (text !== undefined) return { kind: 'value', bytes: new TextEncoder().encode(`${text}\0`) };
  return {
    kind: 'value',
    bytes: bytesOf(entry.constant(Attribute.constValue) ?? 0n, Math.min(sizeOf(type) ?? 8, 16)),
  };
}
