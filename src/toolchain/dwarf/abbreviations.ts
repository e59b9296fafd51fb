import { Form, fixedSize, skipForm, directForm, type Encoding, type RawValue } from './forms';
import type { Cursor } from './cursor';
import type { Sections } from './sections';

/** No compiler comes near; without a limit, attributes of no size would make tiny entries expensive. */
const MOST_ATTRIBUTES = 200;

/** The shape of an entry: its tag and which attributes follow in which form (DWARF 5, 7.5.3). */
export class Abbreviation {
  readonly names: number[] = [];
  readonly forms: number[] = [];
  readonly implicit: (RawValue | undefined)[] = [];
  /** The size in bytes of all values together when it is the same for every entry, else -1. */
  size = 0;

  constructor(
    readonly tag: number,
    readonly hasChildren: boolean,
  ) {}

  /** Moves the cursor behind the values of an entry. */
  skip(cursor: Cursor, encoding: Encoding): void {
    if (this.size >= 0) return cursor.skip(this.size);
    for (const form of this.forms) skipForm(cursor, form, encoding);
  }

  /** Moves the cursor to one value. @returns its form, or undefined when there is no such attribute. */
  seek(cursor: Cursor, name: number, encoding: Encoding): number | undefined {
    const index = this.names.indexOf(name);
    if (index < 0) return undefined;
    for (let i = 0; i < index; i++) skipForm(cursor, this.forms[i], encoding);
    const form = this.forms[index];
    return form === Form.indirect ? directForm(cursor) : form;
  }
}

/** By code. */
export type Abbreviations = ReadonlyMap<number, Abbreviation>;

/** Reads the table at an offset of `.debug_abbrev`. */
export function readAbbreviations(sections: Sections, offset: number, encoding: Encoding): Abbreviations {
  const cursor = sections.cursor('.debug_abbrev', offset);
  const table = new Map<number, Abbreviation>();
  for (;;) {
    const code = cursor.uleb();
    if (code === 0) return table;
    const abbreviation = new Abbreviation(cursor.uleb(), cursor.u8() !== 0);
    readAttributes(cursor, abbreviation, encoding);
    sections.budget.charge(1 + abbreviation.names.length);
    if (!table.has(code)) table.set(code, abbreviation);
  }
}

function readAttributes(cursor: Cursor, abbreviation: Abbreviation, encoding: Encoding): void {
  for (;;) {
    const name = cursor.uleb();
    const form = cursor.uleb();
    const implicit = form === Form.implicitConst ? cursor.slebBig() : undefined;
    if (name === 0 && form === 0) return;
    if (abbreviation.names.length >= MOST_ATTRIBUTES) cursor.fail('an entry with too many attributes');
    abbreviation.names.push(name);
    abbreviation.forms.push(form);
    abbreviation.implicit.push(implicit);
    const size = fixedSize(form, encoding);
    abbreviation.size = size < 0 || abbreviation.size < 0 ? -1 : abbreviation.size + size;
  }
}
