import { Attribute } from '../attributes';
import { nameOf, type Declarations } from '../declarations';
import { childrenOf, type Entry } from '../entries';
import type { Sections } from '../sections';
import { Tag } from '../tags';
import { readBaseType, readDimensions, readEnumeration, readMember } from './read';
import type {
  ArrayType,
  CompositeType,
  EnumerationType,
  FunctionType,
  Member,
  QualifiedType,
  Type,
} from './model';

const VOID: Type = { kind: 'void' };
const UNREADABLE: Type = { kind: 'unspecified', name: '?' };
const MOST_MEMBERS = 0x4000;
const MOST_DIMENSIONS = 16;

const QUALIFIERS: Readonly<Record<number, QualifiedType['qualifier']>> = {
  [Tag.constType]: 'const',
  [Tag.volatileType]: 'volatile',
  [Tag.restrictType]: 'restrict',
  [Tag.atomicType]: '_Atomic',
};

/** A constant of an enumeration. */
interface Enumerator {
  readonly type: EnumerationType;
  readonly value: bigint;
}

/** The types of a program: by name, and of its entries. One entry is always the same object. */
export class Types {
  private readonly known = new Map<number, Type>();
  private enumeratorsByName: Map<string, Enumerator> | undefined;

  constructor(
    private readonly sections: Sections,
    private readonly declarations: Declarations,
  ) {}

  /** Every name that `named` knows. */
  get names(): readonly string[] {
    return this.declarations.typeNames;
  }

  /**
   * A type of the program by its name in C: `struct process`, `union u`, `enum state`, `uint64`, `int`. A
   * tag without its keyword is understood when no typedef has the name.
   */
  named(name: string): Type | undefined {
    const words = name.trim().replace(/\s+/g, ' ');
    return this.sections.tolerate(undefined, () => {
      for (const prefix of ['', 'struct ', 'union ', 'enum ']) {
        const entry = this.declarations.type(prefix + words);
        if (entry) return this.ofEntry(entry);
      }
      return undefined;
    });
  }

  /** The constants that enumerations outside of functions define, by name. */
  get enumerators(): ReadonlyMap<string, Enumerator> {
    if (this.enumeratorsByName) return this.enumeratorsByName;
    const found = new Map<string, Enumerator>();
    for (const entry of this.declarations.enumerations) {
      const type = this.sections.tolerate(UNREADABLE, () => this.ofEntry(entry));
      if (type.kind !== 'enumeration') continue;
      for (const { name, value } of type.values) if (!found.has(name)) found.set(name, { type, value });
    }
    return (this.enumeratorsByName = found);
  }

  /** A structure or union by its tag, with or without the keyword. */
  structure(name: string): CompositeType | undefined {
    for (const prefix of ['struct ', 'union ', '']) {
      const type = this.named(prefix + name);
      if (type?.kind === 'structure' || type?.kind === 'union') return type;
    }
    return undefined;
  }

  /** The type of a variable, member, function result: DW_AT_type of the entry or of what it completes. */
  typeOf(entry: Entry): Type {
    return this.sections.tolerate(UNREADABLE, () => {
      for (const origin of entry.origins()) {
        const target = origin.reference(Attribute.type);
        if (target) return this.ofEntry(target);
      }
      return entry.has(Attribute.type) ? UNREADABLE : VOID;
    });
  }

  /** The type that an entry describes. */
  ofEntry(entry: Entry): Type {
    let type = this.known.get(entry.offset);
    if (!type) this.known.set(entry.offset, (type = this.read(entry)));
    return type;
  }

  private read(entry: Entry): Type {
    // What stands in for a type that has a unit of its own (DWARF 5, 5.7.1 and 7.3.2.5).
    const elsewhere = entry.reference(Attribute.signature);
    if (elsewhere && elsewhere !== entry && !elsewhere.has(Attribute.signature))
      return this.ofEntry(elsewhere);
    const qualifier = QUALIFIERS[entry.tag];
    if (qualifier) return this.withTarget(entry, { kind: 'qualified', qualifier });
    switch (entry.tag) {
      case Tag.baseType:
        return readBaseType(entry);
      case Tag.pointerType:
      case Tag.referenceType:
      case Tag.rvalueReferenceType:
        return this.withTarget(entry, {
          kind: 'pointer',
          size: entry.number(Attribute.byteSize) ?? entry.unit.addressSize,
        });
      case Tag.typedef:
        return this.withTarget(entry, { kind: 'typedef', name: nameOf(entry) ?? '?' });
      case Tag.structureType:
      case Tag.classType:
      case Tag.unionType:
        return this.composite(entry);
      case Tag.enumerationType:
        return readEnumeration(entry);
      case Tag.arrayType:
        return this.array(entry);
      case Tag.subroutineType:
      case Tag.subprogram:
        return this.function(entry);
      default:
        return { kind: 'unspecified', name: nameOf(entry) ?? '?' };
    }
  }

  private withTarget<T extends object>(entry: Entry, type: T): T & { readonly target: Type } {
    const target = once(() => this.typeOf(entry));
    return Object.defineProperty(type, 'target', { get: target, enumerable: true }) as T & { target: Type };
  }

  private composite(entry: Entry): Type {
    const kind = entry.tag === Tag.unionType ? 'union' : 'structure';
    const name = nameOf(entry);
    if (entry.flag(Attribute.declaration)) {
      const word = kind === 'union' ? 'union' : 'struct';
      const definition = name === undefined ? undefined : this.declarations.type(`${word} ${name}`);
      if (definition) return this.ofEntry(definition);
    }
    const members = once(() => this.members(entry));
    return {
      kind,
      name,
      size: entry.number(Attribute.byteSize),
      get members() {
        return members();
      },
    };
  }

  private members(entry: Entry): Member[] {
    const members: Member[] = [];
    this.sections.tolerate(undefined, () => {
      for (const child of childrenOf(entry)) {
        if (members.length >= MOST_MEMBERS) return;
        // A static member of another language has no place in the structure.
        if (child.tag === Tag.member && !child.flag(Attribute.external)) {
          members.push(readMember(child, this.typeOf(child)));
        }
      }
    });
    return members;
  }

  private array(entry: Entry): Type {
    const element = once(() => this.typeOf(entry));
    const dimensions = readDimensions(entry).slice(0, MOST_DIMENSIONS);
    const ofDimension = (index: number): ArrayType => {
      const { count, bounds } = dimensions[index];
      return {
        kind: 'array',
        count,
        ...(bounds ? { bounds } : {}),
        get element() {
          return index + 1 < dimensions.length ? ofDimension(index + 1) : element();
        },
      };
    };
    return ofDimension(0);
  }

  private function(entry: Entry): FunctionType {
    const parameters = once(() => {
      const children = this.sections.tolerate<Entry[]>([], () => [...childrenOf(entry)]);
      return {
        types: children.filter(({ tag }) => tag === Tag.formalParameter).map((child) => this.typeOf(child)),
        isVariadic: children.some(({ tag }) => tag === Tag.unspecifiedParameters),
      };
    });
    const result = once(() => this.typeOf(entry));
    return {
      kind: 'function',
      get result() {
        return result();
      },
      get parameters() {
        return parameters().types;
      },
      get isVariadic() {
        return parameters().isVariadic;
      },
    };
  }
}

function once<T>(read: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => (value ??= { is: read() }).is;
}
