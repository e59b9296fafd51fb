import type { Abbreviation } from './abbreviations';
import { Attribute } from './attributes';
import { Form, directForm, readForm, type RawValue } from './forms';
import type { Unit } from './unit';

/** Specifications of abstract origins of ...: real chains have two links. */
const LONGEST_CHAIN = 8;
const REFERENCES: ReadonlySet<number> = new Set([
  Form.ref1,
  Form.ref2,
  Form.ref4,
  Form.ref8,
  Form.refUdata,
  Form.refAddr,
  Form.refSig8,
]);
/** Nesting of entries; beyond, a tree is refused so that walking it stays cheap. */
const DEEPEST = 256;

/** A debugging information entry (DIE) with the values of its attributes. */
export class Entry {
  constructor(
    readonly unit: Unit,
    /** In `.debug_info`: identifies the entry. */
    readonly offset: number,
    private readonly abbreviation: Abbreviation,
    private readonly forms: readonly number[],
    private readonly values: readonly RawValue[],
    /** Where its first child, or else the next entry, starts. */
    readonly end: number,
  ) {}

  get tag(): number {
    return this.abbreviation.tag;
  }

  get hasChildren(): boolean {
    return this.abbreviation.hasChildren;
  }

  has(attribute: number): boolean {
    return this.abbreviation.names.includes(attribute);
  }

  /** The form of an attribute, or undefined when the entry does not have it. */
  formOf(attribute: number): number | undefined {
    return this.forms[this.abbreviation.names.indexOf(attribute)];
  }

  raw(attribute: number): RawValue | undefined {
    return this.values[this.abbreviation.names.indexOf(attribute)];
  }

  flag(attribute: number): boolean {
    const value = this.raw(attribute);
    return value !== undefined && Number(value) !== 0;
  }

  string(attribute: number): string | undefined {
    const value = this.raw(attribute);
    if (typeof value === 'string') return value;
    if (typeof value !== 'number') return undefined;
    const { sections } = this.unit;
    switch (this.formOf(attribute)) {
      case Form.strp:
        return sections.string('.debug_str', value);
      case Form.lineStrp:
        return sections.string('.debug_line_str', value);
      case Form.strx:
      case Form.strx1:
      case Form.strx2:
      case Form.strx3:
      case Form.strx4:
      case Form.gnuStringIndex:
        return this.unit.stringAt(value);
      default:
        return undefined;
    }
  }

  address(attribute: number): bigint | undefined {
    const value = this.raw(attribute);
    if (value === undefined) return undefined;
    switch (this.formOf(attribute)) {
      case Form.addr:
        return value as bigint;
      case Form.addrx:
      case Form.addrx1:
      case Form.addrx2:
      case Form.addrx3:
      case Form.addrx4:
      case Form.gnuAddressIndex:
        return this.unit.addressAt(value as number);
      default:
        return undefined;
    }
  }

  /** A constant, as it is written: data forms tell no sign and read as unsigned. A reference is none. */
  constant(attribute: number): bigint | undefined {
    const value = this.raw(attribute);
    if (REFERENCES.has(this.formOf(attribute) ?? 0)) return undefined;
    return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : undefined;
  }

  /** A constant, its sign taken from the top bit of its form. */
  signedConstant(attribute: number): bigint | undefined {
    const bits = { [Form.data1]: 8, [Form.data2]: 16, [Form.data4]: 32 }[this.formOf(attribute) ?? 0] ?? 64;
    const value = this.constant(attribute);
    return value === undefined ? undefined : BigInt.asIntN(bits, value);
  }

  /** A constant that is a size, count or line number: undefined when it cannot be one. */
  number(attribute: number): number | undefined {
    const number = Number(this.constant(attribute) ?? -1n);
    return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
  }

  /** A block or expression; undefined also when the attribute is of another class. */
  block(attribute: number): Uint8Array | undefined {
    const value = this.raw(attribute);
    return value instanceof Uint8Array ? value : undefined;
  }

  /** Whether the attribute is a position in another section (before version 4: data4 and data8). */
  isSectionOffset(attribute: number): boolean {
    const form = this.formOf(attribute);
    return form === Form.secOffset || (this.unit.version < 4 && (form === Form.data4 || form === Form.data8));
  }

  /** The entry that an attribute refers to. @throws DwarfError when there is none there. */
  reference(attribute: number): Entry | undefined {
    const value = this.raw(attribute);
    const { header, directory } = this.unit;
    switch (this.formOf(attribute)) {
      case Form.ref1:
      case Form.ref2:
      case Form.ref4:
      case Form.ref8:
      case Form.refUdata:
        return entryAt(this.unit, header.offset + (value as number));
      case Form.refAddr: {
        const unit = directory.unitAt(Number(value));
        return unit && entryAt(unit, Number(value));
      }
      case Form.refSig8: {
        const unit = directory.unitWithSignature(value as bigint);
        return unit && entryAt(unit, unit.header.typeOffset!);
      }
      default:
        return undefined;
    }
  }

  /**
   * This entry and those it completes: its abstract origin, the declaration it specifies. An attribute
   * that an instance does not have is to be looked for along this list.
   */
  origins(): Entry[] {
    const chain: Entry[] = [this];
    for (let next = this.completed(); next && chain.length < LONGEST_CHAIN; next = next.completed())
      chain.push(next);
    return chain;
  }

  private completed(): Entry | undefined {
    return this.reference(Attribute.abstractOrigin) ?? this.reference(Attribute.specification);
  }
}

/** Reads the entry at an offset; undefined for the null entry that ends a list of siblings. */
export function entryAt(unit: Unit, offset: number): Entry | undefined {
  const cursor = unit.cursor(offset);
  const code = cursor.uleb();
  if (code === 0) return undefined;
  const abbreviation = unit.abbreviations.get(code) ?? cursor.fail(`the undefined abbreviation ${code}`);
  let { forms } = abbreviation;
  const values: RawValue[] = [];
  for (let index = 0; index < forms.length; index++) {
    if (forms[index] === Form.indirect) forms = Object.assign([...forms], { [index]: directForm(cursor) });
    values.push(readForm(cursor, forms[index], unit, abbreviation.implicit[index]));
  }
  return new Entry(unit, offset, abbreviation, forms, values, cursor.offset);
}

/** The root entry of a unit. */
export function rootOf(unit: Unit): Entry | undefined {
  return entryAt(unit, unit.header.firstEntry);
}

/** The entries directly below one. What lies below them is skipped, not decoded. */
export function* childrenOf(parent: Entry): Generator<Entry> {
  if (!parent.hasChildren) return;
  const { unit } = parent;
  let offset = parent.end;
  while (offset < unit.header.end) {
    const child = entryAt(unit, offset);
    if (!child) return;
    unit.sections.budget.charge(1);
    yield child;
    offset = child.hasChildren ? behindChildren(child) : child.end;
  }
}

function behindChildren(entry: Entry): number {
  const { unit } = entry;
  const sibling = entry.raw(Attribute.sibling);
  if (typeof sibling === 'number') {
    const offset = unit.header.offset + sibling;
    if (offset > entry.end && offset <= unit.header.end) return offset;
  }
  const cursor = unit.cursor(entry.end);
  let skipped = 0;
  for (let depth = 1; depth > 0 && !cursor.atEnd; skipped++) {
    const code = cursor.uleb();
    if (code === 0) {
      depth--;
      continue;
    }
    const abbreviation = unit.abbreviations.get(code) ?? cursor.fail(`the undefined abbreviation ${code}`);
    abbreviation.skip(cursor, unit);
    if (abbreviation.hasChildren && ++depth > DEEPEST) cursor.fail('entries nested too deeply');
  }
  unit.sections.budget.charge(skipped >> 2);
  return cursor.offset;
}
