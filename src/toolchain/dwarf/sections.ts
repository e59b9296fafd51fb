import { Budget } from './budget';
import { Cursor } from './cursor';
import { DwarfError } from './error';
import type { DebugSource, SourceSection, SourceSegment } from './source';

const SHF_COMPRESSED = 0x800;
/** A section that no compiler writes: lines of assembly that was built without any, found by its source. */
export const ASSEMBLY_LINES = '.debug_line.assembly';
const MOST_PROBLEMS = 50;
const NOTHING = new Uint8Array(0);
/** Addresses from here on mark code that the linker discarded. */
const TOMBSTONES = 0xffff_ffff_ffff_fff0n;

interface MemoryRange {
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * The debug sections of one executable, and what everything that reads them shares: the budget, the
 * list of problems met on the way, the strings already decoded.
 */
export class Sections {
  readonly budget: Budget;
  readonly problems: string[] = [];
  /** Sections that are still compressed: what is in them nobody knows. */
  readonly compressed: string[] = [];
  /** Where the units of `.debug_types` begin behind those of `.debug_info`. */
  typesFrom = Infinity;
  /** Where the line tables of `ASSEMBLY_LINES` begin behind those of `.debug_line`. */
  assemblyFrom = Infinity;
  private readonly byName = new Map<string, SourceSection>();
  private readonly code: readonly MemoryRange[];
  private readonly memory: readonly MemoryRange[];
  private readonly strings = new Map<string, Map<number, string>>();

  constructor(source: DebugSource) {
    let size = 0;
    for (const section of source.sections) {
      const { name, bytes } = section;
      if (!/^\.(debug_|zdebug_|eh_frame$)/.test(name) || this.byName.has(name)) continue;
      if (name.startsWith('.zdebug_') || Number(section.flags ?? 0) & SHF_COMPRESSED) {
        this.compressed.push(name);
        continue;
      }
      this.byName.set(name, section);
      size += bytes.length;
    }
    this.appendTypes();
    this.appendAssembly();
    this.budget = new Budget(1_000_000 + 16 * size);
    const segments = source.segments ?? [];
    this.memory = segments.map(rangeOf);
    this.code = segments.filter(({ executable }) => executable).map(rangeOf);
  }

  /** Version 4 has a section of their own for type units; they refer to nothing outside of themselves but by signature. */
  private appendTypes(): void {
    const types = this.byName.get('.debug_types');
    const information = this.byName.get('.debug_info');
    if (!types || !information) return;
    this.typesFrom = information.bytes.length;
    const bytes = new Uint8Array(this.typesFrom + types.bytes.length);
    bytes.set(information.bytes);
    bytes.set(types.bytes, this.typesFrom);
    this.byName.set('.debug_info', { ...information, bytes });
  }

  /** Line tables that nobody compiled, and no unit names, come behind the others. */
  private appendAssembly(): void {
    const own = this.byName.get(ASSEMBLY_LINES);
    if (!own) return;
    const lines = this.byName.get('.debug_line')?.bytes ?? NOTHING;
    this.assemblyFrom = lines.length;
    const bytes = new Uint8Array(lines.length + own.bytes.length);
    bytes.set(lines);
    bytes.set(own.bytes, lines.length);
    this.byName.set('.debug_line', { name: '.debug_line', address: 0n, bytes });
  }

  has(name: string): boolean {
    return (this.byName.get(name)?.bytes.length ?? 0) > 0;
  }

  /** Where a section is in memory. */
  addressOf(name: string): bigint {
    return this.byName.get(name)?.address ?? 0n;
  }

  /** A reading position in a section; one that does not exist has no bytes. */
  cursor(name: string, offset = 0): Cursor {
    return new Cursor(this.byName.get(name)?.bytes ?? NOTHING, name, offset);
  }

  /** The string at an offset of `.debug_str` or `.debug_line_str`. */
  string(section: '.debug_str' | '.debug_line_str', offset: number): string {
    let known = this.strings.get(section);
    if (!known) this.strings.set(section, (known = new Map<number, string>()));
    let text = known.get(offset);
    if (text === undefined) {
      text = this.cursor(section, offset).string();
      this.budget.charge(text.length >> 3);
      known.set(offset, text);
    }
    return text;
  }

  /** Whether code can be at this address. Linkers leave ranges at 0 or ~0 for functions they discarded. */
  isCode(address: bigint): boolean {
    return this.code.length === 0 ? isPlausible(address) : isIn(this.code, address);
  }

  /** Whether a variable can be at this address: those that the linker discarded are left at 0 or ~0, too. */
  isData(address: bigint): boolean {
    return isPlausible(address) || isIn(this.memory, address);
  }

  report(problem: string): void {
    if (this.problems.length < MOST_PROBLEMS && !this.problems.includes(problem)) this.problems.push(problem);
  }

  /** Runs a reading step whose failure costs its own answer only: the problem is noted, `otherwise` returned. */
  tolerate<T>(otherwise: T, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DwarfError)) throw error;
      this.report(error.message);
      return otherwise;
    }
  }
}

const rangeOf = ({ virtualAddress, memorySize }: SourceSegment): MemoryRange => ({
  low: virtualAddress,
  high: virtualAddress + BigInt(memorySize),
});

const isPlausible = (address: bigint): boolean => address !== 0n && address < TOMBSTONES;

const isIn = (ranges: readonly MemoryRange[], address: bigint): boolean =>
  ranges.some(({ low, high }) => address >= low && address < high);
