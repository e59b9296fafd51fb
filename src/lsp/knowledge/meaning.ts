import type { Expression, Leaf } from '../../isa/expression';
import type { Row } from '../../isa/row';

/** What stands in a formula for a leaf: a name, or a value. */
export type LeafText = (leaf: Leaf) => string;

const operators: Readonly<Record<string, string>> = {
  add: '+', sub: '-', mul: '×', and: '&', or: '|', xor: '^', shl: '<<', shr_s: '>>', shr_u: '>>>',
  div_s: '/', div_u: '/', rem_s: '%', rem_u: '%',
  eq: '=', ne: '≠', lt_s: '<', lt_u: '<', ge_s: '≥', ge_u: '≥',
}; // prettier-ignore

const unsigned = new Set(['div_u', 'rem_u', 'lt_u', 'ge_u']);

/** An expression as a formula. */
export function formula(expression: Expression, text: LeafText, isInner = false): string {
  switch (expression.kind) {
    case 'leaf':
      return text(expression.leaf);
    case 'constant':
      return String(expression.value);
    case 'unary':
      return widened(expression.operator, formula(expression.value, text));
    case 'binary': {
      const { operator, left, right } = expression;
      const words = `${formula(left, text, true)} ${operators[operator]}${unsigned.has(operator) ? 'u' : ''} ${formula(right, text, true)}`;
      return isInner ? `(${words})` : words;
    }
    case 'if': {
      const { condition, then, otherwise } = expression;
      const words = `${formula(condition, text, true)} ? ${formula(then, text, true)} : ${formula(otherwise, text, true)}`;
      return isInner ? `(${words})` : words;
    }
    case 'call':
      return `${expression.helper}(${expression.arguments.map((one) => formula(one, text)).join(', ')})`;
  }
}

const widened = (operator: string, inner: string): string => {
  const [, bits, sign] = /^extend(\d+)_([su])$/.exec(operator)!;
  return `${sign === 's' ? 'sext' : 'zext'}${bits}(${inner})`;
};

/** What a row does, as an assignment or a jump: `rd = rs1 + imm`. Empty for what is no computation. */
export function effect({ meaning }: Row, text: LeafText, rd: string): string {
  switch (meaning.kind) {
    case 'compute':
      return `${rd} = ${formula(meaning.value, text)}`;
    case 'load': {
      const bits = meaning.width * 8;
      const value = `memory[${formula(meaning.address, text)}]`;
      return `${rd} = ${bits === 64 ? value : `${meaning.signed ? 'sext' : 'zext'}${bits}(${value})`}`;
    }
    case 'store':
      return `memory${meaning.width * 8}[${formula(meaning.address, text)}] = ${formula(meaning.value, text)}`;
    case 'branch':
      return `if ${formula(meaning.condition, text)}: pc = ${formula(meaning.target, text)}`;
    case 'jump':
      return `${rd} = ${text('next')}; pc = ${formula(meaning.target, text)}`;
    case 'amo':
      return `${rd} = memory[${text('rs1')}]; memory[${text('rs1')}] = ${formula(meaning.value, text)}`;
    case 'loadReserved':
      return `${rd} = memory[${text('rs1')}], reserved`;
    case 'storeConditional':
      return `if still reserved: memory[${text('rs1')}] = ${text('rs2')}, ${rd} = 0; else ${rd} = 1`;
    case 'csr':
      return csrEffect(meaning.write, meaning.source === 'rs1' ? text('rs1') : 'zimm', rd);
    case 'fence':
    case 'fenceI':
    case 'system':
      return '';
  }
}

function csrEffect(write: 'replace' | 'set' | 'clear', source: string, rd: string): string {
  const value = { replace: source, set: `csr | ${source}`, clear: `csr & ~${source}` }[write];
  return `${rd} = csr; csr = ${value}`;
}
