import { writeElf } from '../elf/write';
import { imageSection } from './link/arrange';
import { debugSection, debugSections } from './output/debug-sections';
import type { Diagnostic } from './text/diagnostics';
import { frameInformation } from './output/frame-information';
import { functionsOf } from './output/functions';
import { imageSymbols } from './output/image-symbols';
import { type Program, type ProgramOptions, programOf, type SourceText } from './link/program';
import { startUpPath } from './link/start-up';
import { Source } from './text/source';
import { reportThrown } from './text/thrown';

export interface Assembly {
  /** The program; missing when there are errors. */
  readonly elf?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
  /** Files to be included that were not given: with them in `included`, there is more to assemble. */
  readonly wanted: readonly string[];
}

/** EF_RISCV_RVC of the RISC-V ELF specification. */
export const FLAG_COMPRESSED = 1;

/** Assembles sources and links them to one static executable. Never throws for what is in them. */
export function assemble(sources: readonly SourceText[], options: ProgramOptions = {}): Assembly {
  const program = programOf(sources, options);
  const { diagnostics, wanted } = program;
  let elf: Uint8Array | undefined;
  try {
    elf = imageOf(program);
  } catch (error) {
    const { path = '', text = '' } = sources[0] ?? {};
    reportThrown(error, { source: new Source(path, text), start: 0, end: 0 }, diagnostics);
  }
  const found = diagnostics.inOrder([...sources.map(({ path }) => path), startUpPath]);
  return elf === undefined ? { diagnostics: found, wanted } : { elf, diagnostics: found, wanted };
}

/** The file, if there are no errors. */
function imageOf({ units, outputs, linker, entryName, diagnostics }: Program): Uint8Array | undefined {
  if (linker === undefined) return undefined;
  // Also for a program with errors: there may be more in the values of its symbols.
  const symbols = imageSymbols(units, outputs, linker);
  if (diagnostics.errorCount > 0) return undefined;
  const start = outputs.find((output) => output.name === '.text')?.address ?? 0n;
  const entry = symbols.find((symbol) => symbol.name === entryName && symbol.global)?.address ?? start;
  const loaded = outputs.map(imageSection);
  const frames = frameInformation(functionsOf(loaded, symbols, entry));
  const sections = [
    ...loaded,
    ...debugSections(units),
    ...(frames ? [debugSection('.debug_frame', frames)] : []),
  ];
  return writeElf({
    entry,
    flags: units.some(({ hasCompressed }) => hasCompressed) ? FLAG_COMPRESSED : 0,
    sections,
    symbols,
  });
}
