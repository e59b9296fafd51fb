import { toSigned64, toUnsigned64 } from '../../../base/integers';
import { StatementError } from '../text/cursor';
import type { AssemblySymbol, Place, Term, TermEvaluator, Value } from './object';
import type { Span } from '../text/source';
import type { BinaryOperator } from '../statements/syntax';

/** What a stage knows about places and names. */
export interface Knowledge {
  /** Where a place is. */
  locate(place: Place): Value;
  /** The symbol that defines the name of an undefined one; undefined when none is known (yet). */
  definition(symbol: AssemblySymbol, span: Span): AssemblySymbol | undefined;
  /** What to take an undefined name for. */
  standIn?(symbol: AssemblySymbol): Value;
  /** The address of the base, at the stage where there are addresses. */
  address?(base: object): bigint | undefined;
}

/** A term may come to this many nodes, with the values of its names written out where they are not remembered. */
const LARGEST_SIZE = 4000;
const LARGEST_DEPTH = 400;

type Remembered =
  { readonly value: Value | undefined } | { readonly error: StatementError } | 'in the making';

export class Evaluator implements TermEvaluator {
  private steps = 0;
  /** Values of names, or why they have none. */
  private readonly remembered: Map<AssemblySymbol, Remembered> | undefined;
  /** Those that depend on places. */
  private readonly moving = new Set<AssemblySymbol>();
  private sawPlace = false;

  /** @param isFinal values of names do not change any more, nor places, unless that is said (`forgetPlaces`): each is worked out once */
  constructor(
    private readonly knowledge: Knowledge,
    isFinal = false,
  ) {
    this.remembered = isFinal ? new Map<AssemblySymbol, Remembered>() : undefined;
  }

  /** Places have moved. */
  forgetPlaces(): void {
    for (const symbol of this.moving) this.remembered?.delete(symbol);
    this.moving.clear();
  }

  /**
   * @returns undefined when the value is not known at this stage
   * @throws StatementError when it can never be known
   */
  evaluate(term: Term): Value | undefined {
    this.steps = 0;
    return this.walk(term, 0);
  }

  constant(term: Term): bigint | undefined {
    const value = this.evaluate(term);
    return value?.base === undefined ? value?.offset : undefined;
  }

  private walk(term: Term, depth: number): Value | undefined {
    if (depth > LARGEST_DEPTH || ++this.steps > LARGEST_SIZE) {
      // It may become known when the values of names are worked out one after the other.
      if (this.remembered === undefined) return undefined;
      throw new StatementError(term.span, 'this value is defined through itself, or through too many others');
    }
    switch (term.kind) {
      case 'number':
        return { base: undefined, offset: toSigned64(term.value) };
      case 'symbol':
        return this.symbol(term.symbol, term.span, depth);
      case 'unary':
        return this.unary(term, depth);
      case 'binary':
        return this.binary(term, depth);
    }
  }

  private symbol(symbol: AssemblySymbol, span: Span, depth: number): Value | undefined {
    const home = symbol.defined ? symbol : this.knowledge.definition(symbol, span);
    if (home?.place !== undefined) {
      this.sawPlace = true;
      return this.knowledge.locate(home.place);
    }
    if (home?.value === undefined) return this.knowledge.standIn?.(symbol);
    if (this.remembered === undefined) return this.walk(home.value, depth + 1);
    return this.rememberedValue(home, span, this.remembered);
  }

  private rememberedValue(
    symbol: AssemblySymbol,
    span: Span,
    remembered: Map<AssemblySymbol, Remembered>,
  ): Value | undefined {
    if (!remembered.has(symbol)) this.workOut(symbol, remembered);
    const known = remembered.get(symbol)!;
    if (known === 'in the making') throw new StatementError(span, 'this value is defined through itself');
    if (this.moving.has(symbol)) this.sawPlace = true;
    if ('error' in known) throw known.error;
    return known.value;
  }

  /** Chains of names may be longer than a stack is deep: first those that others need. */
  private workOut(symbol: AssemblySymbol, remembered: Map<AssemblySymbol, Remembered>): void {
    const open = [symbol];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (remembered.get(top) !== 'in the making') {
        if (remembered.has(top)) {
          open.pop();
          continue;
        }
        remembered.set(top, 'in the making');
        for (const name of namesIn(top.value!)) if (!remembered.has(name)) open.push(name);
        if (open.at(-1) !== top) continue;
      }
      open.pop();
      const { steps, sawPlace } = this;
      this.steps = 0;
      this.sawPlace = false;
      try {
        remembered.set(top, { value: this.walk(top.value!, 0) });
      } catch (error) {
        if (!(error instanceof StatementError)) {
          remembered.delete(top);
          throw error;
        }
        remembered.set(top, { error });
      }
      if (this.sawPlace) this.moving.add(top);
      // Who is worked out behind this one may depend on it.
      this.sawPlace ||= sawPlace;
      this.steps = steps;
    }
  }

  private unary(term: Extract<Term, { kind: 'unary' }>, depth: number): Value | undefined {
    const value = this.walk(term.operand, depth + 1);
    if (value === undefined || term.operator === '+') return value;
    if (value.base !== undefined) {
      throw new StatementError(term.span, `'${term.operator}' needs a number, and this is an address`);
    }
    const { offset } = value;
    const result = { '-': -offset, '~': ~offset, '!': offset === 0n ? 1n : 0n }[term.operator];
    return { base: undefined, offset: toSigned64(result) };
  }

  private binary(term: Extract<Term, { kind: 'binary' }>, depth: number): Value | undefined {
    const left = this.walk(term.left, depth + 1);
    const right = this.walk(term.right, depth + 1);
    if (left === undefined || right === undefined) return undefined;
    if (left.base === undefined && right.base === undefined) {
      return { base: undefined, offset: compute(term.operator, left.offset, right.offset, term.right.span) };
    }
    return this.withAddresses(term, left, right);
  }

  /** Addresses may be moved by numbers, and subtracted from and compared with each other. */
  private withAddresses(
    term: Extract<Term, { kind: 'binary' }>,
    left: Value,
    right: Value,
  ): Value | undefined {
    const { operator } = term;
    if (operator === '+' && (left.base === undefined || right.base === undefined)) {
      return { base: left.base ?? right.base, offset: toSigned64(left.offset + right.offset) };
    }
    if (operator === '-' && right.base === undefined) {
      return { base: left.base, offset: toSigned64(left.offset - right.offset) };
    }
    const comparable = operator === '-' || (ADDRESS_COMPARISONS as readonly string[]).includes(operator);
    if (!comparable || left.base === undefined || right.base === undefined) {
      throw new StatementError(term.span, `'${operator}' needs numbers, and one side is an address`);
    }
    const first = left.base === right.base ? left.offset : this.absolute(left);
    const second = left.base === right.base ? right.offset : this.absolute(right);
    if (first === undefined || second === undefined) return undefined;
    return { base: undefined, offset: compute(operator, first, second, term.right.span) };
  }

  /** The address that a value is. */
  absolute(value: Value): bigint | undefined {
    if (value.base === undefined) return value.offset;
    const address = this.knowledge.address?.(value.base);
    return address === undefined ? undefined : toSigned64(address + value.offset);
  }
}

/** Names in a term that have a value of their own; what is too deep in it has no value at all. */
function namesIn(term: Term, found: AssemblySymbol[] = [], depth = 0): AssemblySymbol[] {
  if (depth > LARGEST_DEPTH) return found;
  if (term.kind === 'symbol') {
    if (term.symbol.place === undefined && term.symbol.value !== undefined) found.push(term.symbol);
  } else if (term.kind === 'unary') namesIn(term.operand, found, depth + 1);
  else if (term.kind === 'binary') {
    namesIn(term.left, found, depth + 1);
    namesIn(term.right, found, depth + 1);
  }
  return found;
}

const ADDRESS_COMPARISONS = ['==', '!=', '<>', '<', '>', '<=', '>='] as const;

/** GNU as has -1 for a comparison that holds. */
const truth = (holds: boolean): bigint => (holds ? -1n : 0n);

function compute(operator: BinaryOperator, a: bigint, b: bigint, right: Span): bigint {
  switch (operator) {
    case '+': return toSigned64(a + b);
    case '-': return toSigned64(a - b);
    case '*': return toSigned64(a * b);
    case '/': return toSigned64(a / divisor(b, right));
    case '%': return a % divisor(b, right);
    case '<<': return b < 0n || b > 63n ? 0n : toSigned64(a << b);
    case '>>': return b < 0n || b > 63n ? 0n : toSigned64(toUnsigned64(a) >> b);
    case '|': return a | b;
    case '&': return a & b;
    case '^': return a ^ b;
    case '!': return a | ~b;
    case '==': return truth(a === b);
    case '!=':
    case '<>': return truth(a !== b);
    case '<': return truth(a < b);
    case '>': return truth(a > b);
    case '<=': return truth(a <= b);
    case '>=': return truth(a >= b);
    case '&&': return a !== 0n && b !== 0n ? 1n : 0n;
    case '||': return a !== 0n || b !== 0n ? 1n : 0n;
  } // prettier-ignore
}

function divisor(value: bigint, span: Span): bigint {
  if (value === 0n) throw new StatementError(span, 'division by zero');
  return value;
}
