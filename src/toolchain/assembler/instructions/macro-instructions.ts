import { Register } from '../../../isa/registers';
import { rowNamed, rows } from '../../../isa/rows';
import type { StatementError } from '../text/cursor';
import { LoadImmediate, loadImmediateSteps } from './load-immediate';
import { type Bindings, type Form, formOf } from './forms';
import type { Span } from '../text/source';
import type { Expression, WrittenPart } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';

/** A form whose instructions depend on values, or reach an address by a pair of instructions. */
export interface Macro {
  readonly form: Form;
  readonly expand: (bindings: Bindings, span: Span, unit: UnitBuilder) => void;
}

const T1 = 6;
const ZERO = 0;

const macro = (syntax: string, expand: Macro['expand']): Macro => ({ form: formOf(syntax), expand });

/** `auipc` with the upper part of the distance to a symbol, and a second instruction with the lower part. */
function pair(
  unit: UnitBuilder,
  symbol: Expression,
  upperRegister: number,
  second: { name: string; rd?: number; rs2?: number },
  span: Span,
  part: WrittenPart = 'pcrel_hi',
): void {
  const isCall = second.name === 'jalr';
  const start = unit.names.anonymousLabel(span);
  const upper: Expression = { kind: 'part', span: symbol.span, part, operand: symbol };
  const lower = { kind: 'symbol', span: symbol.span, symbol: start } as const;
  const row = rowNamed('auipc');
  unit.pendingInstruction(row, { rd: upperRegister, rs1: 0, rs2: 0, isCall }, 'value', upper, span);
  const fields = { rd: second.rd ?? 0, rs1: upperRegister, rs2: second.rs2 ?? 0 };
  unit.pendingTerm(
    { row: rowNamed(second.name), ...fields, isCall, immediate: { role: 'pcrel_lo', term: lower } },
    span,
  );
}

const expressionOf = (bindings: Bindings, name: string): Expression => bindings.expressions.get(name)!;
const registerOf = (bindings: Bindings, name: string): number => bindings.registers.get(name)!;

const loadImmediate = macro('rd,imm', (bindings, span, unit) => {
  const expression = expressionOf(bindings, 'imm');
  if (expression.kind === 'part' && expression.part === 'lo') {
    const rd = registerOf(bindings, 'rd');
    unit.pendingInstruction(rowNamed('addi'), { rd, rs1: 0, rs2: 0 }, 'value', expression, span);
    return;
  }
  const term = unit.names.resolve(expression);
  const value = unit.names.knownNow(term);
  const rd = registerOf(bindings, 'rd');
  const unknown = (): StatementError =>
    unit.names.unknown(
      expression,
      "'li' needs a number that is known in this source",
      'load addresses with la',
    );
  if (value === undefined) unit.tail(new LoadImmediate(rd, term, unknown), span);
  else
    for (const { row, operands } of loadImmediateSteps(rd, value))
      unit.instruction(row, operands, span, rd !== 0);
});

/** @param mayUseTable whether `.option pic` has an influence */
const loadAddress = (mayUseTable: boolean): Macro =>
  macro('rd,symbol', (bindings, span, unit) => {
    const symbol = expressionOf(bindings, 'symbol');
    const rd = registerOf(bindings, 'rd');
    unit.names.noteLoad(rd, symbol);
    if (mayUseTable && unit.isPositionIndependent && symbol.kind === 'name')
      pair(unit, symbol, rd, { name: 'ld', rd }, span, 'got_pcrel_hi');
    else if (unit.names.knownNow(unit.names.resolve(symbol)) === undefined)
      pair(unit, symbol, rd, { name: 'addi', rd }, span);
    else loadImmediate.expand({ ...bindings, expressions: new Map([['imm', symbol]]) }, span, unit);
  });

const callThrough = (syntax: string, link: number | string, scratch: number | string): Macro =>
  macro(syntax, (bindings, span, unit) => {
    const register = (from: number | string): number =>
      typeof from === 'number' ? from : registerOf(bindings, from);
    const symbol = expressionOf(bindings, 'symbol');
    unit.names.noteCall(symbol);
    pair(unit, symbol, register(scratch), { name: 'jalr', rd: register(link) }, span);
  });

const loadFromSymbol = (name: string): Macro =>
  macro('rd,symbol', (bindings, span, unit) => {
    const rd = registerOf(bindings, 'rd');
    pair(unit, expressionOf(bindings, 'symbol'), rd, { name, rd }, span);
  });

const storeToSymbol = (name: string): Macro =>
  macro('rs2,symbol,rt', (bindings, span, unit) => {
    const rs2 = registerOf(bindings, 'rs2');
    pair(unit, expressionOf(bindings, 'symbol'), registerOf(bindings, 'rt'), { name, rs2 }, span);
  });

/** By name. */
export const macroInstructions: ReadonlyMap<string, readonly Macro[]> = new Map<string, readonly Macro[]>([
  ['li', [loadImmediate]],
  ['la', [loadAddress(true)]],
  ['lla', [loadAddress(false)]],
  ['call', [callThrough('symbol', Register.ra, Register.ra), callThrough('rd,symbol', 'rd', T1)]],
  ['tail', [callThrough('symbol', ZERO, T1)]],
  ['jump', [callThrough('symbol,rt', ZERO, 'rt')]],
  ...rows.filter((row) => row.format === 'load').map(({ name }) => [name, [loadFromSymbol(name)]] as const),
  ...rows.filter((row) => row.format === 's').map(({ name }) => [name, [storeToSymbol(name)]] as const),
]);

/** A sentence for a student on those whose names are no instruction's. */
export const macroDocs: ReadonlyMap<string, string> = new Map([
  ['la', 'Load address: rd = the address of a symbol.'],
  ['lla', 'Load local address: rd = the address of a symbol.'],
  ['call', 'Calls a function at any distance: ra = where to return to.'],
  ['tail', "Tail call: continues at a function at any distance; it returns to this function's caller."],
  ['jump', 'Jumps to any distance, with rt as scratch register.'],
]);
