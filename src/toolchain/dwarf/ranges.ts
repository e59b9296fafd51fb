import { Attribute } from './attributes';
import type { Cursor } from './cursor';
import type { Entry } from './entries';
import { Form } from './forms';
import type { AddressRange } from './range-map';
import type { Unit } from './unit';
import { rootOf } from './entries';

/** Pieces that one function or unit may consist of. */
const MOST_RANGES = 0x4000;

/** DW_RLE codes (DWARF 5, 7.25). */
const Rle = {
  endOfList: 0,
  baseAddressx: 1,
  startxEndx: 2,
  startxLength: 3,
  offsetPair: 4,
  baseAddress: 5,
  startEnd: 6,
  startLength: 7,
} as const;

/**
 * The code an entry covers: its low and high pc, or its range list. Empty ranges, and those of functions
 * that the linker discarded, are left out.
 */
export function rangesOf(entry: Entry): AddressRange[] {
  const { sections } = entry.unit;
  return readRanges(entry).filter(({ low, high }) => low < high && sections.isCode(low));
}

/** The address that offsets in the unit's range and location lists are relative to. */
export function baseAddressOf(unit: Unit): bigint {
  return rootOf(unit)?.address(Attribute.lowPc) ?? 0n;
}

function readRanges(entry: Entry): AddressRange[] {
  const { unit } = entry;
  if (entry.has(Attribute.ranges)) {
    const value = Number(entry.raw(Attribute.ranges));
    if (unit.version < 5) return oldRangeList(unit, unit.sections.cursor('.debug_ranges', value));
    const indexed = entry.formOf(Attribute.ranges) === Form.rnglistx;
    const offset = indexed ? unit.listAt('.debug_rnglists', value) : value;
    return rangeList(unit, unit.sections.cursor('.debug_rnglists', offset));
  }
  const low = entry.address(Attribute.lowPc);
  if (low === undefined || !entry.has(Attribute.highPc)) return [];
  const high = entry.address(Attribute.highPc) ?? low + (entry.constant(Attribute.highPc) ?? 0n);
  return [{ low, high }];
}

/** A list of `.debug_ranges` (DWARF 4, 2.17.3). */
function oldRangeList(unit: Unit, cursor: Cursor): AddressRange[] {
  const baseMark = unit.addressSize === 4 ? 0xffff_ffffn : 0xffff_ffff_ffff_ffffn;
  const ranges: AddressRange[] = [];
  let base = baseAddressOf(unit);
  for (let count = 0; ; count++) {
    if (count > MOST_RANGES) cursor.fail('a range list that is too long');
    const low = cursor.unsigned(unit.addressSize);
    const high = cursor.unsigned(unit.addressSize);
    if (low === baseMark) base = high;
    else if (low === 0n && high === 0n) return paid(unit, ranges);
    else ranges.push({ low: base + low, high: base + high });
  }
}

/** A list of `.debug_rnglists` (DWARF 5, 2.17.3). */
function rangeList(unit: Unit, cursor: Cursor): AddressRange[] {
  const ranges: AddressRange[] = [];
  const address = () => cursor.unsigned(unit.addressSize);
  const indexed = () => unit.addressAt(cursor.uleb());
  const add = (low: bigint, high: bigint) => void ranges.push({ low, high });
  const addLength = (low: bigint) => add(low, low + cursor.ulebBig());
  let base = baseAddressOf(unit);
  for (let count = 0; ; count++) {
    if (count > MOST_RANGES) cursor.fail('a range list that is too long');
    const kind = cursor.u8();
    switch (kind) {
      case Rle.endOfList:
        return paid(unit, ranges);
      case Rle.baseAddressx:
        base = indexed();
        break;
      case Rle.startxEndx:
        add(indexed(), indexed());
        break;
      case Rle.startxLength:
        addLength(indexed());
        break;
      case Rle.offsetPair:
        add(base + cursor.ulebBig(), base + cursor.ulebBig());
        break;
      case Rle.baseAddress:
        base = address();
        break;
      case Rle.startEnd:
        add(address(), address());
        break;
      case Rle.startLength:
        addLength(address());
        break;
      default:
        cursor.fail(`the unknown kind ${kind} of range`);
    }
  }
}

function paid(unit: Unit, ranges: AddressRange[]): AddressRange[] {
  unit.sections.budget.charge(1 + ranges.length);
  return ranges;
}
