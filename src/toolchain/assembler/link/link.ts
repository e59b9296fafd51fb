import { systemCallConstants } from '../../system-calls';
import { StatementError } from '../text/cursor';
import { encode } from '../../../isa/encode';
import { registerNumber } from '../../../isa/registers';
import { rowNamed } from '../../../isa/rows';
import type { OutputSection } from './arrange';
import type { Diagnostics, Hint } from '../text/diagnostics';
import { Evaluator, type Knowledge } from '../unit/evaluate';
import { locate } from '../unit/layout';
import { didYouMean, withoutDollar } from '../text/near-names';
import {
  AssemblySymbol,
  type Fixup,
  type PendingInstruction,
  type Place,
  type Section,
  type Term,
  type Unit,
  type Value,
} from '../unit/object';
import {
  checkDataRange,
  isNear,
  shortBranch,
  withDistance,
  withLowerPart,
  withUpperPart,
  withValue,
} from '../unit/patch';
import { inFile, type Span } from '../text/source';
import { reportThrown } from '../text/thrown';

export type Globals = ReadonlyMap<string, AssemblySymbol>;

/** What the sources offer each other. Two definitions of one name are an error, unless one is weak. */
export function collectGlobals(units: readonly Unit[], diagnostics: Diagnostics): Globals {
  const globals = new Map<string, AssemblySymbol>();
  for (const unit of units) {
    for (const symbol of unit.symbols.values()) {
      if (symbol.binding === 'local' || !symbol.defined) continue;
      const known = globals.get(symbol.name);
      if (known === undefined || yields(known, symbol)) globals.set(symbol.name, symbol);
      else if (!yields(symbol, known)) reportDuplicate(symbol, known, diagnostics);
    }
  }
  return globals;
}

/** Whether a definition gives way to another one. */
const yields = (one: AssemblySymbol, other: AssemblySymbol): boolean =>
  (one.binding === 'weak' && other.binding !== 'weak') || one.common;

function reportDuplicate(symbol: AssemblySymbol, known: AssemblySymbol, diagnostics: Diagnostics): void {
  const { source, start } = inFile(known.definition!).span;
  const hint = `the other definition is in ${source.path}, line ${source.position(start).line}`;
  diagnostics.error(symbol.definition!, `'${symbol.name}' is defined in two sources`, hint);
}

/** Names that a program may use for the ends of its parts, as linker scripts provide them. */
export function providedSymbols(outputs: readonly OutputSection[], span: Span): Globals {
  const loaded = outputs.filter((output) => (output.flags & 2) !== 0);
  const endOf = (output: OutputSection | undefined): bigint =>
    output ? output.address + BigInt(output.size) : 0n;
  const named = (name: string): OutputSection | undefined => loaded.find((output) => output.name === name);
  const end = endOf(loaded.at(-1));
  const dataEnd = named('.data') ? endOf(named('.data')) : end;
  const addresses = {
    etext: endOf(named('.text')), _etext: endOf(named('.text')),
    edata: dataEnd, _edata: dataEnd, __bss_start: named('.bss')?.address ?? end,
    end, _end: end, __global_pointer$: (named('.data')?.address ?? end) + 0x800n,
  }; // prettier-ignore
  const symbols = Object.entries(addresses).map(([name, value]) => {
    const symbol = new AssemblySymbol(name);
    symbol.value = { kind: 'number', span, value };
    return [name, symbol] as const;
  });
  return new Map(symbols);
}

/** Fills in everything that depends on addresses. Sections have theirs. */
export class Linker {
  private readonly evaluators = new Map<Unit, Evaluator>();

  constructor(
    private readonly globals: Globals,
    private readonly provided: Globals,
    private readonly diagnostics: Diagnostics,
    /** Names that sources define which are not here: what depends on them stays open. */
    private readonly elsewhere: Pick<ReadonlySet<string>, 'has'> = new Set(),
    /** All sources: a name that none offers may be kept by one. */
    private readonly units: readonly Unit[] = [],
  ) {}

  /** The definition that an undefined name of a source means. */
  definition(name: string): AssemblySymbol | undefined {
    return this.globals.get(name) ?? this.provided.get(name);
  }

  /** Finds values with the eyes of one source. */
  evaluatorFor(unit: Unit): Evaluator {
    const known = this.evaluators.get(unit);
    if (known !== undefined) return known;
    const knowledge: Knowledge = {
      locate: whereNow,
      address: (base) => (base as Section).address,
      definition: (symbol, span) => {
        const found = this.definition(symbol.name);
        if (found !== undefined || symbol.binding === 'weak') return found ?? zero(symbol, span);
        if (this.elsewhere.has(symbol.name)) throw new Elsewhere();
        const mistake = symbol.mistakes?.get(span);
        if (mistake !== undefined) throw mistake;
        if (registerNumber(symbol.name) !== undefined) {
          throw new StatementError(
            span,
            `'${symbol.name}' is a register, and a number or a symbol is expected`,
          );
        }
        throw new StatementError(
          span,
          `undefined symbol '${symbol.name}'`,
          span.source.text[span.start] === '"'
            ? "a text is stored by .ascii or .asciz, and a character is written 'a'"
            : this.nearSymbol(symbol.name, unit),
        );
      },
    };
    const evaluator = new Evaluator(knowledge, true);
    this.evaluators.set(unit, evaluator);
    return evaluator;
  }

  private nearSymbol(name: string, unit: Unit): Hint {
    return () => {
      const dollar = withoutDollar(name);
      if (dollar !== undefined) return dollar;
      const kept = this.units.find((other) => other !== unit && other.symbols.get(name)?.place !== undefined);
      const definition = kept?.symbols.get(name)?.definition;
      if (kept !== undefined && definition !== undefined) {
        const { source, start } = inFile(definition).span;
        return `${source.path}, line ${source.position(start).line}, has it without .globl ${name}`;
      }
      const own = [...unit.symbols.values()].filter((symbol) => symbol.defined).map((symbol) => symbol.name);
      return didYouMean(name, [
        ...own,
        ...unit.preprocessorNames,
        ...this.globals.keys(),
        ...systemCallConstants.keys(),
      ])();
    };
  }

  apply(unit: Unit): void {
    const evaluator = this.evaluatorFor(unit);
    const uppers = this.upperParts(unit, evaluator);
    for (const section of unit.sections.filter(isPlaced)) {
      for (const fixup of section.whole!.fixups) {
        this.guarded(spanOf(fixup), () => applyFixup(section, fixup, evaluator, uppers));
      }
    }
  }

  /** The address or number that a term of a source comes to; undefined when that is not known. */
  valueOf(term: Term, unit: Unit): bigint | undefined {
    const evaluator = this.evaluatorFor(unit);
    try {
      const value = evaluator.evaluate(term);
      return value && evaluator.absolute(value);
    } catch (error) {
      if (error instanceof Elsewhere || error instanceof StatementError) return undefined;
      throw error;
    }
  }

  valueOfSymbol(symbol: AssemblySymbol, unit: Unit): bigint | undefined {
    const span = symbol.definition ?? { source: unit.source, start: 0, end: 0 };
    return this.valueOf({ kind: 'symbol', span, symbol }, unit);
  }

  /** What the two halves are for which each `%pcrel_hi` of a source stands, by its address; undefined where that is wrong. */
  private upperParts(unit: Unit, evaluator: Evaluator): Uppers {
    const uppers = new Map<bigint, Reach | undefined>();
    for (const section of unit.sections.filter(isPlaced)) {
      for (const fixup of section.whole!.fixups) {
        if (fixup.kind !== 'instruction' || fixup.instruction.immediate.role !== 'pcrel_hi') continue;
        const at = section.address! + BigInt(fixup.offset);
        uppers.set(at, undefined);
        this.guarded(spanOf(fixup), () => {
          const { isCall = false, immediate } = fixup.instruction;
          const isNowhere = isCall && this.isNowhere(immediate.term);
          uppers.set(at, isNowhere ? 'nowhere' : reach(addressOf(immediate.term, evaluator), at));
        });
      }
    }
    return uppers;
  }

  /** A weak name that no source defines. */
  private isNowhere(term: Term): boolean {
    if (term.kind !== 'symbol') return false;
    const { name, binding, defined } = term.symbol;
    return binding === 'weak' && !defined && this.definition(name) === undefined;
  }

  /** Reports the mistake that an action on a piece of a source comes upon. */
  guarded(span: Span, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof Elsewhere)) reportThrown(error, span, this.diagnostics);
    }
  }
}

/** Where a place is in its section, or where the link has put it. */
export function whereNow(place: Place): Value {
  const value = locate(place);
  return place.section.moved?.(Number(value.offset)) ?? value;
}

/** A value depends on a source that is not here. */
class Elsewhere extends Error {}

const spanOf = (fixup: Fixup): Span =>
  (fixup.kind === 'data' ? fixup.term : fixup.instruction.immediate.term).span;

/** Empty sections and those that are left out have no address. */
const isPlaced = (section: Section): boolean => section.address !== undefined && section.whole !== undefined;

/** Weak names without a definition have the address 0. */
function zero(symbol: AssemblySymbol, span: Span): AssemblySymbol {
  const nothing = new AssemblySymbol(symbol.name);
  nothing.value = { kind: 'number', span, value: 0n };
  return nothing;
}

function addressOf(term: Term, evaluator: Evaluator): bigint {
  const value = evaluator.evaluate(term);
  const address = value && evaluator.absolute(value);
  if (address === undefined) throw new StatementError(term.span, 'the value of this is not known');
  return address;
}

/** `1f` without its label, which was reported. */
const isMissing = (term: Term): boolean => term.kind === 'symbol' && term.symbol.isMissing;

/** What an `auipc` and the instruction behind it come to: a distance, or an address. `nowhere`: a call that nobody takes. */
type Reach = { readonly value: bigint; readonly isAbsolute: boolean } | 'nowhere';
type Uppers = ReadonlyMap<bigint, Reach | undefined>;

function reach(target: bigint, at: bigint): Reach {
  const isAbsolute = !isNear(target - at) && isNear(target);
  return { value: isAbsolute ? target : target - at, isAbsolute };
}

function applyFixup(section: Section, fixup: Fixup, evaluator: Evaluator, uppers: Uppers): void {
  const { bytes } = section.whole!;
  if (fixup.kind === 'data') {
    const value = addressOf(fixup.term, evaluator);
    checkDataRange(value, fixup.width, fixup.term.span);
    bytes.patch(fixup.offset, value, fixup.width);
  } else {
    const address = section.address! + BigInt(fixup.offset);
    if (isMissing(fixup.instruction.immediate.term)) return;
    if (fixup.short !== undefined) {
      const { term } = fixup.instruction.immediate;
      const distance = addressOf(term, evaluator) - address;
      bytes.patch(
        fixup.offset,
        BigInt(shortBranch(fixup.short, fixup.instruction, distance, term.span) ^ (fixup.flip ?? 0)),
        2,
      );
      return;
    }
    const word = finishedWord(fixup.instruction, address, evaluator, uppers);
    if (word !== undefined) bytes.patch(fixup.offset, BigInt(word), 4);
  }
}

/** Undefined when the mistake was reported at another place. */
function finishedWord(
  instruction: PendingInstruction,
  address: bigint,
  evaluator: Evaluator,
  uppers: Uppers,
): number | undefined {
  const { row, immediate } = instruction;
  const { role, term } = immediate;
  switch (role) {
    case 'value': {
      const value = evaluator.evaluate(term)!;
      if (value.base !== undefined) {
        throw new StatementError(
          term.span,
          `'${row.name}' takes a number here, and this is an address`,
          row.format === 'u' ? 'write %hi(...), or use la' : 'write %lo(...), or use la',
        );
      }
      return withValue(row, instruction, value.offset, term.span);
    }
    case 'target':
      return withDistance(row, instruction, addressOf(term, evaluator) - address, term.span);
    case 'hi':
      return withUpperPart(row, instruction, addressOf(term, evaluator), term.span);
    case 'lo':
      return withLowerPart(row, instruction, addressOf(term, evaluator), term.span);
    case 'pcrel_hi': {
      const upper = uppers.get(address);
      if (upper === undefined) return undefined;
      if (upper === 'nowhere') return encode(row, { rd: instruction.rd });
      // As GNU ld does it: what is too far from here may still be near the address 0.
      const own = upper.isAbsolute && row.name === 'auipc' ? rowNamed('lui') : row;
      return withUpperPart(own, instruction, upper.value, term.span);
    }
    case 'pcrel_lo': {
      const at = addressOf(term, evaluator);
      if (!uppers.has(at)) {
        const hint = 'its operand is the label in front of that auipc';
        throw new StatementError(term.span, '%pcrel_lo needs an auipc with %pcrel_hi', hint);
      }
      const upper = uppers.get(at);
      if (upper === undefined) return undefined;
      // As GNU ld does it: the jump goes to the address 0, from wherever it is.
      if (upper === 'nowhere') return encode(row, { rd: instruction.rd });
      return withLowerPart(row, instruction, upper.value, term.span);
    }
  }
}
