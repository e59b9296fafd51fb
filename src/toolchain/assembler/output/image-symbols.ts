import type { ImageSymbol } from '../../elf/write';
import { type SymbolKind, SectionFlags } from '../../elf/types';
import type { OutputSection } from '../link/arrange';
import { type Linker, whereNow } from '../link/link';
import type { AssemblySymbol, Place, Section, Unit } from '../unit/object';

/** Labels that compilers make for themselves. */
const isPrivate = (name: string): boolean => name === '' || name.startsWith('.L');

/** The symbol table of the program: every label with what it seems to name, and every number that has a name. */
export function imageSymbols(
  units: readonly Unit[],
  outputs: readonly OutputSection[],
  linker: Linker,
): ImageSymbol[] {
  for (const unit of units) markCalled(unit, linker);
  const homes = new Map<Section, string>();
  for (const output of outputs) for (const part of output.parts) homes.set(part, output.name);
  return units.flatMap((unit) => symbolsOf(unit, homes, linker));
}

/** A call of a name that another source defines tells what kind that one is. */
function markCalled(unit: Unit, linker: Linker): void {
  for (const symbol of unit.symbols.values()) {
    if (!symbol.called || symbol.defined) continue;
    const definition = linker.definition(symbol.name);
    if (definition !== undefined) definition.called = true;
  }
}

function symbolsOf(unit: Unit, homes: ReadonlyMap<Section, string>, linker: Linker): ImageSymbol[] {
  const evaluator = linker.evaluatorFor(unit);
  const named = [...unit.symbols.values()].filter((symbol) => symbol.defined && !isPrivate(symbol.name));
  const labels = named.filter((symbol) => symbol.place !== undefined && homes.has(symbol.place.section));
  const file: ImageSymbol = {
    name: unit.source.path.split(/[/\\]/).at(-1)!,
    address: 0n, size: 0, kind: 'file', global: false, section: undefined,
  }; // prettier-ignore
  const sizes = sizesByNextLabel(labels);
  const result = [file];
  for (const symbol of named)
    linker.guarded(symbol.definition ?? { source: unit.source, start: 0, end: 0 }, () => describe(symbol));
  return result;

  function describe(symbol: AssemblySymbol): void {
    const binding = { global: symbol.binding !== 'local', weak: symbol.binding === 'weak' };
    const { name, place } = symbol;
    if (place === undefined) {
      const value = symbol.value && evaluator.evaluate(symbol.value);
      const address = value && evaluator.absolute(value);
      if (address !== undefined)
        result.push({ name, address, size: 0, kind: 'none', ...binding, section: undefined });
    } else if (homes.has(place.section)) {
      const kind = kindOf(symbol);
      const declared = symbol.size && evaluator.constant(symbol.size);
      const size = declared === undefined || declared < 0n ? (sizes.get(symbol) ?? 0) : Number(declared);
      const section = homes.get(place.section);
      result.push({
        name,
        address: addressOf(place),
        size,
        kind,
        ...binding,
        section,
      });
    }
  }
}

function addressOf(place: Place): bigint {
  const { base, offset } = whereNow(place);
  return (base as Section).address! + offset;
}

const offsetOf = ({ place }: AssemblySymbol): bigint => BigInt(place!.fragment.offset! + place!.offset);

/** Code that is offered to others or called is a function; data is an object; other labels of code are just labels. */
function kindOf(symbol: AssemblySymbol): SymbolKind {
  if (symbol.kind !== undefined) return symbol.kind;
  if ((symbol.place!.section.flags & SectionFlags.execute) === 0) return 'object';
  return symbol.binding !== 'local' || symbol.called ? 'function' : 'none';
}

/** Functions reach to the next function of their section, objects to the next label, the last ones to the end. */
function sizesByNextLabel(labels: readonly AssemblySymbol[]): Map<AssemblySymbol, number> {
  const sizes = new Map<AssemblySymbol, number>();
  const sized = labels
    .filter((symbol) => kindOf(symbol) === 'function' || kindOf(symbol) === 'object')
    .sort((a, b) => Number(offsetOf(a) - offsetOf(b)));
  const ends = new Map<Section, { at: bigint; end: bigint }>();
  for (const symbol of sized.reverse()) {
    const { section } = symbol.place!;
    const at = offsetOf(symbol);
    const behind = ends.get(section);
    const end =
      behind === undefined ? BigInt(section.writtenSize) : behind.at === at ? behind.end : behind.at;
    ends.set(section, { at, end });
    sizes.set(symbol, Number(end - at));
  }
  return sizes;
}
