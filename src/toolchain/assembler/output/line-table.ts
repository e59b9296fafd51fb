import { ByteWriter } from '../../byte-writer';
import { DebugWriter } from './debug-writer';

/** Code of one source that lies in one piece. */
export interface CodeRange {
  readonly address: bigint;
  readonly size: number;
  /** In ascending order of address. */
  readonly rows: readonly { readonly address: bigint; readonly line: number }[];
}

const VERSION = 4;
const LINE_BASE = -5;
const LINE_RANGE = 14;
const OPCODE_BASE = 13;
/** How many operands each standard opcode has, from opcode 1 on (DWARF 4, 6.2.5.2). */
const OPERAND_COUNTS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const Opcode = { copy: 1, advancePc: 2, advanceLine: 3 } as const;
const Extended = { endSequence: 1, setAddress: 2 } as const;
const ADDRESS_SIZE = 8;

/**
 * One unit of `.debug_line` (DWARF 4, 6.2): which source line each instruction came from.
 * @param path the source, as debuggers are to show and find it
 */
export function lineTable(path: string, ranges: readonly CodeRange[]): DebugWriter {
  const header = new ByteWriter();
  header.u8(1); // the smallest instruction length: addresses advance by bytes
  header.u8(1); // operations per instruction
  header.u8(1); // rows are recommended places for breakpoints
  header.u8(LINE_BASE & 0xff);
  header.u8(LINE_RANGE);
  header.u8(OPCODE_BASE);
  header.bytes(OPERAND_COUNTS);
  header.u8(0); // no folders
  header.string(path);
  header.bytes([0, 0, 0, 0]); // folder, time and size of the file are not told; no more files

  const program = new DebugWriter();
  for (const range of ranges) writeSequence(program, range);

  const out = new DebugWriter();
  out.u32(2 + 4 + header.length + program.length);
  out.u16(VERSION);
  out.u32(header.length);
  out.bytes(header.finish());
  out.append(program);
  return out;
}

function writeSequence(out: DebugWriter, range: CodeRange): void {
  let address = range.address;
  let line = 1;
  extended(out, Extended.setAddress, ADDRESS_SIZE);
  out.address(address);
  for (const row of range.rows) {
    writeRow(out, Number(row.address - address), row.line - line);
    address = row.address;
    line = row.line;
  }
  out.u8(Opcode.advancePc);
  out.uleb128(Number(range.address + BigInt(range.size) - address));
  extended(out, Extended.endSequence, 0);
}

/** A special opcode advances both address and line and appends a row. */
function writeRow(out: ByteWriter, addressStep: number, lineStep: number): void {
  if (lineStep < LINE_BASE || lineStep >= LINE_BASE + LINE_RANGE) {
    out.u8(Opcode.advanceLine);
    out.sleb128(lineStep);
    lineStep = 0;
  }
  const special = lineStep - LINE_BASE + LINE_RANGE * addressStep + OPCODE_BASE;
  if (special <= 255) {
    out.u8(special);
    return;
  }
  out.u8(Opcode.advancePc);
  out.uleb128(addressStep);
  out.u8(lineStep - LINE_BASE + OPCODE_BASE);
}

function extended(out: ByteWriter, opcode: number, operandSize: number): void {
  out.u8(0);
  out.uleb128(1 + operandSize);
  out.u8(opcode);
}
