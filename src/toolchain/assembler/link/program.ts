import { SectionFlags } from '../../elf/types';
import { shareCommon } from './common-symbols';
import { arrange, outputName, type OutputSection } from './arrange';
import { Diagnostics } from '../text/diagnostics';
import type { Limits } from '../text/limits';
import { chooseEntry } from './entry';
import { type IncludedFile, Includes } from '../text/includes';
import { collectGlobals, Linker, providedSymbols } from './link';
import { mergeSections } from './merge';
import type { Unit } from '../unit/object';
import { SourceNotes } from '../unit/source-notes';
import { Source, type Span } from '../text/source';
import { reportThrown } from '../text/thrown';
import { assembleUnit } from '../unit/unit';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface ProgramOptions {
  /**
   * `process` (the default): a program that a kernel runs, from 0x1000, with start-up code if it has a `main` and no
   * `_start`. `machine`: the image of a bare machine, from 0x8000_0000, as it is. `part`: sources of a program whose
   * others are not here; nothing is said about where it begins.
   */
  readonly purpose?: 'process' | 'machine' | 'part';
  /** Address of the first byte, if not the usual one. A multiple of 4096. */
  readonly base?: bigint;
  /** Whether instructions are compressed where nothing is said about it (`.option rvc`, `.option norvc`). No. */
  readonly compress?: boolean;
  /** Files that the sources may include, by path. */
  readonly included?: ReadonlyMap<string, IncludedFile>;
  /** Where included files are looked for when they are not beside the file that names them. */
  readonly includeFolders?: readonly string[];
  /** What each source may come to; the assembler's, if nothing is said. */
  readonly limits?: Limits;
  /** Names that sources define which are not given here. */
  readonly elsewhere?: Pick<ReadonlySet<string>, 'has'>;
}

/** Sources that were assembled and linked, before they are written to a file. */
export interface Program {
  /** In the order of the sources, the start-up code in front if it is needed. */
  readonly units: readonly Unit[];
  readonly outputs: readonly OutputSection[];
  /** Missing when a section is too large. */
  readonly linker: Linker | undefined;
  readonly entryName: string;
  readonly diagnostics: Diagnostics;
  /** Files to be included that were not given. */
  readonly wanted: readonly string[];
  /** By source, if they were asked for. */
  readonly records: readonly SourceNotes[];
}

const USER_BASE = 0x1000n;
/** Where the stack ends and user addresses with it. */
const USER_END = 0x0200_0000n;
const MACHINE_BASE = 0x8000_0000n;

/** Assembles sources and gives everything in them its address. Never throws for what is in them. */
export function programOf(
  sources: readonly SourceText[],
  options: ProgramOptions,
  withRecords = false,
): Program {
  const purpose = options.purpose ?? 'process';
  const diagnostics = new Diagnostics(options.limits);
  const origins = sources.map(({ path, text }) => new Source(path, text));
  const includes = new Includes(options.included, options.includeFolders);
  const records = withRecords ? origins.map(() => new SourceNotes()) : [];
  const own = origins.map((source, index) =>
    assembleUnit(source, diagnostics, includes, options.compress, records[index]),
  );
  const first: Span = { source: origins[0] ?? new Source('', ''), start: 0, end: 1 };
  const { units, entryName } = chooseEntry(own, purpose, first, diagnostics);
  const base = options.base ?? (purpose === 'machine' ? MACHINE_BASE : USER_BASE);
  let outputs: readonly OutputSection[] = [];
  let linker: Linker | undefined;
  try {
    shareCommon(units);
    // For an editor, texts lie where they are written.
    if (!withRecords) mergeSections(units, outputName);
    outputs = arrange(units, base);
    if (purpose === 'process') checkRoom(outputs, first, diagnostics);
    const globals = collectGlobals(units, diagnostics);
    const isWhole = units.every((unit) => unit.sections.every((section) => section.whole !== undefined));
    if (isWhole) {
      linker = new Linker(globals, providedSymbols(outputs, first), diagnostics, options.elsewhere, units);
      for (const unit of units) linker.apply(unit);
    }
  } catch (error) {
    reportThrown(error, first, diagnostics);
  }
  return {
    units,
    outputs,
    linker,
    entryName,
    diagnostics,
    wanted: [...includes.wanted],
    records,
  };
}

function checkRoom(outputs: readonly OutputSection[], span: Span, diagnostics: Diagnostics): void {
  const loaded = outputs.filter((output) => (output.flags & SectionFlags.allocate) !== 0);
  const end = loaded.reduce(
    (last, { address, size }) => (address + BigInt(size) > last ? address + BigInt(size) : last),
    0n,
  );
  if (end > USER_END) {
    diagnostics.error(span, `the program is too large: user addresses end at 0x${USER_END.toString(16)}`);
  }
}
