import { decode } from '../../isa/decode';
import type { Hart } from '../../machine/types';
import type { InlinedCall } from '../../toolchain/dwarf/functions/model';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { AddressSpace } from '../memory/address-space';
import type { System } from '../system';
import { instructionWord } from '../unwind/code';

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

/** How many of the outermost inlined calls two places have in common. */
export function commonCalls(one: readonly InlinedCall[], other: readonly InlinedCall[]): number {
  const first = one.findIndex((call, index) => call !== other[index]);
  return first < 0 ? one.length : first;
}

/** What ends a stretch of code that a scheduler mixes. */
const ELSEWHERE: ReadonlySet<string> = new Set(['branch', 'jump', 'system']);
/** A scheduler moves no instruction further than this. */
const FURTHEST = 256n;

/**
 * Whether code of a call comes both before an address and behind it, with nothing between but instructions that a scheduler can
 * have mixed with it: no jump, no branch, no call.
 */
function isAmid({ ranges }: InlinedCall, address: bigint, space: AddressSpace): boolean {
  if (!ranges.some(({ high }) => high <= address)) return false;
  const next = ranges.map(({ low }) => low).filter((low) => low > address && low - address < FURTHEST);
  const end = next.reduce((least, low) => (low < least ? low : least), address + FURTHEST);
  for (let at = address; next.length > 0;) {
    if (at >= end) return at === end;
    const word = instructionWord(space, at);
    const decoded = word === undefined ? undefined : decode(word);
    if (!decoded || ELSEWHERE.has(decoded.row.meaning.kind)) return false;
    at += BigInt(decoded.length);
  }
  return false;
}

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

  /** Stands at the line of the call that comes next inside of `around`, if there is one, and else nowhere; returns the line. */
  standAt(hart: Hart, around: readonly InlinedCall[]): SourceLine | undefined {
    return this.stand(around, this.lineOf(hart, this.around(hart).slice(around.length)));
  }

  /** The same where the body has begun already, as its instructions are mixed with others. */
  standAmid(hart: Hart, around: readonly InlinedCall[]): SourceLine | undefined {
    return this.stand(around, placeOf(this.around(hart).at(around.length)));
  }

  /** From the line of a call into its body, where that of the next may begin; returns its line. */
  enter(hart: Hart, { around }: StandingAtCall): SourceLine | undefined {
    return this.standAt(hart, this.around(hart).slice(0, around.length + 1));
  }

  /** Whether instructions here are mixed with those of a call, of which some are still to come. */
  isAmid(hart: Hart, call: InlinedCall): boolean {
    return isAmid(call, hart.pc, this.system.spaceOf(hart));
  }

  private stand(around: readonly InlinedCall[], line: SourceLine | undefined): SourceLine | undefined {
    this.last = line && { instant: this.system.machine.instant, around, line };
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

  /**
   * The line of the outermost of some calls, if all of them begin here: for the first time, or with a statement of that line.
   */
  lineOf(hart: Hart, calls: readonly InlinedCall[]): SourceLine | undefined {
    const place = placeOf(calls.at(0));
    if (!place || !calls.every(({ ranges }) => ranges.some(({ low }) => low === hart.pc))) return undefined;
    const isFirst = calls[0].ranges.every(({ low }) => low >= hart.pc);
    const statements = this.system.imageOn(hart)?.debug.lines.statementsAt(hart.pc) ?? [];
    return isFirst || statements.includes(place.line) ? place : undefined;
  }
}

function placeOf(call: InlinedCall | undefined): SourceLine | undefined {
  if (call?.callFile === undefined || call.callLine === undefined) return undefined;
  return { file: call.callFile, line: call.callLine, column: call.callColumn };
}
