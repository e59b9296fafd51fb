import { sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import { addressOf, dereference, element, member } from '../values/children';
import type { Space } from '../values/location';
import { ValueProblem } from '../values/problem';
import { scalarOf } from '../values/scalar';
import { arrayOf, C, pointerTo } from '../values/types';
import { numberAs, numberOf, type Value } from '../values/value';
import { calculate, compare, converted, negated, promoted } from './arithmetic';
import { assign } from './assign';
import { decayed } from './decay';
import { ExpressionError } from './error';
import { isFloating, realAs, realOf } from './floating';
import { parse } from './parse';
import type { BinaryOperator, Literal, Syntax, TypeSyntax, UnaryOperator } from './syntax';
import { sameText } from './text';

/** What names mean and where memory is, at one moment of one process or CPU. Evaluation without assignments changes nothing. */
export interface Environment {
  /** undefined: nothing has that name. */
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
  const { syntax, assigns } = parse(text, allowed);
  return { text, assigns, evaluate: (environment) => new Evaluation(text, environment).result(syntax) };
}

class Evaluation {
  constructor(
    private readonly text: string,
    private readonly environment: Environment,
  ) {}

  /** A value that can be read, if it is a single one. */
  result(syntax: Syntax): Value {
    const value = this.value(syntax);
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
      return this.evaluate(syntax);
    } catch (error) {
      throw this.pointed(syntax, error);
    }
  }

  private evaluate(syntax: Syntax): Value {
    switch (syntax.kind) {
      case 'number':
        return literal(syntax);
      case 'real':
        return realAs(syntax.isFloat ? C.float : C.double, syntax.value);
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
        return this.value(this.isTrue(syntax.condition) ? syntax.then : syntax.otherwise);
      case 'member': {
        const whole = this.value(syntax.whole);
        return member(syntax.isArrow ? dereference(whole) : whole, syntax.name);
      }
      case 'index':
        return element(this.near(this.value(syntax.whole)), this.number(syntax.index));
      case 'cast':
        return this.cast(this.type(syntax.type), syntax.operand);
      case 'sizeof':
        return this.sizeOf(syntax);
      case 'assignment':
        return this.assignment(syntax);
      case 'elsewhere': {
        const pid = syntax.pid && Number(this.number(syntax.pid));
        return new Evaluation(this.text, this.environment.elsewhere(pid)).value(syntax.inner);
      }
    }
  }

  private unary(operator: UnaryOperator, operand: Syntax): Value {
    if (operator === '!') return truth(!this.isTrue(operand));
    const value = this.value(operand);
    switch (operator) {
      case '&': {
        if (value.isRaw && value.location.kind === 'constant') return value;
        const space = value.location.kind === 'memory' ? value.location.space : value.space;
        return numberAs(pointerTo(value.type), addressOf(value), space);
      }
      case '*': {
        const plain = stripped(value.type);
        return plain.kind === 'function' ? value : dereference(this.near(value));
      }
      default: {
        const number = decayed(value);
        if (operator === '-' || operator === '~') return negated(operator, number);
        return { ...promoted(number), ...(number.isRaw ? { isRaw: true } : {}) };
      }
    }
  }

  private binary(operator: BinaryOperator, left: Syntax, right: Syntax): Value {
    if (operator === '&&') return truth(this.isTrue(left) && this.isTrue(right));
    if (operator === '||') return truth(this.isTrue(left) || this.isTrue(right));
    const isEquality = operator === '==' || operator === '!=';
    if (isEquality && (left.kind === 'text' || right.kind === 'text')) {
      return truth(sameText(this.value(left), this.value(right)) === (operator === '=='));
    }
    const a = this.operand(left);
    const b = this.operand(right);
    switch (operator) {
      case '==':
        return truth(compare('==', a, b));
      case '!=':
        return truth(!compare('==', a, b));
      case '<':
      case '>':
      case '<=':
      case '>=':
        return truth(compare(operator, a, b));
      default:
        return calculate(operator, a, b);
    }
  }

  private cast(type: Type, operand: Syntax): Value {
    const value = decayed(this.value(operand));
    const plain = stripped(type);
    if (!scalarOf(type)) {
      throw new ValueProblem(
        plain.kind === 'structure' || plain.kind === 'union'
          ? 'a number cannot be cast to a structure; cast to a pointer to it'
          : 'nothing can be cast to this type',
      );
    }
    return { ...converted(value, type), space: value.space ?? this.environment.space };
  }

  private sizeOf({ type, operand }: Syntax & { kind: 'sizeof' }): Value {
    const named = operand?.kind === 'name' && type ? this.environment.lookup(operand.name)?.type : undefined;
    const measured = named ?? (type ? this.type(type) : this.value(operand!).type);
    const size = sizeOf(measured);
    if (size === undefined) throw new ValueProblem('its size is not known');
    return numberAs(C.unsignedLong, BigInt(size));
  }

  private assignment(syntax: Syntax & { kind: 'assignment' }): Value {
    const target = this.value(syntax.target);
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
    if (!type) throw new ExpressionError(this.text, column, `there is no type "${words.join(' ')}"`);
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
    const value = this.operand(syntax);
    return isFloating(value) ? realOf(value) !== 0 : numberOf(value) !== 0n;
  }

  /** A single value, read: so a failure points at the operand, not at what is done with it. */
  private operand(syntax: Syntax): Value {
    try {
      const value = decayed(this.evaluate(syntax));
      if (value.location.kind === 'constant') return value;
      return { ...value, location: { kind: 'constant', number: numberOf(value) } };
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

/** C: a literal is signed if it fits. */
function literal({ value, isUnsigned, isCharacter }: Literal): Value {
  if (isCharacter) return numberAs(C.char, value);
  const isSigned = !isUnsigned && value < 1n << 63n;
  const isInt = isSigned ? value < 1n << 31n : value < 1n << 32n;
  const type = isSigned ? (isInt ? C.int : C.long) : isInt ? C.unsignedInt : C.unsignedLong;
  return { type, location: { kind: 'constant', number: value }, isLiteral: true };
}

function countOf(count: bigint | undefined): number | undefined {
  if (count === undefined) return undefined;
  if (count > 1n << 32n) throw new ValueProblem(`an array of ${count} elements is too large`);
  return Number(count);
}

/** A name that is no name of anything: what was pasted by mistake need not be repeated in full. */
const shortened = (name: string): string => (name.length > 64 ? `${name.slice(0, 63)}…` : name);
