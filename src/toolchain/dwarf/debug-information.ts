import { Declarations } from './declarations';
import { Frames } from './frame/frames';
import { Functions } from './functions/functions';
import { Lines } from './lines/lines';
import { Sections } from './sections';
import type { DebugSource } from './source';
import { Types } from './types/types';
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

  private constructor(private readonly sections: Sections) {
    const units = new Units(sections);
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

  /** What could not be read so far, in words. */
  get problems(): readonly string[] {
    return this.sections.problems;
  }
}
