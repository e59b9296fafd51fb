import type { ObjectFile } from '../../compiler/compiler';
import { type ImageSection, type ImageSymbol } from '../../elf/write';
import { type ObjectSection, type ObjectSymbol, type Relocation, writeObject } from '../../elf/write-object';
import { imageSection, type OutputSection } from '../link/arrange';
import { FLAG_COMPRESSED } from '../assemble';
import { StatementError } from '../text/cursor';
import { debugSection, debugSections } from './debug-sections';
import type { Reference } from './debug-writer';
import { type Diagnostic, Diagnostics } from '../text/diagnostics';
import { Evaluator } from '../unit/evaluate';
import { frameInformation } from './frame-information';
import { functionsOf } from './functions';
import { imageSymbols } from './image-symbols';
import { Includes } from '../text/includes';
import { locate } from '../unit/layout';
import { collectGlobals, Linker } from '../link/link';
import { AssemblySymbol, type Fixup, Fragment, Section, type Unit } from '../unit/object';
import { checkDataRange, shortBranch, withDistance, withValue } from '../unit/patch';
import type { ProgramOptions, SourceText } from '../link/program';
import { Source } from '../text/source';
import { reportThrown } from '../text/thrown';
import { assembleUnit } from '../unit/unit';

/** An object file for a linker; missing when there are errors. */
export interface AssembledObject {
  readonly object?: ObjectFile;
  readonly diagnostics: readonly Diagnostic[];
  /** Files to be included that were not given. */
  readonly wanted: readonly string[];
}

/** Relocation types (RISC-V ELF specification, "Relocations"). */
const Type = {
  word: 1, doubleword: 2, branch: 16, jump: 17, pcrelHi: 23, pcrelLoLoad: 24, pcrelLoStore: 25, hi: 26, loLoad: 27, loStore: 28,
  shortBranch: 44, shortJump: 45,
} as const; // prettier-ignore

/** While nobody knows where sections will lie, each has this much of the address space for itself. */
const WINDOW = 40n;

/** Assembles a source to be linked by a C compiler's linker with what that compiles. */
export function assembleObject(
  { path, text }: SourceText,
  options: Pick<ProgramOptions, 'included' | 'includeFolders' | 'compress'>,
): AssembledObject {
  const diagnostics = new Diagnostics();
  const includes = new Includes(options.included, options.includeFolders);
  const source = new Source(path, text);
  const unit = assembleUnit(source, diagnostics, includes, options.compress);
  const wanted = [...includes.wanted];
  let file: Uint8Array | undefined;
  try {
    if (unit.sections.every(({ whole }) => whole !== undefined))
      file = new ObjectBuilder(unit, diagnostics).build();
  } catch (error) {
    reportThrown(error, { source, start: 0, end: 0 }, diagnostics);
  }
  const found = diagnostics.inOrder([path]);
  if (diagnostics.errorCount > 0 || file === undefined) return { diagnostics: found, wanted };
  const hasStart = unit.symbols.get('_start')?.place !== undefined;
  return { object: { name: path.split(/[/\\]/).at(-1)!, bytes: file, hasStart }, diagnostics: found, wanted };
}

class ObjectBuilder {
  private readonly sections: readonly Section[];
  /** Sections that stand for what other files define: an address in one is that symbol and an offset. */
  private readonly others = new Map<Section, ObjectSymbol>();
  private readonly otherSymbols = new Map<string, AssemblySymbol>();
  private readonly labels = new Map<string, ObjectSymbol>();
  private readonly sectionSymbols: readonly ObjectSymbol[];
  private readonly evaluator: Evaluator;

  constructor(
    private readonly unit: Unit,
    private readonly diagnostics: Diagnostics,
  ) {
    this.sections = unit.sections.filter(({ name, size }) => size > 0 || name === '.text');
    this.sections.forEach((section, index) => {
      section.address = BigInt(index + 1) << WINDOW;
    });
    this.sectionSymbols = this.sections.map((_, section) => sectionSymbol(section));
    this.evaluator = new Evaluator({ locate, definition: (symbol) => this.elsewhere(symbol) }, true);
  }

  build(): Uint8Array {
    const { unit, diagnostics } = this;
    const outputs = this.sections.map(outputOf);
    const linker = new Linker(collectGlobals([unit], diagnostics), new Map(), diagnostics, {
      has: () => true,
    });
    const symbols = imageSymbols([unit], outputs, linker);
    const loaded = outputs.map(imageSection);
    const relocations = this.sections.map((section) => this.relocationsOf(section));
    const own = loaded.map((section, index): ObjectSection => {
      const bytes = this.sections[index].noBits ? undefined : this.sections[index].whole!.bytes.finish();
      return { ...section, bytes, relocations: relocations[index] };
    });
    const debug = this.debugSections(loaded, symbols);
    return writeObject({
      flags: unit.hasCompressed ? FLAG_COMPRESSED : 0,
      sections: [...own, ...debug.sections],
      symbols: [
        ...this.sectionSymbols,
        ...debug.symbols,
        ...this.labels.values(),
        ...symbols.map((symbol) => this.described(symbol)),
        ...this.others.values(),
      ],
    });
  }

  /** A symbol that another file defines. */
  private elsewhere({ name, binding }: AssemblySymbol): AssemblySymbol {
    let symbol = this.otherSymbols.get(name);
    if (symbol === undefined) {
      this.otherSymbols.set(name, (symbol = new AssemblySymbol(name)));
      const home = new Section(name, 0, true, 1);
      symbol.place = { section: home, fragment: Object.assign(new Fragment(), { offset: 0 }), offset: 0 };
      const weak = binding === 'weak' ? 'weak' : 'global';
      this.others.set(home, { name, value: 0n, size: 0, kind: 'none', binding: weak, section: 'undefined' });
    }
    return symbol;
  }

  private relocationsOf(section: Section): Relocation[] {
    const relocations: Relocation[] = [];
    for (const fixup of section.whole!.fixups) {
      try {
        const relocation = this.relocation(section, fixup);
        if (relocation !== undefined) relocations.push(relocation);
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        this.diagnostics.error(error.span, error.message, error.hint);
      }
    }
    return relocations;
  }

  /** What is left to the linker of a fixup; undefined when it could be filled in here. @throws StatementError */
  private relocation(section: Section, fixup: Fixup): Relocation | undefined {
    const { offset } = fixup;
    const { bytes } = section.whole!;
    const term = fixup.kind === 'data' ? fixup.term : fixup.instruction.immediate.term;
    const value = this.evaluator.evaluate(term);
    if (value === undefined) {
      throw new StatementError(
        term.span,
        'with C in the program, this must be a number or an address and an offset',
      );
    }
    const base = value.base as Section | undefined;
    if (fixup.kind === 'data') {
      if (base === undefined) {
        checkDataRange(value.offset, fixup.width, term.span);
        bytes.patch(offset, value.offset, fixup.width);
        return undefined;
      }
      if (fixup.width < 4)
        throw new StatementError(term.span, `an address does not fit in ${fixup.width} bytes`);
      return this.against(base, offset, fixup.width === 8 ? Type.doubleword : Type.word, value.offset);
    }
    const { instruction, short, flip = 0 } = fixup;
    const { row, immediate } = instruction;
    const isStore = row.format === 's';
    switch (immediate.role) {
      case 'value':
        if (base !== undefined)
          throw new StatementError(term.span, `'${row.name}' takes a number here, and this is an address`);
        bytes.patch(offset, BigInt(withValue(row, instruction, value.offset, term.span)), 4);
        return undefined;
      case 'target': {
        const distance = value.offset - BigInt(offset);
        if (base === section) {
          const bits =
            short === undefined
              ? withDistance(row, instruction, distance, term.span)
              : shortBranch(short, instruction, distance, term.span) ^ flip;
          bytes.patch(offset, BigInt(bits), short === undefined ? 4 : 2);
          return undefined;
        }
        const long = row.format === 'b' ? Type.branch : Type.jump;
        const type = short === undefined ? long : row.format === 'b' ? Type.shortBranch : Type.shortJump;
        return this.against(base, offset, type, value.offset);
      }
      case 'hi':
        return this.against(base, offset, Type.hi, value.offset);
      case 'lo':
        return this.against(base, offset, isStore ? Type.loStore : Type.loLoad, value.offset);
      case 'pcrel_hi':
        return this.against(base, offset, Type.pcrelHi, value.offset);
      case 'pcrel_lo': {
        // The linker finds the auipc by the symbol alone.
        const symbol = this.labelAt(base, value.offset);
        return { offset, type: isStore ? Type.pcrelLoStore : Type.pcrelLoLoad, symbol, addend: 0n };
      }
    }
  }

  private against(base: Section | undefined, offset: number, type: number, addend: bigint): Relocation {
    return { offset, type, symbol: this.symbolFor(base), addend };
  }

  private symbolFor(base: Section | undefined): ObjectSymbol {
    if (base === undefined) return this.labelAt(undefined, 0n);
    return this.others.get(base) ?? this.sectionSymbols[this.sections.indexOf(base)];
  }

  private labelAt(base: Section | undefined, value: bigint): ObjectSymbol {
    const index = base === undefined ? 'absolute' : this.sections.indexOf(base);
    const name = `.L${index}_${value}`;
    let symbol = this.labels.get(name);
    if (symbol === undefined) {
      symbol = { name, value, size: 0, kind: 'none', binding: 'local', section: index };
      this.labels.set(name, symbol);
    }
    return symbol;
  }

  private described({ name, address, size, kind, global, weak, section }: ImageSymbol): ObjectSymbol {
    const binding = weak === true ? 'weak' : global ? 'global' : 'local';
    if (section === undefined) return { name, value: address, size, kind, binding, section: 'absolute' };
    const { index, offset } = homeOf(address);
    return { name, value: offset, size, kind, binding, section: index };
  }

  private debugSections(loaded: readonly ImageSection[], symbols: readonly ImageSymbol[]) {
    const frames = frameInformation(
      functionsOf(loaded, symbols, symbols.find(({ name }) => name === '_start')?.address ?? -1n),
    );
    const written = [
      ...debugSections([this.unit]),
      ...(frames ? [debugSection('.debug_frame', frames)] : []),
    ];
    const first = this.sections.length;
    const own = new Map(written.map(({ name }, index) => [name, sectionSymbol(first + index)]));
    const relocation = (bytes: Uint8Array, reference: Reference): Relocation => {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      if (reference.kind === 'offset') {
        const addend = BigInt(view.getUint32(reference.at, true));
        return { offset: reference.at, type: Type.word, symbol: own.get(reference.section)!, addend };
      }
      const { index, offset: addend } = homeOf(view.getBigUint64(reference.at, true));
      return { offset: reference.at, type: Type.doubleword, symbol: this.sectionSymbols[index], addend };
    };
    const sections = written.map(({ name, flags, alignment, size, bytes, references }): ObjectSection => {
      const relocations = references.map((reference) => relocation(bytes!, reference));
      return { name, flags, alignment, size, bytes, relocations };
    });
    return { sections, symbols: [...own.values()] };
  }
}

const sectionSymbol = (section: number): ObjectSymbol => ({
  name: '',
  value: 0n,
  size: 0,
  kind: 'section',
  binding: 'local',
  section,
});

/** The section that an address of a window belongs to. An end of one is no start of the next. */
const homeOf = (address: bigint): { index: number; offset: bigint } => ({
  index: Number(address >> WINDOW) - 1,
  offset: address & ((1n << WINDOW) - 1n),
});

const outputOf = (section: Section): OutputSection => {
  const { name, flags, noBits, alignment, size } = section;
  return { name, flags, noBits, alignment, size, address: section.address!, parts: [section] };
};
