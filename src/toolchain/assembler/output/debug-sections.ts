import type { ImageSection } from '../../elf/write';
import { SectionFlags } from '../../elf/types';
import { DebugWriter, type Reference } from './debug-writer';
import { type CodeRange, lineTable } from './line-table';
import type { Section, Unit } from '../unit/object';
import { inFile, type Span } from '../text/source';

const VERSION = 4;
const ADDRESS_SIZE = 8;
const TAG_COMPILE_UNIT = 0x11;
const LANGUAGE_ASSEMBLER = 0x8001;
const Attribute = {
  name: 0x03,
  statementList: 0x10,
  lowPc: 0x11,
  language: 0x13,
  producer: 0x25,
  ranges: 0x55,
} as const;
const Form = { address: 0x01, data2: 0x05, string: 0x08, sectionOffset: 0x17 } as const;
const PRODUCER = 'Trapframe assembler';

/** DWARF 4 for sources in assembly: a compile unit each, with its line table. */
export function debugSections(units: readonly Unit[]): DebugSection[] {
  const lines = new DebugWriter();
  const info = new DebugWriter();
  const ranges = new DebugWriter();
  for (const unit of units) {
    const code = codeRanges(unit);
    if (code.length === 0) continue;
    writeUnit(info, unit.source.path, lines.length, ranges.length);
    lines.append(lineTable(unit.source.path, code));
    for (const range of code) {
      ranges.address(range.address);
      ranges.address(range.address + BigInt(range.size));
    }
    ranges.u64(0n);
    ranges.u64(0n);
  }
  if (info.length === 0) return [];
  return [
    debugSection('.debug_line', lines),
    debugSection('.debug_info', info),
    debugSection('.debug_abbrev', abbreviations()),
    debugSection('.debug_ranges', ranges),
  ];
}

/** A section of the file that is not loaded. */
export function debugSection(name: string, written: DebugWriter): DebugSection {
  const bytes = written.finish();
  const { references } = written;
  return { name, flags: 0, address: 0n, bytes, size: bytes.length, alignment: 1, references };
}

export interface DebugSection extends ImageSection {
  readonly references: readonly Reference[];
}

const isLoaded = (section: Section): boolean => (section.flags & SectionFlags.allocate) !== 0;

function codeRanges(unit: Unit): CodeRange[] {
  return unit.sections
    .filter(
      (section) => isLoaded(section) && section.address !== undefined && section.whole!.marks.length > 0,
    )
    .map((section) => ({ address: section.address!, size: section.size, rows: rowsOf(section) }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** A row for each statement: the instructions that a pseudo-instruction stands for are one. */
function rowsOf(section: Section): CodeRange['rows'] {
  let last: Span | undefined;
  return section.whole!.marks.flatMap(({ offset, span: made }) => {
    if (made === last) return [];
    // A macro's instructions belong to the line that calls it.
    const { span } = inFile(made);
    const isSame =
      last !== undefined &&
      inFile(last).span.start === span.start &&
      inFile(last).span.source === span.source;
    last = made;
    if (isSame && made.source.origin !== undefined) return [];
    const { line } = span.source.position(span.start);
    return [{ address: section.address! + BigInt(offset), line }];
  });
}

function writeUnit(out: DebugWriter, path: string, lineOffset: number, rangeOffset: number): void {
  const body = new DebugWriter();
  body.u16(VERSION);
  body.offsetIn('.debug_abbrev', 0); // the one table of abbreviations
  body.u8(ADDRESS_SIZE);
  body.uleb128(1);
  body.offsetIn('.debug_line', lineOffset);
  body.offsetIn('.debug_ranges', rangeOffset);
  body.u64(0n); // what the ranges are relative to
  body.string(path);
  body.string(PRODUCER);
  body.u16(LANGUAGE_ASSEMBLER);
  out.u32(body.length);
  out.append(body);
}

function abbreviations(): DebugWriter {
  const out = new DebugWriter();
  out.bytes([1, TAG_COMPILE_UNIT, 0]);
  out.bytes([Attribute.statementList, Form.sectionOffset]);
  out.bytes([Attribute.ranges, Form.sectionOffset]);
  out.bytes([Attribute.lowPc, Form.address]);
  out.bytes([Attribute.name, Form.string]);
  out.bytes([Attribute.producer, Form.string]);
  out.bytes([Attribute.language, Form.data2]);
  out.bytes([0, 0, 0]);
  return out;
}
