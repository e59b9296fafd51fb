import { Form } from '../forms';
import { baseAddressOf } from '../ranges';
import type { Cursor } from '../cursor';
import type { Entry } from '../entries';
import type { Unit } from '../unit';

const MOST_ENTRIES = 0x4000;

/** DW_LLE codes (DWARF 5, 7.7.3). */
const Lle = {
  endOfList: 0,
  baseAddressx: 1,
  startxEndx: 2,
  startxLength: 3,
  offsetPair: 4,
  defaultLocation: 5,
  baseAddress: 6,
  startEnd: 7,
  startLength: 8,
  gnuViewPair: 9,
} as const;

/**
 * The expression that an attribute (location, frame base) has at a pc: its only one, or the one of its
 * location list. Undefined when there is none for that pc.
 * @throws DwarfError when the list cannot be read.
 */
export function expressionAt(entry: Entry, attribute: number, pc: bigint): Uint8Array | undefined {
  const single = entry.block(attribute);
  if (single) return single;
  const { unit } = entry;
  const { sections } = unit;
  if (entry.formOf(attribute) === Form.loclistx) {
    const offset = unit.listAt('.debug_loclists', entry.raw(attribute) as number);
    return find(unit, sections.cursor('.debug_loclists', offset), pc);
  }
  if (!entry.isSectionOffset(attribute)) return undefined;
  const offset = Number(entry.raw(attribute));
  return unit.version < 5
    ? findOld(unit, sections.cursor('.debug_loc', offset), pc)
    : find(unit, sections.cursor('.debug_loclists', offset), pc);
}

/** In a list of `.debug_loc` (DWARF 4, 2.6.2). */
function findOld(unit: Unit, cursor: Cursor, pc: bigint): Uint8Array | undefined {
  const baseMark = unit.addressSize === 4 ? 0xffff_ffffn : 0xffff_ffff_ffff_ffffn;
  let base = baseAddressOf(unit);
  for (let count = 0; count < MOST_ENTRIES; count++) {
    const low = cursor.unsigned(unit.addressSize);
    const high = cursor.unsigned(unit.addressSize);
    if (low === 0n && high === 0n) return undefined;
    if (low === baseMark) {
      base = high;
      continue;
    }
    const expression = cursor.block(cursor.u16());
    if (pc >= base + low && pc < base + high) return expression;
  }
  return cursor.fail('a location list that is too long');
}

/** In a list of `.debug_loclists` (DWARF 5, 2.6.2). */
function find(unit: Unit, cursor: Cursor, pc: bigint): Uint8Array | undefined {
  const address = () => cursor.unsigned(unit.addressSize);
  const indexed = () => unit.addressAt(cursor.uleb());
  let base = baseAddressOf(unit);
  let otherwise: Uint8Array | undefined;
  for (let count = 0; count < MOST_ENTRIES; count++) {
    const kind = cursor.u8();
    let low: bigint;
    let high: bigint;
    switch (kind) {
      case Lle.endOfList:
        return otherwise;
      case Lle.baseAddressx:
        base = indexed();
        continue;
      case Lle.baseAddress:
        base = address();
        continue;
      case Lle.gnuViewPair:
        cursor.skipLeb();
        cursor.skipLeb();
        continue;
      case Lle.defaultLocation:
        otherwise = cursor.block(cursor.uleb());
        continue;
      case Lle.startxEndx:
        [low, high] = [indexed(), indexed()];
        break;
      case Lle.startxLength:
        low = indexed();
        high = low + cursor.ulebBig();
        break;
      case Lle.offsetPair:
        [low, high] = [base + cursor.ulebBig(), base + cursor.ulebBig()];
        break;
      case Lle.startEnd:
        [low, high] = [address(), address()];
        break;
      case Lle.startLength:
        low = address();
        high = low + cursor.ulebBig();
        break;
      default:
        return cursor.fail(`the unknown kind ${kind} of location`);
    }
    const expression = cursor.block(cursor.uleb());
    if (pc >= low && pc < high) return expression;
  }
  return cursor.fail('a location list that is too long');
}
