import { SectionFlags } from '../elf/types';
import { type ImageSection, type ImageSymbol, writeElf } from '../elf/write';
import { arrange, bytesOf, type OutputSection } from './arrange';
import { debugSection, debugSections } from './debug-sections';
import { type Diagnostic, Diagnostics } from './diagnostics';
import { chooseEntry } from './entry';
import { type FunctionCode, frameInformation } from './frame-information';
import { imageSymbols } from './image-symbols';
import { collectGlobals, Linker, providedSymbols } from './link';
import { reportPreprocessorLines } from './preprocessor';
import { Source, type Span } from './source';
import { startUpPath } from './start-up';
import { assembleUnit } from './unit';

export interface AssembleOptions {
  /**
   * `process` (the default): a program that a kernel runs, from 0x1000, with start-up code if it has a `main` and no
   * `_start`. `machine`: the image of a bare machine, from 0x8000_0000, as it is.
   */
  readonly purpose?: 'process' | 'machine';
  /** Address of the first byte, if not the usual one. A multiple of 4096. */
  readonly base?: bigint;
}

export interface Assembly {
  /** The program; missing when there are errors. */
  readonly elf?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

const USER_BASE = 0x1000n;
/** Where the stack ends and user addresses with it. */
const USER_END = 0x0200_0000n;
const MACHINE_BASE = 0x8000_0000n;

/** Assembles sources and links them to one static executable. Never throws for what is in them. */
export function assemble(
  sources: readonly { readonly path: string; readonly text: string }[],
  options: AssembleOptions = {},
): Assembly {
  const purpose = options.purpose ?? 'process';
  const diagnostics = new Diagnostics();
  const origins = sources.map(({ path, text }) => new Source(path, text));
  for (const origin of origins) reportPreprocessorLines(origin, diagnostics);
  const own = origins.map((source) => assembleUnit(source, diagnostics));
  const first: Span = { source: origins[0] ?? new Source('', ''), start: 0, end: 1 };
  const { units, entryName } = chooseEntry(own, purpose, first, diagnostics);

  const outputs = arrange(units, options.base ?? (purpose === 'process' ? USER_BASE : MACHINE_BASE));
  if (purpose === 'process') checkRoom(outputs, first, diagnostics);
  const linker = new Linker(collectGlobals(units, diagnostics), providedSymbols(outputs, first), diagnostics);
  if (units.some((unit) => unit.sections.some((section) => section.whole === undefined))) {
    return { diagnostics: diagnostics.inOrder(sources.map(({ path }) => path)) };
  }
  for (const unit of units) linker.apply(unit);
  const symbols = imageSymbols(units, outputs, linker);
  const result = diagnostics.inOrder([...sources.map(({ path }) => path), startUpPath]);
  if (diagnostics.errorCount > 0) return { diagnostics: result };

  const start = outputs.find((output) => output.name === '.text')?.address ?? 0n;
  const entry = symbols.find((symbol) => symbol.name === entryName && symbol.global)?.address ?? start;
  const loaded = outputs.map(imageSection);
  const frames = frameInformation(functionsOf(loaded, symbols, entry));
  const sections = [
    ...loaded,
    ...debugSections(units),
    ...(frames ? [debugSection('.debug_frame', frames)] : []),
  ];
  return { elf: writeElf({ entry, flags: 0, sections, symbols }), diagnostics: result };
}

function imageSection(output: OutputSection): ImageSection {
  const { name, flags, address, size, alignment } = output;
  return { name, flags, address, size, alignment, bytes: output.noBits ? undefined : bytesOf(output) };
}

/** The code of each function, once. */
function functionsOf(
  sections: readonly ImageSection[],
  symbols: readonly ImageSymbol[],
  entry: bigint,
): FunctionCode[] {
  const seen = new Map<bigint, FunctionCode>();
  for (const { kind, address, size, section } of symbols) {
    const home = kind === 'function' && size > 0 ? sections.find(({ name }) => name === section) : undefined;
    if (home?.bytes === undefined || seen.has(address)) continue;
    const start = Number(address - home.address);
    seen.set(address, {
      address,
      bytes: home.bytes.subarray(start, start + size),
      outermost: address === entry,
    });
  }
  return [...seen.values()];
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
