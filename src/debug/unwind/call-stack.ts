import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { BoundaryFrame, CodeFrame, Frame, Unwinding } from './frames';
import { inlinedIn } from './inlined';

/** The frames of one mode, or the line between two modes. */
export type Segment = BoundaryFrame | Unwinding;

/**
 * The call stack of a thread, newest frame first, as the source has it: with a frame for each call that the compiler replaced by
 * the body of the function. Frames are looked for when they are asked for, as a recursion may be as deep as memory allows.
 */
export class CallStack {
  private readonly found: Frame[] = [];
  private segment = 0;
  /** Of the segment that is being looked through. */
  private next = 0;
  private skipped = 0;

  constructor(private readonly segments: readonly Segment[]) {}

  at(index: number): Frame | undefined {
    while (this.found.length <= index + this.skipped && this.advance());
    return this.found[index + this.skipped];
  }

  /** Frames from one number up to, but without, another; fewer where the stack ends. */
  slice(from: number, to: number): Frame[] {
    this.at(to - 1);
    return this.found.slice(from + this.skipped, to + this.skipped);
  }

  /** How many have been looked for so far. */
  get known(): number {
    return this.found.length - this.skipped;
  }

  /**
   * The same stack of a stop at the line of an inlined call: the body in its place begins at the same address, but the call has
   * not been made yet.
   */
  beginAtLine({ file, line }: Pick<LineRange, 'file' | 'line'>): void {
    if (!this.at(0)) return;
    // All that stand for one place in the code have been found together.
    const caller = this.found.findIndex(
      (frame) => frame.kind === 'code' && frame.line?.line === line && frame.line.file === file,
    );
    this.skipped = Math.max(0, caller);
  }

  private advance(): boolean {
    const segment = this.segments[this.segment];
    if (segment === undefined) return false;
    if ('kind' in segment) {
      this.found.push(segment);
      this.segment++;
      return true;
    }
    const frame = segment.at(this.next++);
    if (frame) {
      this.found.push(...inlinedIn(frame));
      return true;
    }
    if (segment.isCut) this.found.push({ kind: 'boundary', label: CUT });
    this.segment++;
    this.next = 0;
    return true;
  }
}

const CUT = '── there are more frames; nobody looks deeper ──';

/** The first frames of a stack without those of inlined calls, for whoever wants to know where a thread came from. */
export function nearest(segments: readonly Segment[], most: number): Frame[] {
  return segments.flatMap((segment): Frame[] => {
    if ('kind' in segment) return [segment];
    const frames: CodeFrame[] = [];
    for (let frame; frames.length < most && (frame = segment.at(frames.length));) frames.push(frame);
    return frames;
  });
}
