import type { Cursor } from '../cursor';
import { Form, readForm, skipForm, type Encoding } from '../forms';
import type { Sections } from '../sections';
import { readInitialLength } from '../unit-header';
import { joinPath } from './path';

/** Operand counts of the standard opcodes; a table that says otherwise means an opcode of its own. */
const STANDARD_OPERANDS = [0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

/** DW_LNCT codes (DWARF 5, table 7.27). */
const ContentType = { path: 1, directoryIndex: 2 } as const;

/** The header of a line-number program (DWARF 5, 6.2.4; DWARF 4, 6.2.4). */
export interface LineHeader {
  readonly version: number;
  readonly addressSize: number;
  readonly minimumInstructionLength: number;
  readonly defaultIsStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** Operands of each standard opcode, all LEB128. */
  readonly operandCounts: readonly number[];
  /** Paths by the number that the program and DW_AT_decl_file use; below version 5 number 0 is none. */
  readonly files: (string | undefined)[];
  readonly directories: readonly string[];
  /** The opcodes: offsets into `.debug_line`. */
  readonly program: number;
  readonly end: number;
}

/**
 * Reads the header at an offset of `.debug_line`.
 * @param directory the compilation directory of the unit, which relative paths start from.
 */
export function readLineHeader(sections: Sections, offset: number, directory: string): LineHeader {
  const whole = sections.cursor('.debug_line', offset);
  const { offsetSize, end } = readInitialLength(whole);
  const cursor = whole.at(whole.offset, end);
  const version = cursor.u16();
  if (version < 2 || version > 5) cursor.fail(`a line table of version ${version}: 2 to 5 can be read`);
  const addressSize = version >= 5 ? cursor.u8() : 8;
  if (version >= 5) cursor.skip(1); // segment selector size
  const headerLength = cursor.sectionOffset(offsetSize);
  if (headerLength > cursor.remaining) cursor.fail('a header that is longer than its table');
  const program = cursor.offset + headerLength;
  const minimumInstructionLength = cursor.u8();
  if (version >= 4) cursor.skip(1); // operations per instruction: of VLIW machines
  const defaultIsStatement = cursor.u8() !== 0;
  const lineBase = cursor.i8();
  const lineRange = cursor.u8();
  const opcodeBase = cursor.u8();
  if (lineRange === 0 || opcodeBase === 0) cursor.fail('a line range or opcode base of 0');
  const operandCounts = [0];
  for (let opcode = 1; opcode < opcodeBase; opcode++) operandCounts.push(cursor.u8());
  const names = cursor.at(cursor.offset, program);
  const encoding = { version, addressSize, offsetSize };
  const tables =
    version >= 5 ? readEntryTables(sections, names, encoding, directory) : readNameLists(names, directory);
  sections.budget.charge(tables.files.length + tables.directories.length);
  return {
    version,
    addressSize,
    minimumInstructionLength,
    defaultIsStatement,
    lineBase,
    lineRange,
    opcodeBase,
    operandCounts,
    ...tables,
    program,
    end,
  };
}

/** Whether a standard opcode has the operands that the standard gives it. */
export function isStandard(header: LineHeader, opcode: number): boolean {
  return header.operandCounts[opcode] === STANDARD_OPERANDS[opcode];
}

type Tables = Pick<LineHeader, 'files' | 'directories'>;

/** Versions 2 to 4: NUL-terminated lists; directory 0 is the compilation directory, files count from 1. */
function readNameLists(cursor: Cursor, directory: string): Tables {
  const directories = [directory];
  for (let name; (name = cursor.string()) !== '';) directories.push(joinPath(directory, name));
  const files: (string | undefined)[] = [undefined];
  for (let name; (name = cursor.string()) !== '';) {
    files.push(joinPath(directories[cursor.uleb()] ?? directory, name));
    cursor.skipLeb(); // time of last change
    cursor.skipLeb(); // length in bytes
  }
  return { files, directories };
}

interface TableEntry {
  readonly path: string;
  readonly directoryIndex: number;
}

/** Version 5: tables that describe themselves; both count from 0, directory 0 is the compilation directory. */
function readEntryTables(sections: Sections, cursor: Cursor, encoding: Encoding, directory: string): Tables {
  const directories: string[] = [];
  for (const { path } of readTable(sections, cursor, encoding)) {
    directories.push(joinPath(directory, directories[0] ?? '', path));
  }
  const files = readTable(sections, cursor, encoding).map(({ path, directoryIndex }) =>
    joinPath(directories[directoryIndex] ?? directory, path),
  );
  return { files, directories };
}

function readTable(sections: Sections, cursor: Cursor, encoding: Encoding): TableEntry[] {
  const formats: { type: number; form: number }[] = [];
  for (let count = cursor.u8(); count > 0; count--)
    formats.push({ type: cursor.uleb(), form: cursor.uleb() });
  const entries: TableEntry[] = [];
  for (let count = cursor.uleb(); count > 0; count--) {
    const start = cursor.offset;
    let path = '';
    let directoryIndex = 0;
    for (const { type, form } of formats) {
      if (type === ContentType.path) path = readPath(sections, cursor, form, encoding);
      else if (type === ContentType.directoryIndex) directoryIndex = Number(readForm(cursor, form, encoding));
      else skipForm(cursor, form, encoding);
    }
    // Otherwise a count alone could claim any number of entries.
    if (cursor.offset === start) cursor.fail('a file or directory entry of no size');
    entries.push({ path, directoryIndex });
  }
  return entries;
}

function readPath(sections: Sections, cursor: Cursor, form: number, encoding: Encoding): string {
  const value = readForm(cursor, form, encoding);
  if (typeof value === 'string') return value;
  if (form === Form.lineStrp) return sections.string('.debug_line_str', value as number);
  if (form === Form.strp) return sections.string('.debug_str', value as number);
  return cursor.fail(`a file name of the form 0x${form.toString(16)}`);
}
