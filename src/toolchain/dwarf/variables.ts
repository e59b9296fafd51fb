import { Attribute } from './attributes';
import { nameOf, type Declarations } from './declarations';
import type { Entry } from './entries';
import type { Functions } from './functions/functions';
import type { Scope } from './functions/model';
import { declarationOf } from './functions/scopes';
import type { Lines } from './lines/lines';
import { locationContextIn } from './functions/location-context';
import { evaluateLocation, type LocationContext } from './location/evaluate';
import { placeOf } from './location/of-entry';
import { unavailable, type FrameState, type ValuePlace } from './location/place';
import type { Sections } from './sections';
import { Tag } from './tags';
import { lengthIn, withLengths } from './types/lengths';
import type { Type } from './types/model';
import type { Types } from './types/types';

/** A variable or parameter that the source declares. */
export interface Variable {
  readonly name: string;
  readonly kind: 'parameter' | 'local' | 'global';
  readonly type: Type;
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** Made by the compiler. */
  readonly isArtificial: boolean;
  /** Its address when that is the same at every moment: globals and statics. */
  readonly address: bigint | undefined;
  /** Identifies it within the program. */
  readonly id: number;
}

/** The variables of one scope at an address. */
export interface VariableScope {
  readonly kind: Scope['kind'];
  /** Where its code begins: tells two blocks of one function apart. */
  readonly low: bigint;
  readonly variables: readonly Variable[];
}

const NO_FRAME: FrameState = { pc: 0n, register: () => undefined, readMemory: () => undefined };

/** The variables of a program: globals by name, locals by address; and where each is at a moment. */
export class Variables {
  private readonly known = new Map<number, Variable>();
  private readonly entries = new WeakMap<Variable, Entry>();

  constructor(
    private readonly sections: Sections,
    private readonly declarations: Declarations,
    private readonly functions: Functions,
    private readonly types: Types,
    private readonly lines: Lines,
  ) {}

  /** The names of all variables outside of functions. */
  get globalNames(): readonly string[] {
    return this.declarations.variableNames;
  }

  /** The variables of a name outside of functions: several when files have static ones of the same name. */
  globalsNamed(name: string): readonly Variable[] {
    return this.describeAll(this.declarations.variablesNamed(name), 'global');
  }

  /**
   * The one variable of a name, preferably one that has an address. Of static ones in several files it is the one that code at an
   * address means, its own file's, where that is asked for.
   */
  global(name: string, seenFrom?: () => bigint): Variable | undefined {
    const all = this.globalsNamed(name);
    const found = all.filter(({ address }) => address !== undefined);
    if (found.length < 2 || seenFrom === undefined) return found[0] ?? all[0];
    const unit = this.functions.unitAt(seenFrom());
    return found.find((one) => this.entries.get(one)?.unit === unit) ?? found[0];
  }

  /**
   * The variables of the scopes around an address, innermost first, up to and including the function: also of that around
   * an inlined call, which the source of the call does not see.
   */
  at(address: bigint): readonly VariableScope[] {
    return [...this.functions.scopesAt(address)].reverse().map(({ kind, ranges, variables }) => ({
      kind,
      low: ranges[0].low,
      variables: this.describeAll(variables, 'local'),
    }));
  }

  /**
   * Where a variable is in a frame.
   * @throws DwarfError when the debug information about it makes no sense.
   */
  locate(variable: Variable, frame: FrameState): ValuePlace {
    const entry = this.entries.get(variable);
    if (!entry) return unavailable('not a variable of this program');
    return placeOf(entry, variable.type, this.context(entry, frame));
  }

  /**
   * The type of a variable in a frame, in which arrays of variable length have their length.
   * @throws DwarfError when the debug information about it makes no sense.
   */
  typeIn(variable: Variable, frame: FrameState): Type {
    return withLengths(variable.type, (bounds) =>
      lengthIn(bounds, this.context(bounds, frame), (entry) => this.types.typeOf(entry)),
    );
  }

  private context({ unit }: Entry, frame: FrameState): LocationContext {
    return locationContextIn(this.functions, unit, frame);
  }

  private describeAll(entries: readonly Entry[], kind: 'local' | 'global'): Variable[] {
    return entries.flatMap((entry) =>
      this.sections.tolerate<Variable[]>([], () => {
        const variable = this.describe(entry, kind);
        return variable ? [variable] : [];
      }),
    );
  }

  private describe(entry: Entry, kind: 'local' | 'global'): Variable | undefined {
    const known = this.known.get(entry.offset);
    if (known) return known;
    const name = nameOf(entry);
    // Without a name it cannot be asked for; a declaration of one from elsewhere is listed there.
    if (name === undefined || entry.flag(Attribute.declaration)) return undefined;
    const variable: Variable = {
      name,
      kind: entry.tag === Tag.formalParameter ? 'parameter' : kind,
      type: this.types.typeOf(entry),
      ...declarationOf(entry, this.lines),
      isArtificial: entry.flag(Attribute.artificial),
      address: this.fixedAddress(entry),
      id: entry.offset,
    };
    this.known.set(entry.offset, variable);
    this.entries.set(variable, entry);
    return variable;
  }

  private fixedAddress(entry: Entry): bigint | undefined {
    const expression = entry.block(Attribute.location);
    if (!expression) return undefined;
    return this.sections.tolerate(undefined, () => {
      const place = evaluateLocation(expression, { unit: entry.unit, frame: NO_FRAME });
      return place.kind === 'memory' && this.sections.isData(place.address) ? place.address : undefined;
    });
  }
}
