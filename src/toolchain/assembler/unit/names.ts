import { toSigned64 } from '../../../base/integers';
import { systemCallConstants } from '../../system-calls';
import { StatementError } from '../text/cursor';
import type { Diagnostics } from '../text/diagnostics';
import { Evaluator } from './evaluate';
import type { Token } from '../text/lexer';
import { didYouMean, withoutDollar } from '../text/near-names';
import type { SourceNotes } from './source-notes';
import { AssemblySymbol, type Place, type Term, type Value } from './object';
import { inFile, type Span } from '../text/source';
import type { AssignmentKind, Expression } from '../statements/syntax';

/** The names of one source, and what is known about their values while its statements are worked through. */
export class Names {
  readonly symbols = new Map<string, AssemblySymbol>();
  /** The definitions of each numeric label, in order; the last one may still be ahead. */
  private readonly numericLabels = new Map<string, AssemblySymbol[]>();
  private readonly loaded = new Map<number, Expression>();
  /** What `#define` has defined: nothing here, but a mistyped name may mean one of them. */
  ofPreprocessor: readonly string[] = [];
  readonly knownSoFar = new Evaluator({ locate: locateSoFar, definition: () => undefined });
  /** Takes names without a definition for places of their own. */
  private readonly asNames = new Evaluator({
    locate: locateSoFar,
    definition: () => undefined,
    standIn: (symbol) => ({ base: symbol, offset: 0n }),
  });

  /** @param here the place where the next byte goes */
  constructor(
    private readonly here: () => Place,
    private readonly record?: SourceNotes,
  ) {}

  /** The symbol of a name in this source, made when it is new. */
  symbol(name: string): AssemblySymbol {
    let symbol = this.symbols.get(name);
    if (symbol === undefined) {
      symbol = new AssemblySymbol(name);
      this.symbols.set(name, symbol);
    }
    return symbol;
  }

  /** The symbol that a directive names. */
  mention(name: Token): AssemblySymbol {
    const symbol = this.symbol(name.text);
    this.record?.references.push({ named: symbol, span: name });
    return symbol;
  }

  isDefined(name: string): boolean {
    return this.symbols.get(name)?.defined ?? false;
  }

  /** @throws StatementError when the name has a meaning already. */
  defineLabel(name: Token): void {
    if (name.kind === 'number') {
      const symbols = this.numeric(name.text);
      const ahead = symbols.at(-1);
      const symbol = ahead !== undefined && !ahead.defined ? ahead : new AssemblySymbol(name.text);
      if (symbol !== ahead) symbols.push(symbol);
      this.putHere(symbol, name);
      symbol.definition = name;
      this.record?.definitions.push({ named: symbol, span: name });
      return;
    }
    const symbol = this.symbol(name.text);
    if (symbol.defined) throw alreadyDefined(symbol, name);
    refuseLatePredefined(symbol, name);
    this.putHere(symbol, name);
    symbol.definition = name;
    this.record?.definitions.push({ named: symbol, span: name });
  }

  /** @throws StatementError when the name is a label. */
  assign(name: Token, expression: Expression, how: AssignmentKind): void {
    const symbol = this.symbol(name.text);
    if (symbol.place !== undefined || symbol.deferred !== undefined || (symbol.defined && how !== 'again')) {
      throw alreadyDefined(symbol, name);
    }
    refuseLatePredefined(symbol, name);
    symbol.definition = name;
    this.record?.definitions.push({ named: symbol, span: name });
    try {
      const term = this.resolve(expression);
      const value = this.knownNow(term);
      if (how === 'deferred') symbol.deferred = expression;
      symbol.value = value === undefined ? term : { kind: 'number', span: term.span, value };
    } finally {
      // Should the expression be wrong, the name at least is no undefined one.
      symbol.value ??= { kind: 'number', span: expression.span, value: 0n };
    }
  }

  /** @throws StatementError where a layout of `.struct` goes on behind something whose size is open */
  private putHere(symbol: AssemblySymbol, span: Span): void {
    const place = this.here();
    if (place.section.absolute === undefined) {
      symbol.place = place;
      return;
    }
    const { base, offset } = locateSoFar(place);
    if (base !== place.section) throw new StatementError(span, 'the offset must be known here');
    symbol.value = { kind: 'number', span, value: offset };
  }

  /** A label that no source can name, here. */
  anonymousLabel(span: Span): AssemblySymbol {
    const symbol = new AssemblySymbol('');
    this.putHere(symbol, span);
    symbol.definition = span;
    return symbol;
  }

  /** Remembers the address that a register was given, by the name for it. */
  noteLoad(register: number, expression: Expression): void {
    this.loaded.set(register, expression);
  }

  /** The label whose address goes from a register into mtvec or stvec is a function, too: the hardware calls it. */
  noteVector(register: number): void {
    const expression = this.loaded.get(register);
    if (expression) this.noteCall(expression);
  }

  /** Symbols that are called are functions. */
  noteCall(expression: Expression): void {
    if (expression.kind === 'name') this.symbol(expression.name).called = true;
  }

  /** Reports `1f` without a `1:` behind it. */
  reportMissingLabels(diagnostics: Diagnostics): void {
    for (const [number, symbols] of this.numericLabels) {
      const last = symbols.at(-1);
      if (last?.definition === undefined || last.defined) continue;
      diagnostics.error(last.definition, `there is no label '${number}:' behind this line`);
      last.value = { kind: 'number', span: last.definition, value: 0n };
      last.isMissing = true;
    }
  }

  private numeric(number: string): AssemblySymbol[] {
    let symbols = this.numericLabels.get(number);
    if (symbols === undefined) this.numericLabels.set(number, (symbols = []));
    return symbols;
  }

  private numericReference(expression: Extract<Expression, { kind: 'local' }>): AssemblySymbol {
    const symbols = this.numeric(expression.number);
    const last = symbols.at(-1);
    if (expression.forward) {
      if (last !== undefined && !last.defined) return last;
      const ahead = new AssemblySymbol(expression.number);
      ahead.definition = expression.span;
      symbols.push(ahead);
      return ahead;
    }
    const behind = last?.defined === true ? last : symbols.at(-2);
    if (behind === undefined) {
      throw new StatementError(expression.span, `there is no label '${expression.number}:' before this line`);
    }
    return behind;
  }

  /** Binds the names of an expression. @throws StatementError */
  resolve(expression: Expression): Term {
    const term = this.bind(expression);
    if (this.record !== undefined && inFile(term.span).exact) this.record.terms.push(term);
    return term;
  }

  private bind(expression: Expression): Term {
    const { span } = expression;
    switch (expression.kind) {
      case 'number':
        return expression;
      case 'here':
        return { kind: 'symbol', span, symbol: this.anonymousLabel(span) };
      case 'local':
        return { kind: 'symbol', span, symbol: this.referred(this.numericReference(expression), span) };
      case 'name':
        return this.named(expression.name, span);
      case 'unary':
        return { ...expression, operand: this.bind(expression.operand) };
      case 'binary':
        return folded({
          ...expression,
          left: this.bind(expression.left),
          right: this.bind(expression.right),
        });
      case 'part':
        throw new StatementError(
          span,
          `%${expression.part}(...) can only be the whole operand of an instruction`,
        );
    }
  }

  private referred(symbol: AssemblySymbol, span: Span): AssemblySymbol {
    this.record?.references.push({ named: symbol, span });
    return symbol;
  }

  /** The present value of a name that may get another one later; else its symbol. */
  private named(name: string, span: Span): Term {
    const symbol = this.referred(this.symbol(name), span);
    if (symbol.deferred !== undefined) return { ...this.deferredValue(symbol, symbol.deferred), span };
    if (symbol.value !== undefined) return { ...symbol.value, span };
    const predefined = symbol.defined ? undefined : systemCallConstants.get(name);
    if (predefined === undefined) return { kind: 'symbol', span, symbol };
    symbol.usedAsPredefined = true;
    return { kind: 'number', span, value: predefined };
  }

  /** What a name that was defined by `==` stands for here. */
  private deferredValue(symbol: AssemblySymbol, expression: Expression): Term {
    // While its own value is bound, it has the one that it had at its definition: so binding comes to an end.
    symbol.deferred = undefined;
    try {
      return this.bind(expression);
    } finally {
      symbol.deferred = expression;
    }
  }

  /** The value of a term if it is a plain number, and known at this line. */
  knownNow(term: Term): bigint | undefined {
    return this.knownSoFar.constant(term);
  }

  /** @throws StatementError when the value is not known at this line. */
  constantNow(expression: Expression, what: string): bigint {
    const value = this.knownNow(this.resolve(expression));
    if (value === undefined) throw this.unknown(expression, `${what} must be a number that is known here`);
    return value;
  }

  /**
   * The value of a condition. Names that nothing defines so far are equal to themselves and to nothing else, as with GNU as.
   * @throws StatementError when it is not known at this line
   */
  condition(expression: Expression): bigint {
    const term = this.resolve(expression);
    const value = this.knownNow(term) ?? this.asNames.constant(term) ?? this.comparison(term);
    if (value === undefined)
      throw this.unknown(expression, 'the condition must be a number that is known here');
    return value;
  }

  /** Whether two things are the same that are no numbers. */
  private comparison(term: Term): bigint | undefined {
    if (term.kind !== 'binary' || !['==', '!=', '<>'].includes(term.operator)) return undefined;
    const [left, right] = [term.left, term.right].map((side) => this.asNames.evaluate(side)?.base);
    if (!(left instanceof AssemblySymbol) && !(right instanceof AssemblySymbol)) return undefined;
    // Of one and the same, their values would be known.
    return term.operator === '==' ? 0n : -1n;
  }

  /** Says that a number is not known; where that is so because of a name without a meaning, what may be meant by it. */
  unknown(expression: Expression, message: string, hint?: string): StatementError {
    const missing = nameIn(expression, (name) => !this.isDefined(name) && !systemCallConstants.has(name));
    if (missing === undefined) return new StatementError(expression.span, message, hint);
    const known = (): string[] => [
      ...systemCallConstants.keys(),
      ...this.ofPreprocessor,
      ...[...this.symbols.values()].filter(({ value }) => value !== undefined).map(({ name }) => name),
    ];
    return new StatementError(
      missing.span,
      `${message}, and '${missing.name}' is none`,
      () => withoutDollar(missing.name) ?? didYouMean(missing.name, known())() ?? hint,
    );
  }
}

/** `(x + 1) + 2` is `x + 3`: values that are moved on and on, each defined by the one before, stay small. */
function folded(term: Extract<Term, { kind: 'binary' }>): Term {
  const inner = term.left;
  const by = distance(term);
  const before = inner.kind === 'binary' ? distance(inner) : undefined;
  if (by === undefined || before === undefined || inner.kind !== 'binary') return term;
  const { span } = term;
  const value = toSigned64(before + by);
  return { kind: 'binary', span, operator: '+', left: inner.left, right: { kind: 'number', span, value } };
}

/** How far a sum with a number moves what is left of it. */
const distance = ({ operator, right }: Extract<Term, { kind: 'binary' }>): bigint | undefined =>
  right.kind !== 'number' || (operator !== '+' && operator !== '-')
    ? undefined
    : operator === '+'
      ? right.value
      : -right.value;

/** The first name of an expression that is wanted. */
function nameIn(
  expression: Expression,
  isWanted: (name: string) => boolean,
): Extract<Expression, { kind: 'name' }> | undefined {
  switch (expression.kind) {
    case 'name':
      return isWanted(expression.name) ? expression : undefined;
    case 'unary':
    case 'part':
      return nameIn(expression.operand, isWanted);
    case 'binary':
      return nameIn(expression.left, isWanted) ?? nameIn(expression.right, isWanted);
    case 'number':
    case 'here':
    case 'local':
      return undefined;
  }
}

/** Places are known from the start of their section as long as nothing of open size is in front, else within their fragment. */
export function locateSoFar({ section, fragment, offset }: Place): Value {
  return fragment.offset === undefined
    ? { base: fragment, offset: BigInt(offset) }
    : { base: section, offset: BigInt(fragment.offset + offset) };
}

function alreadyDefined(symbol: AssemblySymbol, name: Token): StatementError {
  const { definition } = symbol;
  const place = definition && inFile(definition).span;
  const line = place?.source.position(place.start).line;
  const hint = line === undefined ? undefined : `the other definition is in line ${line}`;
  return new StatementError(name, `'${name.text}' is defined already`, hint);
}

function refuseLatePredefined(symbol: AssemblySymbol, name: Token): void {
  if (!symbol.usedAsPredefined) return;
  throw new StatementError(name, `'${name.text}' was used above with the value that the assembler gives it`);
}
