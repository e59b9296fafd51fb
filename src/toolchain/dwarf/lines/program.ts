import type { Cursor } from '../cursor';
import type { Sections } from '../sections';
import { isStandard, type LineHeader } from './header';
import { joinPath } from './path';

/** Receives the rows that a line-number program appends to its matrix (DWARF 5, 6.2.2). */
export interface RowSink {
  row(registers: Readonly<LineRegisters>): void;
  /** The sequence of rows ends before `address`. */
  endSequence(address: bigint): void;
}

/** The registers of the line-number machine that matter here. */
export interface LineRegisters {
  address: bigint;
  file: number;
  line: number;
  column: number;
  isStatement: boolean;
  isPrologueEnd: boolean;
}

/** DW_LNS codes. */
const Standard = {
  extended: 0,
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  negateStatement: 6,
  constAddPc: 8,
  fixedAdvancePc: 9,
  setPrologueEnd: 10,
} as const;

/** DW_LNE codes. */
const Extended = { endSequence: 1, setAddress: 2, defineFile: 3 } as const;

/** Runs the program of a line table (DWARF 5, 6.2.5): every opcode takes at least a byte, so it ends. */
export function runLineProgram(sections: Sections, header: LineHeader, sink: RowSink): void {
  const cursor = sections.cursor('.debug_line', header.program).at(header.program, header.end);
  const { opcodeBase, lineBase, lineRange, minimumInstructionLength } = header;
  let registers = initial(header);

  const advance = (operations: number) => {
    registers.address = BigInt.asUintN(64, registers.address + BigInt(operations * minimumInstructionLength));
  };
  const copy = () => {
    sink.row(registers);
    registers.isPrologueEnd = false;
  };
  const extended = (operation: Cursor) => {
    switch (operation.u8()) {
      case Extended.endSequence:
        sink.endSequence(registers.address);
        registers = initial(header);
        break;
      case Extended.setAddress:
        registers.address = operation.unsigned(operation.remaining);
        break;
      case Extended.defineFile: {
        const name = operation.string();
        header.files.push(joinPath(header.directories[operation.uleb()] ?? '', name));
        break;
      }
    }
  };

  sections.budget.charge((header.end - header.program) >> 1);
  while (!cursor.atEnd) {
    const opcode = cursor.u8();
    if (opcode >= opcodeBase) {
      const adjusted = opcode - opcodeBase;
      advance(Math.floor(adjusted / lineRange));
      registers.line += lineBase + (adjusted % lineRange);
      copy();
      continue;
    }
    if (opcode === Standard.extended) {
      const length = cursor.uleb();
      const start = cursor.offset;
      cursor.skip(length);
      if (length > 0) extended(cursor.at(start, start + length));
      continue;
    }
    switch (isStandard(header, opcode) ? opcode : -1) {
      case Standard.copy:
        copy();
        break;
      case Standard.advancePc:
        advance(cursor.uleb());
        break;
      case Standard.advanceLine:
        registers.line += cursor.sleb();
        break;
      case Standard.setFile:
        registers.file = cursor.uleb();
        break;
      case Standard.setColumn:
        registers.column = cursor.uleb();
        break;
      case Standard.negateStatement:
        registers.isStatement = !registers.isStatement;
        break;
      case Standard.constAddPc:
        advance(Math.floor((255 - opcodeBase) / lineRange));
        break;
      case Standard.fixedAdvancePc:
        registers.address = BigInt.asUintN(64, registers.address + BigInt(cursor.u16()));
        break;
      case Standard.setPrologueEnd:
        registers.isPrologueEnd = true;
        break;
      default:
        for (let count = header.operandCounts[opcode]; count > 0; count--) cursor.skipLeb();
    }
  }
}

const initial = (header: LineHeader): LineRegisters => ({
  address: 0n,
  file: 1,
  line: 1,
  column: 0,
  isStatement: header.defaultIsStatement,
  isPrologueEnd: false,
});
