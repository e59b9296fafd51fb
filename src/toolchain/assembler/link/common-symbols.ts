import type { AssemblySymbol, Section, Unit } from '../unit/object';

/**
 * What several sources ask for by `.comm` under one name is one place (ELF specification, "SHN_COMMON"): as large as the
 * largest of them wants it, aligned as the strictest does; none at all if a source defines the name. To be called before
 * sections get their addresses.
 */
export function shareCommon(units: readonly Unit[]): void {
  const groups = new Map<string, AssemblySymbol[]>();
  const defined = new Set<string>();
  for (const unit of units) {
    for (const symbol of unit.symbols.values()) {
      if (symbol.common) groups.set(symbol.name, [...(groups.get(symbol.name) ?? []), symbol]);
      else if (symbol.binding === 'global' && symbol.defined) defined.add(symbol.name);
    }
  }
  if (groups.size === 0) return;
  const dropped = new Set<Section>();
  for (const [name, symbols] of groups) {
    const largest = symbols.reduce((best, next) =>
      sectionOf(next).size > sectionOf(best).size ? next : best,
    );
    const kept = defined.has(name) ? undefined : largest;
    for (const symbol of symbols) {
      if (symbol === kept) continue;
      dropped.add(sectionOf(symbol));
      symbol.place = undefined;
    }
    if (kept === undefined || symbols.length === 1) continue;
    const strictest = Math.max(...symbols.map((symbol) => symbol.commonAlignment));
    kept.commonAlignment = sectionOf(kept).alignment = strictest;
  }
  const kept = [...groups.values()].flat().filter(({ place }) => place !== undefined);
  for (const unit of units) {
    for (const section of unit.sections.filter((one) => dropped.has(one))) empty(section);
    alignTogether(unit, kept);
  }
}

const sectionOf = (symbol: AssemblySymbol): Section => symbol.place!.section;

function empty(section: Section): void {
  section.size = 0;
  section.alignment = 1;
}

/** To a linker, what `.comm` of one source left room for is one section. */
function alignTogether(unit: Unit, kept: readonly AssemblySymbol[]): void {
  const own = kept.filter(({ name, place }) => unit.symbols.get(name)?.place === place);
  const homes = new Set(own.map(sectionOf));
  const first = unit.sections.find((section) => homes.has(section));
  if (first === undefined) return;
  for (const symbol of own) sectionOf(symbol).alignment = symbol.commonAlignment;
  first.alignment = Math.max(...own.map((symbol) => symbol.commonAlignment));
}
