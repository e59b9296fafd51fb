import { hex, toSigned64, toUnsigned64 } from '../../base/integers';
import { csrName } from '../../isa/csrs';
import { evaluate, type Leaves } from '../../isa/evaluate';
import type { Expression, Leaf } from '../../isa/expression';
import { abiNames } from '../../isa/registers';
import type { Decoded } from '../../isa/row';
import { systemCalls } from '../../toolchain/system-calls';
import { instructionsOf } from '../assembly/code';
import { formula } from '../knowledge/meaning';
import type { Piece } from '../source/pieces';
import type { SourceFile } from '../source/source-file';
import type { Workspace } from '../workspace';

/** Values of registers and control registers by name, as a debugger tells them: decimal or `0x...`. */
export type Values = Readonly<Record<string, string>>;

/** What an instruction would do with the present values. */
export interface Explanation {
  /** Names whose values are needed. */
  readonly reads: readonly string[];
  /** Bytes of memory whose value is needed, once the registers are known. */
  readonly memory?: { readonly address: string; readonly width: number };
  /** `a0 = 5 + 7 = 12`, when everything is known. */
  readonly text?: string;
}

/**
 * Computes what the instruction at an offset would do: the meaning of its row of the instruction table, with values.
 * @param memory what lies at the address that an earlier answer asked for, unsigned
 * @returns undefined where there is no single instruction that computes something
 */
export function explain(
  workspace: Workspace,
  file: SourceFile,
  offset: number,
  values: Values,
  memory?: string,
): Explanation | undefined {
  const piece = file.pieceAt(offset);
  if (piece?.kind !== 'instruction') return undefined;
  const { head } = piece;
  if (head === undefined || offset < head.start || offset > head.end) return undefined;
  const machine = instructionsOf(workspace.assembly(file), piece);
  if (machine.length !== 1) return undefined;
  return new Explainer(machine[0], piece, values, memory).explanation;
}

/** Numbers that people know by heart in decimal, the others in hexadecimal. */
const inWords = (value: bigint): string => {
  const signed = toSigned64(value);
  return signed > -4096n && signed < 4096n ? String(signed) : hex(toUnsigned64(value));
};

class Explainer {
  readonly explanation: Explanation | undefined;

  constructor(
    private readonly decoded: Decoded,
    private readonly piece: Piece,
    private readonly values: Values,
    private readonly memory: string | undefined,
  ) {
    this.explanation = this.explain();
  }

  private get rd(): string {
    return abiNames[this.decoded.rd];
  }

  private value(name: string): bigint | undefined {
    if (name === 'zero') return 0n;
    const text = this.values[name];
    return text !== undefined && /^(0x[0-9a-f]+|-?\d+)$/i.test(text) ? toUnsigned64(BigInt(text)) : undefined;
  }

  private leaves(): Leaves {
    const { rs1, rs2, imm } = this.decoded;
    return {
      rs1: this.value(abiNames[rs1]) ?? 0n,
      rs2: this.value(abiNames[rs2]) ?? 0n,
      imm: BigInt(imm),
      pc: this.value('pc') ?? 0n,
      next: (this.value('pc') ?? 0n) + BigInt(this.decoded.length),
    };
  }

  private text(leaf: Leaf, more: Leaves = {}): string {
    return inWords({ ...this.leaves(), ...more }[leaf] ?? 0n);
  }

  private readonly words = (expression: Expression, more: Leaves = {}): string =>
    formula(this.simplified(expression), (leaf) => this.text(leaf, more));

  /** Nothing is added where nothing is: `li` and `mv` are sums with 0. */
  private simplified(expression: Expression): Expression {
    if (expression.kind !== 'binary' || expression.operator !== 'add') return expression;
    const isZero = (one: Expression): boolean =>
      one.kind === 'leaf' &&
      ((one.leaf === 'imm' && this.decoded.imm === 0) ||
        (one.leaf === 'rs1' && this.decoded.rs1 === 0) ||
        (one.leaf === 'rs2' && this.decoded.rs2 === 0));
    if (isZero(expression.left)) return expression.right;
    return isZero(expression.right) ? expression.left : expression;
  }

  private evaluated(expression: Expression, more: Leaves = {}): bigint {
    return evaluate(expression, { ...this.leaves(), ...more });
  }

  /** `5 + 7 = 12`; a number alone is not said twice. */
  private computed(expression: Expression, more: Leaves = {}): string {
    const words = this.words(expression, more);
    const result = inWords(this.evaluated(expression, more));
    return words === result ? result : `${words} = ${result}`;
  }

  private explain(): Explanation | undefined {
    const reads = this.reads();
    if (reads === undefined) return undefined;
    if (reads.some((name) => this.value(name) === undefined)) return { reads };
    const access = this.access();
    if (access !== undefined && this.memory === undefined) return { reads, memory: access };
    return { reads, text: this.sentence() };
  }

  private reads(): string[] | undefined {
    const { row, rs1, rs2, imm } = this.decoded;
    const { meaning } = row;
    const names = (...leaves: Leaf[]): string[] =>
      leaves
        .map((leaf) => (leaf === 'rs1' ? abiNames[rs1] : leaf === 'rs2' ? abiNames[rs2] : leaf))
        .filter((name) => name !== 'zero');
    switch (meaning.kind) {
      case 'compute':
        return names(...leavesOf(meaning.value));
      case 'load':
        return names('rs1');
      case 'store':
      case 'amo':
        return names('rs1', 'rs2');
      case 'loadReserved':
        return names('rs1');
      case 'branch':
        return names(...leavesOf(meaning.condition));
      case 'jump':
        return names(...leavesOf(meaning.target));
      case 'csr': {
        const csr = csrName(imm);
        return csr === undefined ? undefined : [csr, ...(meaning.source === 'rs1' ? names('rs1') : [])];
      }
      case 'system':
        return meaning.operation === 'ecall' ? ['a7', 'a0', 'a1', 'a2', 'a3'] : undefined;
      case 'storeConditional':
      case 'fence':
      case 'fenceI':
        return undefined;
    }
  }

  private access(): { address: string; width: number } | undefined {
    const { meaning } = this.decoded.row;
    if (meaning.kind === 'load')
      return { address: hex(this.evaluated(meaning.address)), width: meaning.width };
    if (meaning.kind === 'amo' || meaning.kind === 'loadReserved')
      return { address: hex(this.leaves().rs1!), width: meaning.width };
    return undefined;
  }

  private loaded(width: number, signed: boolean): bigint {
    const value = BigInt(this.memory ?? 0);
    return signed ? BigInt.asIntN(width * 8, value) : value;
  }

  private sentence(): string {
    const { meaning } = this.decoded.row;
    switch (meaning.kind) {
      case 'compute':
        return `${this.rd} = ${this.computed(meaning.value)}`;
      case 'load':
        return `${this.rd} = memory[${this.computed(meaning.address)}] = ${inWords(this.loaded(meaning.width, meaning.signed))}`;
      case 'store': {
        const value = BigInt.asUintN(meaning.width * 8, this.evaluated(meaning.value));
        return `memory[${this.computed(meaning.address)}] = ${inWords(value)} (${meaning.width} bytes)`;
      }
      case 'branch': {
        const taken = this.evaluated(meaning.condition) !== 0n;
        const words = this.words(meaning.condition);
        return taken ? `${words}: it goes to ${this.target}` : `${words} is not true: it goes on below`;
      }
      case 'jump': {
        const back = this.decoded.rd === 0 ? '' : `, and ${this.rd} = the address of the next instruction`;
        const isRelative = this.decoded.row.format === 'j';
        return `it goes to ${isRelative ? this.target : inWords(this.evaluated(meaning.target))}${back}`;
      }
      case 'amo': {
        const old = this.loaded(meaning.width, true);
        return `${this.rd} = ${inWords(old)}; memory[${this.text('rs1')}] = ${this.computed(meaning.value, { old })}`;
      }
      case 'loadReserved':
        return `${this.rd} = memory[${this.text('rs1')}] = ${inWords(this.loaded(meaning.width, true))}, reserved`;
      case 'csr':
        return this.csr(meaning.write, meaning.source);
      case 'system':
        return this.systemCall();
      case 'storeConditional':
      case 'fence':
      case 'fenceI':
        return '';
    }
  }

  /** As the source names it. */
  private get target(): string {
    const tokens = this.piece.operands.at(-1) ?? [];
    return tokens.map(({ text }) => text).join('');
  }

  private csr(write: 'replace' | 'set' | 'clear', source: 'rs1' | 'immediate'): string {
    const name = csrName(this.decoded.imm)!;
    const old = this.value(name)!;
    const operand = source === 'rs1' ? this.leaves().rs1! : BigInt(this.decoded.rs1);
    const parts: string[] = [];
    if (this.decoded.rd !== 0) parts.push(`${this.rd} = ${name} = ${hex(old)}`);
    if (write === 'replace') parts.push(`${name} = ${hex(operand)}`);
    else if (this.decoded.rs1 !== 0) {
      const result = write === 'set' ? old | operand : old & ~operand;
      const sign = write === 'set' ? '|' : '& ~';
      parts.push(`${name} = ${hex(old)} ${sign} ${hex(operand)} = ${hex(result)}`);
    }
    return parts.join('; ');
  }

  private systemCall(): string {
    const number = this.value('a7')!;
    const call = systemCalls.find((one) => BigInt(one.number) === number);
    if (call === undefined) return `a7 = ${inWords(number)}: no system call has this number`;
    const values = call.parameters.map(
      (parameter, index) => `${parameter} = ${inWords(this.value(`a${index}`)!)}`,
    );
    return `system call ${call.name}(${values.join(', ')})`;
  }
}

function leavesOf(expression: Expression): Leaf[] {
  switch (expression.kind) {
    case 'leaf':
      return expression.leaf === 'imm' || expression.leaf === 'next' ? [] : [expression.leaf];
    case 'constant':
      return [];
    case 'unary':
      return leavesOf(expression.value);
    case 'binary':
      return [...leavesOf(expression.left), ...leavesOf(expression.right)];
    case 'if':
      return [expression.condition, expression.then, expression.otherwise].flatMap(leavesOf);
    case 'call':
      return expression.arguments.flatMap(leavesOf);
  }
}
