import { stripped } from '../../toolchain/dwarf/types/model';
import { addressOf } from '../values/children';
import { ValueProblem } from '../values/problem';
import { pointerTo } from '../values/types';
import { numberAs, type Value } from '../values/value';

/** As C uses it in an expression: an array is the address of its first element, a function its own. @throws ValueProblem */
export function decayed(value: Value): Value {
  const { type, location, space } = value;
  if (location.kind === 'constant') return value;
  const plain = stripped(type);
  switch (plain.kind) {
    case 'array':
      return numberAs(
        pointerTo(plain.element),
        addressOf(value),
        location.kind === 'memory' ? location.space : space,
      );
    case 'function':
      return numberAs(
        pointerTo(plain),
        addressOf(value),
        location.kind === 'memory' ? location.space : space,
      );
    case 'structure':
    case 'union':
      throw new ValueProblem('a structure is no number; name one of its members');
    default:
      return value;
  }
}
