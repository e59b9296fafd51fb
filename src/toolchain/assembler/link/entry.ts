import type { Diagnostics } from '../text/diagnostics';
import { nearName } from '../text/near-names';
import type { AssemblySymbol, Unit } from '../unit/object';
import type { Span } from '../text/source';
import { startUpSource } from './start-up';
import { assembleUnit } from '../unit/unit';

const START = '_start';
const MAIN = 'main';

/**
 * Where the program starts: `_start` of its own, or of the start-up code in front of a program with `main`.
 * @returns all sources to link, the start-up code first
 */
export function chooseEntry(
  units: readonly Unit[],
  purpose: 'process' | 'machine' | 'part',
  first: Span,
  diagnostics: Diagnostics,
): { units: readonly Unit[]; entryName: string } {
  const start = labelNamed(units, START);
  if (start !== undefined) {
    offer(start, diagnostics);
    return { units, entryName: START };
  }
  if (purpose === 'part') return { units, entryName: START };
  if (purpose === 'machine') {
    diagnostics.warning(
      first,
      "there is no '_start': the machine starts with the first instruction of .text",
    );
    return { units, entryName: START };
  }
  const main = labelNamed(units, MAIN);
  if (main === undefined) {
    const labels = units.flatMap((unit) =>
      [...unit.symbols.values()].filter((s) => s.place).map((s) => s.name),
    );
    const near = nearName(
      MAIN,
      labels.filter((name) => name.length > 2),
    );
    const hint =
      near === undefined ? 'a program begins at main: or at _start:' : `is '${near}' meant to be it?`;
    diagnostics.error(first, "there is no 'main' and no '_start'", hint);
    return { units, entryName: START };
  }
  offer(main, diagnostics);
  return { units: [assembleUnit(startUpSource(), diagnostics), ...units], entryName: START };
}

function labelNamed(units: readonly Unit[], name: string): AssemblySymbol | undefined {
  const symbols = units
    .flatMap((unit) => unit.symbols.get(name) ?? [])
    .filter((symbol) => symbol.place !== undefined);
  return symbols.find((symbol) => symbol.binding !== 'local') ?? symbols[0];
}

/** The entry must be global for other assemblers; here it is enough that it is there. */
function offer(symbol: AssemblySymbol, diagnostics: Diagnostics): void {
  if (symbol.binding !== 'local') return;
  diagnostics.warning(
    symbol.definition!,
    `'${symbol.name}' is not global`,
    `write .globl ${symbol.name} in front of it`,
  );
  symbol.binding = 'global';
}
