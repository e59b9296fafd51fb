import type { Cursor } from '../cursor';
import type { AddressRange } from '../range-map';
import type { Sections } from '../sections';
import { readInitialLength } from '../unit-header';
import { readEncodedPointer, readEncodedSize } from './pointer';

/** What many functions' frame descriptions share (CIE; DWARF 5, 6.4.1; LSB, 10.6.1.1). */
export interface CommonInformation {
  readonly codeAlignment: number;
  readonly dataAlignment: number;
  readonly returnAddressRegister: number;
  readonly addressSize: number;
  readonly isSignalFrame: boolean;
  readonly instructions: Cursor;
}

/** The frame description of a range of code (FDE). */
export interface FrameDescription extends AddressRange {
  readonly common: CommonInformation;
  readonly instructions: Cursor;
}

interface Cie extends CommonInformation {
  readonly pointerEncoding: number;
  readonly hasAugmentationData: boolean;
}

type SectionName = '.debug_frame' | '.eh_frame';

/** All frame descriptions of a section, those of discarded code left out. */
export function readFrameDescriptions(sections: Sections, name: SectionName): FrameDescription[] {
  const isEh = name === '.eh_frame';
  const cies = new Map<number, Cie | undefined>();
  const found: FrameDescription[] = [];
  const cieAt = (offset: number): Cie | undefined => {
    if (!cies.has(offset)) {
      cies.set(offset, undefined);
      cies.set(offset, readCie(sections, name, offset));
    }
    return cies.get(offset);
  };
  sections.tolerate(undefined, () => {
    const cursor = sections.cursor(name);
    while (!cursor.atEnd) {
      const { offsetSize, end } = readInitialLength(cursor);
      const { offset } = cursor;
      cursor.offset = end;
      // A length of 0 ends .eh_frame, but a linker may have put more behind it.
      if (end === offset) continue;
      sections.budget.charge(1);
      const entry = cursor.at(offset, end);
      const pointer = entry.sectionOffset(offsetSize);
      if (pointer === cieMark(isEh, offsetSize)) continue;
      const description = sections.tolerate(undefined, () => {
        const cie = cieAt(isEh ? offset - pointer : pointer);
        return cie && readFde(sections, name, entry, cie);
      });
      if (description) found.push(description);
    }
  });
  return found;
}

/** What stands in place of a CIE's offset when the entry is a CIE itself. */
function cieMark(isEh: boolean, offsetSize: number): number {
  if (isEh) return 0;
  // Of the 64-bit format ~0, which is no safe integer: such sections fail in the cursor.
  return offsetSize === 4 ? 0xffff_ffff : -1;
}

function readFde(
  sections: Sections,
  name: SectionName,
  cursor: Cursor,
  cie: Cie,
): FrameDescription | undefined {
  const { pointerEncoding, hasAugmentationData, addressSize } = cie;
  const isEh = name === '.eh_frame';
  const low = isEh
    ? readEncodedPointer(cursor, pointerEncoding, sections.addressOf(name))
    : cursor.unsigned(addressSize);
  if (low === undefined) return undefined;
  const size = isEh ? readEncodedSize(cursor, pointerEncoding) : cursor.unsigned(addressSize);
  if (hasAugmentationData) cursor.skip(cursor.uleb());
  if (size === 0n || !sections.isCode(low)) return undefined;
  return { low, high: low + size, common: cie, instructions: cursor };
}

function readCie(sections: Sections, name: SectionName, offset: number): Cie {
  const whole = sections.cursor(name, offset);
  const { offsetSize, end } = readInitialLength(whole);
  const cursor = whole.at(whole.offset, end);
  cursor.skip(offsetSize);
  const version = cursor.u8();
  if (version !== 1 && version !== 3 && version !== 4) cursor.fail(`frame information of version ${version}`);
  const augmentation = cursor.string();
  sections.budget.charge(augmentation.length);
  let addressSize = 8;
  if (version === 4) {
    addressSize = cursor.u8();
    cursor.skip(1); // segment selector size
  }
  const codeAlignment = cursor.uleb();
  const dataAlignment = cursor.sleb();
  const returnAddressRegister = version === 1 ? cursor.u8() : cursor.uleb();
  let pointerEncoding = 0;
  const hasAugmentationData = augmentation.startsWith('z');
  if (hasAugmentationData) {
    const length = cursor.uleb();
    const data = cursor.at(cursor.offset).block(length);
    const values = cursor.at(cursor.offset, cursor.offset + data.length);
    for (const letter of augmentation.slice(1)) {
      if (letter === 'R') pointerEncoding = values.u8();
      else if (letter === 'L') values.skip(1);
      else if (letter === 'P') readEncodedPointer(values, values.u8(), sections.addressOf(name));
      else if (letter !== 'S' && letter !== 'B') break;
    }
    cursor.skip(length);
  } else if (!/^[SB]*$/.test(augmentation))
    cursor.fail(`frame information with the augmentation "${augmentation}"`);
  return {
    codeAlignment,
    dataAlignment,
    returnAddressRegister,
    addressSize,
    isSignalFrame: augmentation.includes('S'),
    instructions: cursor,
    pointerEncoding,
    hasAugmentationData,
  };
}
