import { SectionFlags, type Elf, type ElfSymbol } from './elf/types';

/** A symbol near an address, and how far the address is behind its start. */
export interface NearestSymbol {
  readonly symbol: ElfSymbol;
  readonly offset: bigint;
}

/** The symbols of one program, by name and by address. */
export class SymbolTable {
  private readonly byName = new Map<string, ElfSymbol>();
  /** Functions; where a program has none by kind, its global code labels. Ascending. */
  private functions: readonly ElfSymbol[];
  private readonly objects: readonly ElfSymbol[];
  /** Where each section ends, by name. */
  private readonly ends: ReadonlyMap<string, bigint>;
  readonly all: readonly ElfSymbol[];

  constructor(elf: Elf) {
    this.all = elf.symbols.filter((symbol) => symbol.defined && symbol.name !== '');
    const code = elf.sections.filter((s) => (s.flags & SectionFlags.execute) !== 0);
    const executable = new Set(code.map((s) => s.name));
    this.ends = new Map(elf.sections.map((s) => [s.name, s.address + BigInt(s.size)]));
    for (const symbol of this.all) {
      if (symbol.kind === 'file' || symbol.kind === 'section') continue;
      const known = this.byName.get(symbol.name);
      if (known === undefined || (!known.global && symbol.global)) this.byName.set(symbol.name, symbol);
    }
    this.functions = ascending(
      this.all.filter((s) => s.kind === 'function' || (s.kind === 'none' && isCodeLabel(s, executable))),
    );
    this.objects = ascending(this.all.filter((s) => s.kind === 'object'));
  }

  /** Of several functions at one address those are meant that have one of these names: linker scripts add names of their own. */
  prefer(names: ReadonlySet<string>): void {
    this.functions = ascending([...this.functions], (symbol) => names.has(symbol.name));
  }

  /** The symbol of that name; a global one goes before local ones. */
  named(name: string): ElfSymbol | undefined {
    return this.byName.get(name);
  }

  /** The function that an address of code belongs to: the nearest one that starts at or before it, if it reaches so far. */
  functionAt(address: bigint): NearestSymbol | undefined {
    const found = nearest(this.functions, address);
    // A label of unknown size may reach to the end of its section, but not beyond.
    const { section = '', size = 0 } = found?.symbol ?? {};
    return size === 0 && address >= (this.ends.get(section) ?? address + 1n) ? undefined : found;
  }

  /** Bytes of the function that begins at an address: as its symbol says, else up to the next function. */
  sizeOfFunction(start: bigint): number {
    const found = this.functionAt(start);
    if (!found || found.symbol.size > 0) return found?.symbol.size ?? 0;
    const next = this.functions.find(({ address }) => address > start);
    return next ? Number(next.address - start) : LONGEST_WITHOUT_SIZE;
  }

  /** The data object that an address belongs to. */
  objectAt(address: bigint): NearestSymbol | undefined {
    return nearest(this.objects, address);
  }
}

/** Of the last function of a program, where nothing says where it ends. */
const LONGEST_WITHOUT_SIZE = 4096;

/** Assembly code often leaves functions without a kind; its global labels in code are functions all the same. */
const isCodeLabel = (symbol: ElfSymbol, executable: ReadonlySet<string>): boolean =>
  symbol.global && symbol.section !== undefined && executable.has(symbol.section);

/** Of several symbols at one address the last of the order is found: one that is meant, a global one, a sized one. */
function ascending(symbols: ElfSymbol[], isMeant: (symbol: ElfSymbol) => boolean = () => false): ElfSymbol[] {
  const preference = (symbol: ElfSymbol): number =>
    (isMeant(symbol) ? 4 : 0) + (symbol.global ? 2 : 0) + (symbol.size > 0 ? 1 : 0);
  return symbols.sort((a, b) =>
    a.address < b.address ? -1 : a.address > b.address ? 1 : preference(a) - preference(b),
  );
}

function nearest(symbols: readonly ElfSymbol[], address: bigint): NearestSymbol | undefined {
  let low = 0;
  let high = symbols.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (symbols[middle].address <= address) low = middle + 1;
    else high = middle;
  }
  const symbol = symbols[low - 1];
  if (symbol === undefined) return undefined;
  const offset = address - symbol.address;
  return symbol.size > 0 && offset >= BigInt(symbol.size) ? undefined : { symbol, offset };
}
