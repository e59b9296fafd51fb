import { arrange, type OutputSection } from '../../toolchain/assembler/arrange';
import { type Diagnostic, Diagnostics } from '../../toolchain/assembler/diagnostics';
import { chooseEntry } from '../../toolchain/assembler/entry';
import { collectGlobals, Linker, providedSymbols } from '../../toolchain/assembler/link';
import { AssemblySymbol, type Unit } from '../../toolchain/assembler/object';
import { reportPreprocessorLines } from '../../toolchain/assembler/preprocessor';
import { Source } from '../../toolchain/assembler/source';
import { assembleUnit } from '../../toolchain/assembler/unit';
import type { SourceFile } from '../source/source-file';

/** What the assembler makes of one source. */
export interface Assembly {
  readonly unit: Unit;
  readonly outputs: readonly OutputSection[];
  readonly diagnostics: readonly Diagnostic[];
}

const BASE = 0x1000n;

/**
 * Assembles a source as a part of a program: names that other sources define are no mistakes, and where it begins is asked
 * only of a source that says so.
 * @param isElsewhere whether another source of the workspace may define a name
 */
export function assembleFile(file: SourceFile, isElsewhere: (name: string) => boolean): Assembly {
  const diagnostics = new Diagnostics();
  const source = new Source(file.uri, file.text);
  reportPreprocessorLines(source, diagnostics);
  const unit = assembleUnit(source, diagnostics);
  const first = { source, start: 0, end: 1 };
  const isProgram = ['main', '_start'].some((name) => unit.symbols.get(name)?.place !== undefined);
  const { units } = isProgram ? chooseEntry([unit], 'process', first, diagnostics) : { units: [unit] };
  const outputs = arrange(units, BASE);
  if (units.every(({ sections }) => sections.every(({ whole }) => whole !== undefined))) {
    const others = new Map([...providedSymbols(outputs, first), ...standIns(unit, first, isElsewhere)]);
    const linker = new Linker(collectGlobals(units, diagnostics), others, diagnostics);
    for (const part of units) linker.apply(part);
  }
  return {
    unit,
    outputs,
    diagnostics: diagnostics.inOrder([file.uri]).filter(({ path }) => path === file.uri),
  };
}

/** Symbols in place of those that other sources define: near enough for every jump. */
function standIns(
  unit: Unit,
  span: { source: Source; start: number; end: number },
  isElsewhere: (name: string) => boolean,
): [string, AssemblySymbol][] {
  return [...unit.symbols.values()]
    .filter((symbol) => !symbol.defined && symbol.binding !== 'weak' && isElsewhere(symbol.name))
    .map((symbol) => {
      const standIn = new AssemblySymbol(symbol.name);
      standIn.value = { kind: 'number', span, value: BASE };
      return [symbol.name, standIn];
    });
}
