import { sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import { addressOf, dereference, element, member } from '../values/children';
import type { Space } from '../values/location';
import { ValueProblem } from '../values/problem';
import { scalarOf } from '../values/scalar';
import { arrayOf, C, looksLikeType, pointerTo } from '../values/types';
import { numberAs, numberOf, type Value } from '../values/value';
import { Absent } from './absent';
import { calculate, chosen, compare, converted, isNonzero, negated, promoted } from './arithmetic';
import { assign } from './assign';
import { decayed } from './decay';
import { ExpressionError } from './error';
import { parse, type Parsed } from './parse';
import type { BinaryOperator, Syntax, TypeSyntax, UnaryOperator } from './syntax';
import { sameText } from './text';

/** What names mean and where memory is, at one moment of one process or CPU. Evaluation without assignments changes nothing. */
export interface Environment {
  /** undefined: nothing has that name. @throws Absent when there is nothing of it now */
  lookup(name: string): Value | undefined;
  /** Of the program, whatever else has that name: `::name`. */
  global(name: string): Value | undefined;
  /** A type by its words: `['struct', 'process']`. */
  type(words: readonly string[]): Type | undefined;
  /** Where a bare address is looked for. */
  readonly space: Space;
  /** As a process sees it; with no pid, physical memory. @throws ValueProblem when there is no such process */
  elsewhere(pid: number | undefined): Environment;
}

/** A parsed expression, ready to be evaluated many times. */
export interface Expression {
  readonly text: string;
  /** Evaluating it changes something. */
  readonly assigns: boolean;
  /** @throws ExpressionError */
  evaluate(environment: Environment): Value;
}

/** @throws ExpressionError when the text is no expression, or assigns where that is not asked for. */
export function compile(text: string, allowed: { readonly assignments?: boolean } = {}): Expression {
  const first = parse(text, allowed);
  const known = new Map<string, Parsed>([[[...first.doubtful].filter(looksLikeType).join(' '), first]]);
  /** As in C, what `(x) - 1` is depends on what x is. */
  const parsedFor = (environment: Environment): Parsed => {
    const types = new Set([...first.doubtful].filter((name) => isType(name, environment)));
    const key = [...types].join(' ');
    let parsed = known.get(key);
    if (!parsed) known.set(key, (parsed = parse(text, allowed, (name) => types.has(name))));
    return parsed;
  };
  return {
    text,
    assigns: first.assigns,
    evaluate: (environment) => {
      const { syntax } = first.doubtful.size === 0 ? first : parsedFor(environment);
      return new Evaluation(text, environment).result(syntax);
    },
  };
}

const isType = (name: string, environment: Environment): boolean =>
  environment.lookup(name) === undefined && environment.type([name]) !== undefined;

class Evaluation {
  constructor(
    private readonly text: string,
    private readonly environment: Environment,
    /** Only what type it has is asked for: nothing is read or changed, and every number is 1. */
    private readonly isDry = false,
  ) {}

  /** A value that can be read, if it is a single one. */
  result(syntax: Syntax): Value {
    const value = contentsOf(this.value(syntax));
    if (value.location.kind === 'constant' || !scalarOf(value.type)) return value;
    try {
      numberOf(value);
      return value;
    } catch (error) {
      throw this.pointed(syntax, error);
    }
  }

  private value(syntax: Syntax): Value {
    try {
      const value = this.evaluate(syntax);
      return this.isDry ? unread(value) : value;
    } catch (error) {
      throw this.pointed(syntax, error);
    }
  }

  private evaluate(syntax: Syntax): Value {
    switch (syntax.kind) {
      case 'number':
        return { ...numberAs(syntax.type, syntax.value), isLiteral: true };
      case 'text': {
        const { bytes } = syntax;
        return { type: arrayOf(C.char, bytes.length), location: { kind: 'bytes', bytes } };
      }
      case 'name': {
        const { name, isGlobal } = syntax;
        const value = isGlobal ? this.environment.global(name) : this.environment.lookup(name);
        if (!value) throw new ValueProblem(`nothing is called "${shortened(name)}" here`);
        return value;
      }
      case 'unary':
        return this.unary(syntax.operator, syntax.operand);
      case 'binary':
        return this.binary(syntax.operator, syntax.left, syntax.right);
      case 'conditional':
        return this.conditional(syntax);
      case 'member': {
        const whole = this.value(syntax.whole);
        return member(syntax.isArrow ? dereference(whole) : whole, syntax.name);
      }
      case 'index':
        return this.element(syntax.whole, syntax.index);
      case 'cast':
        return this.cast(this.type(syntax.type), syntax.operand);
      case 'sizeof':
        return this.sizeOf(syntax);
      case 'assignment':
        return this.assignment(syntax);
      case 'elsewhere': {
        const pid = syntax.pid && Number(new Evaluation(this.text, this.environment).number(syntax.pid));
        return new Evaluation(this.text, this.environment.elsewhere(pid), this.isDry).value(syntax.inner);
      }
    }
  }

  /** C: `2[v]` is `v[2]`. */
  private element(left: Syntax, right: Syntax): Value {
    const whole = this.value(left);
    if (isAddress(whole) || !isInteger(whole)) return element(this.near(whole), this.number(right));
    const other = this.value(right);
    return isAddress(other)
      ? element(this.near(other), numberOf(whole))
      : element(this.near(whole), numberOf(decayed(other)));
  }

  /** A choice has the type that both have in common; that of the one which is not chosen matters only if it has one. */
  private conditional({ condition, then, otherwise }: Syntax & { kind: 'conditional' }): Value {
    const first = this.truthOf(condition);
    const one = this.single(first.isTrue ? (then ? this.value(then) : first.value) : this.value(otherwise));
    const rest = first.isTrue ? otherwise : then;
    const other = rest ? this.typed(rest) : first.value;
    return other && scalarOf(other.type) && scalarOf(one.type) ? chosen(one, other) : one;
  }

  /** A value that is no longer a place: read, if it is a single one. */
  private single(value: Value): Value {
    const { kind } = stripped(value.type);
    if (kind === 'structure' || kind === 'union' || value.location.kind === 'bytes') return value;
    return this.isDry ? unread(decayed(value)) : read(decayed(value));
  }

  /** What type an expression has, without its value; undefined when that cannot be told. */
  private typed(syntax: Syntax): Value | undefined {
    try {
      return decayed(new Evaluation(this.text, this.environment, true).value(syntax));
    } catch (error) {
      if (error instanceof ExpressionError || error instanceof ValueProblem) return undefined;
      throw error;
    }
  }

  private unary(operator: UnaryOperator, operand: Syntax): Value {
    if (operator === '!') return truth(!this.isTrue(operand));
    if (operator === '&' && this.isDry) {
      return numberAs(pointerTo(this.value(operand).type), 1n, this.environment.space);
    }
    const value = this.value(operand);
    switch (operator) {
      case '&': {
        if (value.isRaw && value.location.kind === 'constant') return { ...value, contents: undefined };
        const space = value.location.kind === 'memory' ? value.location.space : value.space;
        return numberAs(pointerTo(value.type), addressOf(value), space);
      }
      case '*': {
        const plain = stripped(value.type);
        return plain.kind === 'function' ? value : dereference(this.near(value));
      }
      default: {
        const number = decayed(value);
        return operator === '-' || operator === '~' ? negated(operator, number) : promoted(number);
      }
    }
  }

  private binary(operator: BinaryOperator, left: Syntax, right: Syntax): Value {
    if (operator === '&&') return truth(this.isTrue(left) && this.isTrue(right));
    if (operator === '||') return truth(this.isTrue(left) || this.isTrue(right));
    switch (operator) {
      case ',':
        this.value(left);
        return this.single(this.value(right));
      case '==':
      case '!=':
        return truth(this.isSame(left, right) === (operator === '=='));
      case '<':
      case '>':
      case '<=':
      case '>=': {
        const [a, b] = this.sides(left, right);
        return truth(compare(operator, a, b));
      }
      default:
        return calculate(operator, this.operand(left), this.operand(right));
    }
  }

  private isSame(left: Syntax, right: Syntax): boolean {
    if (left.kind === 'text' || right.kind === 'text') {
      return sameText(contentsOf(this.value(left)), contentsOf(this.value(right)));
    }
    return compare('==', ...this.sides(left, right));
  }

  /** What is compared: of a label what lies there, and beside `mode` the words for it. */
  private sides(left: Syntax, right: Syntax): [Value, Value] {
    return [this.side(left, right), this.side(right, left)];
  }

  private side(syntax: Syntax, other: Syntax): Value {
    const word =
      syntax.kind === 'name' && !syntax.isGlobal ? this.named(other)?.words?.get(syntax.name) : undefined;
    return word ?? this.operand(syntax, true);
  }

  private named(syntax: Syntax): Value | undefined {
    return syntax.kind === 'name' && !syntax.isGlobal ? this.environment.lookup(syntax.name) : undefined;
  }

  private cast(type: Type, operand: Syntax): Value {
    const value = decayed(this.value(operand));
    const plain = stripped(type);
    if (plain.kind === 'void') return { type, location: { kind: 'constant', number: 0n } };
    if (!scalarOf(type)) {
      throw new ValueProblem(
        plain.kind === 'structure' || plain.kind === 'union'
          ? 'a number cannot be cast to a structure; cast to a pointer to it'
          : 'nothing can be cast to this type',
      );
    }
    return { ...converted(value, type), space: value.space ?? this.environment.space };
  }

  /** Nothing is evaluated for it, and nothing decays (C23, 6.5.4.5). */
  private sizeOf({ type, operand }: Syntax & { kind: 'sizeof' }): Value {
    const name = nameIn(operand);
    const isOfType = type !== undefined && (name === undefined || !this.environment.lookup(name));
    const measured = isOfType ? this.type(type) : this.measured(operand!);
    const { kind } = stripped(measured);
    // GNU C: both are bytes.
    const size = kind === 'function' || kind === 'void' ? 1 : sizeOf(measured);
    if (size === undefined) throw new ValueProblem('its size is not known');
    return numberAs(C.unsignedLong, BigInt(size));
  }

  private measured(operand: Syntax): Type {
    const value = contentsOf(new Evaluation(this.text, this.environment, true).value(operand));
    if (value.field) throw new ValueProblem('a bit field has no size in bytes');
    return value.isEnumerator ? promoted(value).type : value.type;
  }

  private assignment(syntax: Syntax & { kind: 'assignment' }): Value {
    const target = contentsOf(this.value(syntax.target));
    if (this.isDry) return target;
    const right = this.value(syntax.value);
    if (syntax.operator === undefined) {
      assign(target, right);
      return target;
    }
    const before = numberAs(target.type, numberOf(target), target.space);
    assign(target, calculate(syntax.operator, before, decayed(right)));
    return syntax.isPostfix ? before : target;
  }

  private type(syntax: TypeSyntax): Type {
    const { words, derivations, column } = syntax;
    let type = this.environment.type(words);
    if (!type) {
      const isValue = words.length === 1 && this.environment.lookup(words[0]) !== undefined;
      throw new ExpressionError(
        this.text,
        column,
        isValue
          ? `"${words[0]}" is no type here, so nothing can be cast to it, and no function can be called`
          : `there is no type "${words.join(' ')}"`,
      );
    }
    for (const derivation of derivations) {
      type = derivation.kind === 'pointer' ? pointerTo(type) : arrayOf(type, countOf(derivation.count));
    }
    return type;
  }

  /** A value that may be used as an address: a bare number is one of the memory that is looked at. */
  private near(value: Value): Value {
    return value.space ? value : { ...value, space: this.environment.space };
  }

  private isTrue(syntax: Syntax): boolean {
    try {
      return this.truthOf(syntax).isTrue;
    } catch (error) {
      if (error instanceof Absent) return false;
      throw error;
    }
  }

  private truthOf(syntax: Syntax): { value: Value; isTrue: boolean } {
    const value = this.operand(syntax, true);
    return { value, isTrue: isNonzero(value) };
  }

  /** A single value, read: so a failure points at the operand, not at what is done with it. */
  private operand(syntax: Syntax, isContents = false): Value {
    try {
      const value = this.evaluate(syntax);
      const whole = decayed(isContents ? contentsOf(value) : value);
      return this.isDry ? unread(whole) : read(whole);
    } catch (error) {
      throw this.pointed(syntax, error);
    }
  }

  private number(syntax: Syntax): bigint {
    return numberOf(this.operand(syntax));
  }

  private pointed(syntax: Syntax, error: unknown): unknown {
    return error instanceof ValueProblem
      ? new ExpressionError(this.text, syntax.column, error.message)
      : error;
  }
}

const truth = (condition: boolean): Value => numberAs(C.int, condition ? 1n : 0n);

const read = (value: Value): Value =>
  value.location.kind === 'constant'
    ? value
    : { ...value, location: { kind: 'constant', number: numberOf(value) } };

/** A single value of which only the type matters: some number that nothing can go wrong with. */
const unread = (value: Value): Value =>
  scalarOf(value.type) ? { ...value, location: { kind: 'constant', number: 1n } } : value;

/** Of a label of data what lies there. */
const contentsOf = (value: Value): Value => value.contents ?? value;

const isAddress = ({ type }: Value): boolean => ['array', 'pointer'].includes(stripped(type).kind);
/** A plain number, not one of a register or a label, which may well be an address. */
const isInteger = (value: Value): boolean =>
  value.isRaw !== true && !['pointer', 'float', undefined].includes(scalarOf(value.type)?.kind);

/** The name in `x` and `x[2]`. */
function nameIn(syntax: Syntax | undefined): string | undefined {
  while (syntax?.kind === 'index') syntax = syntax.whole;
  return syntax?.kind === 'name' ? syntax.name : undefined;
}

function countOf(count: bigint | undefined): number | undefined {
  if (count === undefined) return undefined;
  if (count > 1n << 32n) throw new ValueProblem(`an array of ${count} elements is too large`);
  return Number(count);
}

/** A name that is no name of anything: what was pasted by mistake need not be repeated in full. */
const shortened = (name: string): string => (name.length > 64 ? `${name.slice(0, 63)}…` : name);
