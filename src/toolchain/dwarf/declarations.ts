import { Attribute } from './attributes';
import { childrenOf, entryAt, rootOf, type Entry } from './entries';
import type { Sections } from './sections';
import { Tag } from './tags';
import type { Unit } from './unit';
import type { Units } from './units';

/** Namespaces within namespaces. */
const DEEPEST = 8;

/** Where an entry is: cheap to keep, read again when needed. */
interface EntryPlace {
  readonly unit: Unit;
  readonly offset: number;
}

const TYPE_PREFIX: Readonly<Record<number, string>> = {
  [Tag.structureType]: 'struct ',
  [Tag.classType]: 'struct ',
  [Tag.unionType]: 'union ',
  [Tag.enumerationType]: 'enum ',
  [Tag.typedef]: '',
  [Tag.baseType]: '',
};

/** What the units declare outside of functions, by name. Built for all units when first asked. */
export class Declarations {
  private readonly types = new Map<string, EntryPlace>();
  private readonly variables = new Map<string, EntryPlace[]>();
  private readonly functionsOf = new Map<Unit, number[]>();
  private readonly enumerationPlaces: EntryPlace[] = [];
  private readonly read = new Set<Unit>();
  private isComplete = false;

  constructor(
    private readonly sections: Sections,
    private readonly units: Units,
  ) {}

  /** The definition of a type, named as in C: `struct process`, `enum state`, `size_t`. */
  type(name: string): Entry | undefined {
    this.readAll();
    const place = this.types.get(name);
    return place && entryAt(place.unit, place.offset);
  }

  /** The definitions of variables of a name: several when units have static ones of the same name. */
  variablesNamed(name: string): Entry[] {
    this.readAll();
    return this.entries(this.variables.get(name) ?? []);
  }

  get variableNames(): string[] {
    this.readAll();
    return [...this.variables.keys()];
  }

  get typeNames(): string[] {
    this.readAll();
    return [...this.types.keys()];
  }

  /** The enumerations outside of functions, also those without a name. */
  get enumerations(): Entry[] {
    this.readAll();
    return this.entries(this.enumerationPlaces);
  }

  /** The subprogram entries of a unit that are not mere declarations. */
  functions(unit: Unit): Entry[] {
    this.readUnit(unit);
    return this.entries((this.functionsOf.get(unit) ?? []).map((offset) => ({ unit, offset })));
  }

  private entries(places: readonly EntryPlace[]): Entry[] {
    return places.flatMap(({ unit, offset }) =>
      this.sections.tolerate<Entry[]>([], () => {
        const entry = entryAt(unit, offset);
        return entry ? [entry] : [];
      }),
    );
  }

  private readAll(): void {
    if (this.isComplete) return;
    this.isComplete = true;
    for (const unit of this.units.all) this.readUnit(unit);
  }

  private readUnit(unit: Unit): void {
    if (this.read.has(unit)) return;
    this.read.add(unit);
    this.sections.tolerate(undefined, () => {
      const root = rootOf(unit);
      if (root) this.readChildren(root, 0);
    });
  }

  private readChildren(parent: Entry, depth: number): void {
    for (const entry of childrenOf(parent)) {
      this.sections.tolerate(undefined, () => this.add(entry));
      if (isNameSpace(entry.tag) && depth < DEEPEST) this.readChildren(entry, depth + 1);
    }
  }

  private add(entry: Entry): void {
    if (entry.flag(Attribute.declaration)) return;
    const { unit, offset, tag } = entry;
    if (tag === Tag.subprogram) {
      const functions = this.functionsOf.get(unit);
      if (functions) functions.push(offset);
      else this.functionsOf.set(unit, [offset]);
      return;
    }
    if (tag === Tag.enumerationType) this.enumerationPlaces.push({ unit, offset });
    const prefix = TYPE_PREFIX[tag];
    if (prefix === undefined && tag !== Tag.variable) return;
    const name = nameOf(entry);
    if (name === undefined) return;
    if (prefix === undefined) {
      const variables = this.variables.get(name);
      if (variables) variables.push({ unit, offset });
      else this.variables.set(name, [{ unit, offset }]);
    } else if (!this.types.has(prefix + name)) this.types.set(prefix + name, { unit, offset });
  }
}

/** The name of an entry, or of what it completes. */
export function nameOf(entry: Entry): string | undefined {
  const own = entry.string(Attribute.name);
  if (own !== undefined) return own;
  for (const origin of entry.origins()) {
    const name = origin.string(Attribute.name);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Functions of other languages stand within these. */
function isNameSpace(tag: number): boolean {
  return tag === Tag.namespace || tag === Tag.module || tag === Tag.structureType || tag === Tag.classType;
}
