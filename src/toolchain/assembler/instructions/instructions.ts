import { csrNumber, csrs } from '../../../isa/csrs';
import type { CompressedShape } from '../../../isa/encode-compressed';
import { abiNames } from '../../../isa/registers';
import type { Row } from '../../../isa/row';
import { isRowName, rowNamed } from '../../../isa/rows';
import { StatementError } from '../text/cursor';
import { type Bindings, type Form, isMismatch, match, type Mismatch } from './forms';
import { meaningsOf, ordering } from './meanings';
import { unknownInstruction, withSymbols, wrongOperands } from './mistaken-operands';
import { didYouMean } from '../text/near-names';
import type { ImmediateRole } from '../unit/object';
import { otherCsrNumber, presentName } from './other-csrs';
import type { Span } from '../text/source';
import type { Expression, InstructionStatement } from '../statements/syntax';
import { instantiate } from './template';
import type { UnitBuilder } from '../unit/unit-builder';

const orderingBits: Readonly<Record<string, number>> = { aq: 2, rl: 1, aqrl: 3 };
const TOTAL_STORE_ORDER = 0x833;
const TRAP_VECTORS = ['mtvec', 'stvec'].map(csrNumber);

/** Puts an instruction into the current section. @throws StatementError */
export function assembleInstruction(
  statement: InstructionStatement,
  unit: UnitBuilder,
  mayCompress = !/^jalr?$/.test(statement.name.text),
): void {
  const { name, operands, span } = statement;
  if (operands.length === 0 && (name.text === 'c.unimp' || (name.text === 'unimp' && unit.compresses))) {
    unit.half(0, span);
    return;
  }
  if (name.text === 'fence.tso' && operands.length === 0) {
    unit.instruction(rowNamed('fence'), { imm: TOTAL_STORE_ORDER }, span);
    return;
  }
  const variant = ordering.exec(name.text);
  const base = variant !== null && takesOrdering(variant[1]) ? variant[1] : name.text;
  const meanings = meaningsOf(base);
  if (meanings.length === 0) throw unknownInstruction(name, unit.macroNames);
  const mismatches: Mismatch[] = [];
  for (const meaning of meanings) {
    const result = match(meaning.form, operands);
    if (isMismatch(result)) {
      mismatches.push(result);
    } else if ('row' in meaning) {
      const order = base === name.text ? 0 : orderingBits[variant![2]];
      assembleRow(meaning.row, result, order, span, unit, mayCompress);
      return;
    } else if ('compressed' in meaning) {
      assembleCompressed(meaning.compressed, result, statement, unit);
      return;
    } else if ('expansion' in meaning) {
      for (const part of instantiate(meaning.expansion, result, span)) {
        assembleInstruction(part, unit, compressesAsWritten(base, meaning.form, result));
      }
      return;
    } else {
      meaning.expand(result, span, unit);
      return;
    }
  }
  const mistake = wrongOperands(statement, meanings, mismatches);
  const meant = withSymbols(statement, meanings);
  if (meant === undefined) throw mistake;
  // Whether there is a symbol of that name, the link will know.
  for (const { span: place, name: register } of meant.symbols) {
    (unit.names.symbol(register).mistakes ??= new Map()).set(place, mistake);
  }
  assembleInstruction({ ...statement, operands: meant.operands }, unit, mayCompress);
}

const takesOrdering = (name: string): boolean => {
  const format = isRowName(name) ? rowNamed(name).format : undefined;
  return format === 'amo' || format === 'loadReserved';
};

/**
 * GNU as finds compressed forms by what is written: of these ways to write an instruction that has one, it does not.
 */
function compressesAsWritten(name: string, form: Form, { registers, expressions }: Bindings): boolean {
  switch (name) {
    case 'jr':
    case 'jalr':
      return form.syntax === 'rs';
    case 'mv':
    case 'move':
      return registers.get('rs') !== 0;
    case 'add':
      // Those of addi that are no addition: c.li, c.mv, c.nop.
      return registers.get('rs') !== 0 && !isZero(expressions.get('imm'));
    default:
      return true;
  }
}

const isZero = (expression: Expression | undefined): boolean =>
  expression?.kind === 'number' && expression.value === 0n;

/** An instruction that is written as compressed: `c.addi a0, 1`. */
function assembleCompressed(
  shape: CompressedShape,
  { registers, expressions }: Bindings,
  { span }: InstructionStatement,
  unit: UnitBuilder,
): void {
  const { name } = shape.compressed;
  const register = (field: 'rd' | 'rs1' | 'rs2'): number => {
    const number = registers.get(field);
    if (number === undefined) return 0;
    if (shape.registers[field].includes(number)) return number;
    const allowed = shape.registers[field].map((one) => abiNames[one]);
    const words =
      allowed.length > 8
        ? 'any register but ' + abiNames.filter((one) => !allowed.includes(one)).join(', ')
        : allowed.join(', ');
    throw new StatementError(span, `'${name}' does not take ${abiNames[number]}`, `it takes ${words}`);
  };
  const fields = { rd: register('rd'), rs1: register('rs1'), rs2: register('rs2') };
  const target = expressions.get('target');
  if (target !== undefined) {
    const { rs1 } = fields;
    const immediate = { role: 'target', term: unit.names.resolve(target) } as const;
    unit.branch({ row: shape.row, rd: 0, rs1, rs2: 0, immediate }, name, span);
    return;
  }
  const [expression] = expressions.values();
  if (expression === undefined) {
    unit.half(shape.encode(fields)!, span);
    return;
  }
  const value = unit.names.constantNow(expression, `the immediate of '${name}'`);
  const isUpper = expressions.has('upper');
  // Upper parts are written as the 20 bits that they are.
  const imm = isUpper ? Number(BigInt.asIntN(32, value << 12n)) : Number(value);
  const half = shape.encode({ ...fields, imm });
  const isPossible = half !== undefined && (!isUpper || (value >= 0n && value <= 0xfffffn));
  if (!isPossible)
    throw new StatementError(expression.span, `'${name}' cannot have ${value} here`, immediatesOf(shape));
  unit.half(half, span);
}

function immediatesOf({ immediates, syntax }: CompressedShape): string {
  const step = immediates
    .slice(1)
    .reduce((least, value, index) => Math.min(least, value - immediates[index]), Infinity);
  if (syntax.includes('upper')) return 'from 1 to 0x1f, or from 0xfffe0 to 0xfffff';
  return `${step > 1 ? `multiples of ${step} ` : ''}from ${immediates[0]} to ${immediates.at(-1)}${immediates.includes(0) ? '' : ', not 0'}`;
}

function assembleRow(
  row: Row,
  bindings: Bindings,
  order: number,
  span: Span,
  unit: UnitBuilder,
  mayCompress: boolean,
): void {
  const { registers, expressions } = bindings;
  const fields = {
    rd: registers.get('rd') ?? 0,
    rs1: registers.get('rs1') ?? 0,
    rs2: registers.get('rs2') ?? 0,
  };
  switch (row.format) {
    case 'fence': {
      const sets = ['pred', 'succ'].map((name) => fenceSet(expressions.get(name)!));
      unit.instruction(row, { imm: (sets[0] << 4) | sets[1] }, span);
      return;
    }
    case 'csr':
    case 'csrImmediate': {
      const csr = csrOperand(expressions.get('csr')!, unit);
      const zimm = expressions.get('zimm');
      const rs1 =
        zimm === undefined ? fields.rs1 : smallConstant(zimm, 31, `the immediate of '${row.name}'`, unit);
      if (zimm === undefined && TRAP_VECTORS.includes(csr)) unit.names.noteVector(rs1);
      unit.instruction(row, { ...fields, rs1, imm: csr }, span);
      return;
    }
    case 'amo':
    case 'loadReserved':
      unit.instruction(row, { ...fields, imm: order }, span);
      return;
    case 'r':
    case 'fenceVma':
    case 'fixed':
      unit.instruction(row, fields, span, mayCompress);
      return;
    default: {
      const expression = expressions.get('imm') ?? expressions.get('shamt') ?? expressions.get('upper');
      const role: ImmediateRole = expression === undefined ? 'target' : 'value';
      unit.pendingInstruction(row, fields, role, expression ?? expressions.get('target')!, span, mayCompress);
    }
  }
}

/** `rw`, `iorw`, or the four bits as a number. */
function fenceSet(expression: Expression): number {
  if (expression.kind === 'number' && expression.value < 16n) return Number(expression.value);
  const letters = expression.kind === 'name' ? expression.name : '';
  // The letters come in this order, each at most once.
  if (!/^(?=.)i?o?r?w?$/.test(letters)) {
    throw new StatementError(
      expression.span,
      'expected letters of iorw, in this order',
      'for example: fence rw, rw',
    );
  }
  return [...'wroi'].reduce((bits, letter, index) => bits | (letters.includes(letter) ? 1 << index : 0), 0);
}

function csrOperand(expression: Expression, unit: UnitBuilder): number {
  if (expression.kind === 'name') {
    const name = presentName(expression.name);
    const number = csrNumber(name);
    if (number !== undefined) return number;
    if (!unit.names.isDefined(expression.name)) {
      const other = otherCsrNumber(name);
      if (other !== undefined) {
        unit.diagnostics.warning(
          expression.span,
          `this machine has no control register '${name}': the instruction will be illegal`,
        );
        return other;
      }
      const names = csrs.map((csr) => csr.name);
      throw new StatementError(
        expression.span,
        `this machine has no control register '${expression.name}'`,
        didYouMean(expression.name, names),
      );
    }
  }
  return smallConstant(expression, 0xfff, 'the number of a control register', unit);
}

function smallConstant(expression: Expression, maximum: number, what: string, unit: UnitBuilder): number {
  const value = unit.names.constantNow(expression, what);
  if (value < 0n || value > BigInt(maximum)) {
    throw new StatementError(expression.span, `${what} is from 0 to ${maximum}, and this is ${value}`);
  }
  return Number(value);
}
