import { Attribute } from '../attributes';
import { nameOf, type Declarations } from '../declarations';
import { childrenOf, rootOf, type Entry } from '../entries';
import type { Lines } from '../lines/lines';
import { RangeMap, type AddressRange } from '../range-map';
import { rangesOf } from '../ranges';
import type { Sections } from '../sections';
import { Tag } from '../tags';
import type { Types } from '../types/types';
import type { Unit } from '../unit';
import type { Units } from '../units';
import type { FunctionInformation, InlinedCall, Scope } from './model';
import { declarationOf, readScope, scopesAt } from './scopes';

/** A function and the entry that it was read from. */
export interface FoundFunction {
  readonly entry: Entry;
  readonly information: FunctionInformation;
}

/** The functions of a program: by address, unit by unit, and by name, over all units. */
export class Functions {
  private unitsByAddress: RangeMap<Unit> | undefined;
  private readonly byUnit = new Map<Unit, RangeMap<FoundFunction>>();
  private byName: ReadonlyMap<string, readonly FunctionInformation[]> | undefined;

  constructor(
    private readonly sections: Sections,
    private readonly units: Units,
    private readonly declarations: Declarations,
    private readonly types: Types,
    private readonly lines: Lines,
  ) {}

  /** The function that has code at an address. */
  at(address: bigint): FunctionInformation | undefined {
    return this.find(address)?.information;
  }

  /** The functions of a name: several when units have static ones of the same name. */
  named(name: string): readonly FunctionInformation[] {
    this.byName ??= this.readAll();
    return this.byName.get(name) ?? [];
  }

  /** All functions, those of each unit in the order of their code. */
  get all(): readonly FunctionInformation[] {
    this.byName ??= this.readAll();
    return [...this.byName.values()].flat();
  }

  /** The inlined calls around an address, innermost first. */
  inlinedAt(address: bigint): readonly InlinedCall[] {
    return this.scopesAt(address)
      .flatMap(({ call }) => (call ? [call] : []))
      .reverse();
  }

  /** The function, blocks and inlined calls around an address, outermost first. */
  scopesAt(address: bigint): readonly Scope[] {
    const found = this.at(address);
    return found ? scopesAt(found.scope, address) : [];
  }

  /**
   * Where a breakpoint on a function goes: behind the instructions that set up its frame. That is where the
   * compiler says the prologue ends, or else where its second line begins. It is the entry when neither is known, and
   * when the code at the entry is already of another line than the function's: optimized code has no prologue apart.
   */
  afterPrologue({ entry, ranges, line: own }: FunctionInformation): bigint {
    const range = ranges.find(({ low, high }) => entry >= low && entry < high);
    if (!range) return entry;
    const rows = this.lines.within({ low: entry, high: range.high });
    const marked = rows.find(({ isPrologueEnd }) => isPrologueEnd);
    if (marked) return marked.low;
    if (rows[0]?.line !== own || this.lines.statementsAt(entry).some((line) => line !== own)) return entry;
    return rows.find(({ low, isStatement, line }) => low > entry && isStatement && line > 0)?.low ?? entry;
  }

  /**
   * Where breakpoints on a line, or on one column of it, go, so that each time the line is come to, one is hit once: of its pieces of code the
   * first in every function and every inlined call that has some, behind the prologue when it is the function's first
   * line; and where an optimizing compiler has copied that piece, its copies. Empty when the line has no code.
   */
  breakpointAddresses(file: string, line: number, column?: number): readonly bigint[] {
    const lowest = new Map<Scope | bigint, bigint>();
    const addresses = this.lines.addressesOf(file, line, column);
    for (const address of addresses) {
      const place = this.placeOf(address);
      if (!lowest.has(place)) lowest.set(place, address);
    }
    const copies = [...lowest].flatMap(([place, first]) =>
      this.isOptimizedAt(first) ? this.copiesOf(file, line, { place, first, column }) : [],
    );
    return [...lowest.values(), ...copies].map((address) => this.behindPrologue(address));
  }

  /** The innermost inlined call, or the function, that an address is in. */
  private placeOf(address: bigint): Scope | bigint {
    return (
      this.scopesAt(address)
        .filter(({ kind }) => kind !== 'block')
        .at(-1) ?? address
    );
  }

  /**
   * Other pieces of a line that begin at the same column as its first in a function or inlined call, and stand between the same
   * lines: a loop that was unrolled. The head of a loop, which is in pieces as well, stands between others each time.
   */
  private copiesOf(
    file: string,
    line: number,
    { place, first, column }: { place: Scope | bigint; first: bigint; column: number | undefined },
  ): bigint[] {
    const columns = column === undefined ? this.lines.columnsOf(file, line) : [column];
    const own = columns.find((one) => this.lines.addressesOf(file, line, one).includes(first));
    if (own === undefined) return [];
    const pieces = this.lines
      .addressesOf(file, line, own)
      .filter((address) => this.placeOf(address) === place)
      .map((address) => ({ address, ...this.neighbours(address) }));
    const isCopy = (one: (typeof pieces)[number]): boolean =>
      pieces.some(
        (other) =>
          other !== one &&
          ((one.before !== undefined && one.before === other.before) ||
            (one.behind !== undefined && one.behind === other.behind)),
      );
    return pieces.filter((one) => one.address !== first && isCopy(one)).map(({ address }) => address);
  }

  /** The lines of the code before and behind a piece of a line. */
  private neighbours(address: bigint): { before: number | undefined; behind: number | undefined } {
    const range = this.at(address)?.ranges.find(({ low, high }) => address >= low && address < high);
    const rows = range ? this.lines.within(range).filter(({ line }) => line > 0) : [];
    const own = this.lines.at(address)?.line;
    return {
      before: rows.filter(({ low, line }) => low < address && line !== own).at(-1)?.line,
      behind: rows.find(({ low, line }) => low > address && line !== own)?.line,
    };
  }

  /** Whether a compiler may have moved and copied code; as it says itself, or as it describes calls. */
  private isOptimizedAt(address: bigint): boolean {
    return this.sections.tolerate(false, () => {
      const entry = this.find(address)?.entry;
      if (!entry) return false;
      if (entry.flag(Attribute.callAllCalls) || entry.flag(Attribute.gnuAllCallSites)) return true;
      const options = rootOf(entry.unit)?.string(Attribute.producer) ?? '';
      return /^-O(?!0)/.test(options.match(/-O\S*/g)?.at(-1) ?? '');
    });
  }

  private behindPrologue(address: bigint): bigint {
    const found = this.at(address);
    return found?.entry === address ? this.afterPrologue(found) : address;
  }

  /** For the other parts of this reader: with the entry. */
  find(address: bigint): FoundFunction | undefined {
    const unit = this.unitAt(address);
    return unit && this.ofUnit(unit).at(address);
  }

  /** The unit (what one source file was compiled to) that has code at an address. */
  unitAt(address: bigint): Unit | undefined {
    this.unitsByAddress ??= new RangeMap(this.units.all.flatMap((unit) => this.unitRanges(unit)));
    return this.unitsByAddress.at(address);
  }

  private unitRanges(unit: Unit): (AddressRange & { value: Unit })[] {
    return this.sections.tolerate<(AddressRange & { value: Unit })[]>([], () => {
      const root = rootOf(unit);
      if (!root) return [];
      const own = rangesOf(root);
      const ranges =
        own.length > 0 ? own : this.declarations.functions(unit).flatMap((entry) => rangesOf(entry));
      return ranges.map(({ low, high }) => ({ low, high, value: unit }));
    });
  }

  private ofUnit(unit: Unit): RangeMap<FoundFunction> {
    let functions = this.byUnit.get(unit);
    if (functions) return functions;
    const found = this.declarations.functions(unit).flatMap((entry) =>
      this.sections.tolerate<(AddressRange & { value: FoundFunction })[]>([], () => {
        const ranges = rangesOf(entry);
        if (ranges.length === 0) return [];
        const value = { entry, information: this.describe(entry, ranges) };
        return ranges.map(({ low, high }) => ({ low, high, value }));
      }),
    );
    this.byUnit.set(unit, (functions = new RangeMap(found)));
    return functions;
  }

  private readAll(): ReadonlyMap<string, readonly FunctionInformation[]> {
    const byName = new Map<string, FunctionInformation[]>();
    for (const unit of this.units.all) {
      for (const { information } of new Set(this.ofUnit(unit).values)) {
        const same = byName.get(information.name);
        if (same) same.push(information);
        else byName.set(information.name, [information]);
      }
    }
    return byName;
  }

  private describe(entry: Entry, ranges: readonly AddressRange[]): FunctionInformation {
    const { types, lines, sections } = this;
    const start = entry.address(Attribute.entryPc) ?? entry.address(Attribute.lowPc) ?? ranges[0].low;
    let scope: Scope | undefined;
    let parameters: FunctionInformation['parameters'] | undefined;
    const childrenWith = (tag: number) =>
      sections.tolerate<Entry[]>([], () => [...childrenOf(entry)].filter((child) => child.tag === tag));
    return {
      name: nameOf(entry) ?? '?',
      entry: start,
      ranges,
      ...sections.tolerate({ file: undefined, line: undefined }, () => declarationOf(entry, lines)),
      isExternal: entry.origins().some((origin) => origin.flag(Attribute.external)),
      get result() {
        return types.typeOf(entry);
      },
      get parameters() {
        return (parameters ??= childrenWith(Tag.formalParameter).map((child) => ({
          name: sections.tolerate(undefined, () => nameOf(child)),
          type: types.typeOf(child),
        })));
      },
      get isVariadic() {
        return childrenWith(Tag.unspecifiedParameters).length > 0;
      },
      get scope() {
        return (scope ??= readScope(entry, ranges, lines));
      },
    };
  }
}
