import { stripped, type Type } from '../../toolchain/dwarf/types/model';

/** A type whose values are single numbers. */
export interface Scalar {
  readonly kind: 'integer' | 'boolean' | 'character' | 'float' | 'pointer' | 'enumeration';
  /** In bytes. */
  readonly size: number;
  readonly isSigned: boolean;
}

const known = new WeakMap<Type, Scalar | { readonly kind: 'none' }>();
const NONE = { kind: 'none' } as const;

/** undefined for structures, arrays, functions, and what is not known. */
export function scalarOf(type: Type): Scalar | undefined {
  let scalar = known.get(type);
  if (!scalar) known.set(type, (scalar = classify(type) ?? NONE));
  return scalar.kind === 'none' ? undefined : scalar;
}

function classify(type: Type): Scalar | undefined {
  const plain = stripped(type);
  switch (plain.kind) {
    case 'pointer':
      return sized('pointer', plain.size, false);
    case 'enumeration':
      return sized('enumeration', plain.size, plain.isSigned);
    case 'base':
      switch (plain.encoding) {
        case 'boolean':
          return sized('boolean', plain.size, false);
        case 'float':
          return sized('float', plain.size, true);
        case 'signed':
        case 'signedCharacter':
        case 'unsigned':
        case 'unsignedCharacter':
        case 'unicode': {
          // `unsigned char` and `signed char` are used for small numbers, `char` for text.
          const isLiteral = plain.encoding === 'signedCharacter' && plain.size === 4;
          const isText = plain.name === 'char' || plain.encoding === 'unicode' || isLiteral;
          const isSigned = plain.encoding.startsWith('signed');
          return sized(isText ? 'character' : 'integer', plain.size, isSigned);
        }
        default:
          return undefined;
      }
    default:
      return undefined;
  }
}

const sized = (kind: Scalar['kind'], size: number, isSigned: boolean): Scalar | undefined =>
  size >= 1 && size <= 16 ? { kind, size, isSigned } : undefined;
