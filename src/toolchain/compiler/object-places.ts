import { DebugInformation } from '../dwarf/debug-information';
import { relocated, relocationsOf, type Relocation } from '../elf/relocations';
import { readElf } from '../elf/read';
import { type ElfSymbol, type Section, SectionFlags } from '../elf/types';

/** A line of a source, as the debug information spells its path. */
export interface SourceLine {
  readonly path: string;
  readonly line: number;
  /** It is where the variable is declared whose initial value is meant, which may take several lines. */
  readonly isDeclaration?: boolean;
}

/** Where the sections of an object are pretended to begin: behind each other, and nothing at 0, which stands for nowhere. */
const FIRST_ADDRESS = 0x1_0000n;
const GAP = 0x1000n;

/** Which lines of the sources of an object file use a name, or define it: what a linker would have to say. */
export class ObjectPlaces {
  private readonly symbols: readonly ElfSymbol[];
  private readonly relocations: ReadonlyMap<Section, readonly Relocation[]>;
  private readonly bases = new Map<string, bigint>();
  private readonly debug: DebugInformation;

  /** @throws UserError when the file is no object */
  constructor(bytes: Uint8Array, name: string) {
    const elf = readElf(bytes, name);
    this.symbols = elf.symbols;
    this.relocations = relocationsOf(elf);
    let next = FIRST_ADDRESS;
    const segments = elf.sections
      .filter(({ flags }) => flags & SectionFlags.allocate)
      .map(({ name, size, flags }) => {
        const virtualAddress = next;
        if (!this.bases.has(name)) this.bases.set(name, virtualAddress);
        next += ((BigInt(size) + GAP) / GAP + 1n) * GAP;
        return { virtualAddress, memorySize: size, executable: (flags & SectionFlags.execute) !== 0 };
      });
    const sections = elf.sections.map((section) => ({
      ...section,
      address: this.bases.get(section.name) ?? 0n,
      bytes: section.name.startsWith('.debug_')
        ? relocated(section, this.relocations.get(section) ?? [], (symbol) => this.addressOf(symbol))
        : section.bytes,
    }));
    this.debug = DebugInformation.of({ sections, segments });
  }

  /** The lines that use a name which the object does not define, in the order of its sections; each once. */
  usesOf(name: string): SourceLine[] {
    const lines: SourceLine[] = [];
    for (const [section, relocations] of this.relocations) {
      const base = this.bases.get(section.name);
      if (base === undefined) continue;
      for (const { symbol, offset } of relocations) {
        if (symbol?.name !== name || symbol.defined) continue;
        const line = this.lineOf(base + BigInt(offset));
        if (line && !lines.some((one) => one.path === line.path && one.line === line.line)) lines.push(line);
      }
    }
    return lines;
  }

  /** The line that defines a name for all objects; undefined when the object does not, or only weakly. */
  definitionOf(name: string): SourceLine | undefined {
    const symbol = this.symbols.find((one) => one.name === name && one.defined && one.global && !one.weak);
    if (symbol === undefined) return undefined;
    const address = this.addressOf(symbol);
    const declared = this.debug.functions.named(name).find(({ entry }) => entry === address);
    return placeOf(declared) ?? this.lineOf(address);
  }

  private addressOf({ section, address }: ElfSymbol): bigint {
    return (this.bases.get(section ?? '') ?? 0n) + address;
  }

  /** Of code its line; of data the line of the variable that it is part of. */
  private lineOf(address: bigint): SourceLine | undefined {
    const range = this.debug.lines.at(address);
    if (range) return range.line === 0 ? undefined : { path: range.file, line: range.line };
    const holder = this.symbols.find((symbol) => {
      const from = this.addressOf(symbol);
      return symbol.kind === 'object' && from <= address && address < from + BigInt(symbol.size);
    });
    const place = placeOf(
      holder &&
        this.debug.variables.globalsNamed(holder.name).find((one) => one.address === this.addressOf(holder)),
    );
    return place && { ...place, isDeclaration: true };
  }
}

const placeOf = (
  declared: { readonly file: string | undefined; readonly line: number | undefined } | undefined,
): SourceLine | undefined =>
  declared?.file === undefined || declared.line === undefined
    ? undefined
    : { path: declared.file, line: declared.line };
