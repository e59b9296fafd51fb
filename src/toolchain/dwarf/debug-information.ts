import { Attribute } from './attributes';
import { Declarations } from './declarations';
import { rootOf } from './entries';
import { Frames } from './frame/frames';
import { Functions } from './functions/functions';
import { Lines } from './lines/lines';
import { Sections } from './sections';
import type { DebugSource } from './source';
import { Types } from './types/types';
import type { Unit } from './unit';
import { Units } from './units';
import { Variables } from './variables';

/**
 * The debug information of one executable, DWARF 2 to 5. Nothing is read before it is asked for, and the
 * answers are kept. The file is taken for hostile: what cannot be read is missing from the answers
 * and named in `problems`; what throws, throws a DwarfError.
 */
export class DebugInformation {
  readonly lines: Lines;
  readonly functions: Functions;
  readonly types: Types;
  readonly variables: Variables;
  readonly frames: Frames;
  private readonly units: Units;

  private constructor(private readonly sections: Sections) {
    const units = (this.units = new Units(sections));
    const declarations = new Declarations(sections, units);
    this.lines = new Lines(sections, units);
    this.types = new Types(sections, declarations);
    this.functions = new Functions(sections, units, declarations, this.types, this.lines);
    this.variables = new Variables(sections, declarations, this.functions, this.types, this.lines);
    this.frames = new Frames(sections);
  }

  /** Of an executable without debug information every answer is empty. */
  static of(source: DebugSource): DebugInformation {
    return new DebugInformation(new Sections(source));
  }

  get isEmpty(): boolean {
    return !this.sections.has('.debug_info') && !this.sections.has('.debug_line');
  }

  /** Why less is known than the compiler has told, and what helps against it; undefined when nothing is known to be missing. */
  get unread(): string | undefined {
    const { compressed } = this.sections;
    if (compressed.length > 0) {
      return `its debug information is compressed in a way that cannot be read (${compressed.join(', ')}): build with -gz=none`;
    }
    if (this.units.all.some((unit) => this.sections.tolerate(false, () => isSplit(unit)))) {
      return 'its debug information is in .dwo files, which are not read: build without -gsplit-dwarf';
    }
    return undefined;
  }

  /** What could not be read so far, in words. */
  get problems(): readonly string[] {
    return this.sections.problems;
  }
}

/** Whether a unit is only the skeleton of one that is elsewhere (DWARF 5, 3.1.2; GNU's precursor of it). */
function isSplit(unit: Unit): boolean {
  const root = rootOf(unit);
  return root !== undefined && (root.has(Attribute.dwoName) || root.has(Attribute.gnuDwoName));
}
