import type { Hart } from '../../machine/types';
import type { InlinedCall } from '../../toolchain/dwarf/functions/model';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { System } from '../system';

export type SourceLine = Pick<LineRange, 'file' | 'line' | 'column'>;

/** The machine stands at the line of an inlined call, whose body begins at the same address. */
export interface StandingAtCall {
  readonly instant: number;
  /** The inlined calls that the line is in, outermost first. */
  readonly around: readonly InlinedCall[];
  readonly line: SourceLine;
}

export const isSameLine = (one: SourceLine, other: SourceLine): boolean =>
  one.line === other.line && one.file === other.file;

/** Whether inlined calls are those of an earlier moment and others inside of them. */
export const isWithin = (now: readonly InlinedCall[], before: readonly InlinedCall[]): boolean =>
  now.length > before.length && before.every((call, index) => call === now[index]);

/**
 * Where the machine stands among calls that the compiler replaced by bodies. Such a call has no instruction of its own: its line
 * and the first of the body are at one address, and which of the two is meant is a matter of how one came there.
 */
export class InlinedCalls {
  private last: StandingAtCall | undefined;

  constructor(private readonly system: System) {}

  /** Those around the next instruction of a CPU, outermost first. */
  around(hart: Hart): readonly InlinedCall[] {
    return [...(this.system.imageOn(hart)?.inlinedAt(hart.pc) ?? [])].reverse();
  }

  /** Set while the machine stands still at the line of a call. */
  get standing(): StandingAtCall | undefined {
    return this.last?.instant === this.system.machine.instant ? this.last : undefined;
  }

  /** Stands at the line of the call that comes next inside of `around`, if there is one; returns the line. */
  standAt(hart: Hart, around: readonly InlinedCall[]): SourceLine | undefined {
    const line = this.lineOf(hart, this.around(hart).slice(around.length));
    if (line) this.last = { instant: this.system.machine.instant, around, line };
    return line;
  }

  /** Of a stop that was wanted at one of some lines: stands at the call, if the line is that of one. */
  standAtOneOf(
    hart: Hart,
    lines: readonly Partial<SourceLine>[],
    here: SourceLine | undefined,
  ): SourceLine | undefined {
    const isWanted = (one: SourceLine | undefined): boolean =>
      one !== undefined && lines.some(({ file, line }) => file === one.file && line === one.line);
    const inlined = this.around(hart);
    if (isWanted(here)) return undefined;
    for (let depth = inlined.length - 1; depth >= 0; depth--) {
      if (isWanted(this.lineOf(hart, inlined.slice(depth))))
        return this.standAt(hart, inlined.slice(0, depth));
    }
    return undefined;
  }

  /** The line of the outermost of some calls, if all of them begin here and a statement of that line as well. */
  lineOf(hart: Hart, calls: readonly InlinedCall[]): SourceLine | undefined {
    const [{ callFile: file, callLine: line, callColumn: column }] = calls;
    if (file === undefined || line === undefined) return undefined;
    const begin = calls.every(({ ranges }) => ranges.some(({ low }) => low === hart.pc));
    const isStatement = this.system.imageOn(hart)?.debug.lines.statementsAt(hart.pc).includes(line);
    return begin && isStatement === true ? { file, line, column } : undefined;
  }
}
