import { readAbbreviations, type Abbreviations } from './abbreviations';
import { Attribute } from './attributes';
import type { Cursor } from './cursor';
import { readForm, type Encoding } from './forms';
import type { Sections } from './sections';
import type { UnitHeader } from './unit-header';

/** Finds units for references between them. */
export interface UnitDirectory {
  unitAt(offset: number): Unit | undefined;
  unitWithSignature(signature: bigint): Unit | undefined;
}

/**
 * One compilation unit: its header, abbreviations and the base attributes of its root entry, which
 * indirect forms (strx, addrx, rnglistx, loclistx) are relative to. All but the header is read when
 * it is first asked for.
 */
export class Unit implements Encoding {
  readonly version: number;
  readonly addressSize: number;
  readonly offsetSize: number;
  private table: Abbreviations | undefined;
  private baseOffsets: ReadonlyMap<number, number> | undefined;

  constructor(
    readonly header: UnitHeader,
    readonly sections: Sections,
    readonly directory: UnitDirectory,
  ) {
    ({ version: this.version, addressSize: this.addressSize, offsetSize: this.offsetSize } = header);
  }

  get abbreviations(): Abbreviations {
    return (this.table ??= readAbbreviations(this.sections, this.header.abbreviationOffset, this));
  }

  /** A position in `.debug_info` that cannot leave this unit. */
  cursor(offset: number): Cursor {
    const { firstEntry, end } = this.header;
    const cursor = this.sections.cursor('.debug_info', firstEntry);
    if (offset < firstEntry || offset >= end)
      cursor.fail(`a reference to 0x${offset.toString(16)}, outside of the unit`);
    return cursor.at(offset, end);
  }

  /** The string with an index in `.debug_str_offsets`. */
  stringAt(index: number): string {
    const base = this.base(Attribute.stringOffsetsBase, this.offsetSize === 4 ? 8 : 16);
    const cursor = this.sections.cursor('.debug_str_offsets', base + index * this.offsetSize);
    return this.sections.string('.debug_str', cursor.sectionOffset(this.offsetSize));
  }

  /** The address with an index in `.debug_addr`. */
  addressAt(index: number): bigint {
    const base = this.base(Attribute.addressBase, this.offsetSize === 4 ? 8 : 16);
    return this.sections.cursor('.debug_addr', base + index * this.addressSize).unsigned(this.addressSize);
  }

  /** The position of a list in `.debug_rnglists` or `.debug_loclists`, by its index there. */
  listAt(section: '.debug_rnglists' | '.debug_loclists', index: number): number {
    const attribute = section === '.debug_rnglists' ? Attribute.rangeListsBase : Attribute.locationListsBase;
    const base = this.base(attribute, this.offsetSize === 4 ? 12 : 20);
    return (
      base + this.sections.cursor(section, base + index * this.offsetSize).sectionOffset(this.offsetSize)
    );
  }

  private base(attribute: number, otherwise: number): number {
    return (this.baseOffsets ??= this.readBases()).get(attribute) ?? otherwise;
  }

  private readBases(): ReadonlyMap<number, number> {
    const bases = new Map<number, number>();
    const cursor = this.cursor(this.header.firstEntry);
    const root = this.abbreviations.get(cursor.uleb());
    root?.names.forEach((name, index) => {
      const value = readForm(cursor, root.forms[index], this, root.implicit[index]);
      if (typeof value === 'number') bases.set(name, value);
    });
    return bases;
  }
}
