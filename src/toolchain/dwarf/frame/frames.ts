import { RangeMap } from '../range-map';
import type { Sections } from '../sections';
import { readFrameDescriptions, type FrameDescription } from './entries';
import { rowAt } from './program';
import type { UnwindRow } from './row';

/** Call frame information by address, of `.debug_frame` and `.eh_frame`. */
export class Frames {
  private byAddress: RangeMap<FrameDescription> | undefined;

  constructor(private readonly sections: Sections) {}

  /** How to unwind a frame that stands at `pc`; undefined when no frame information covers it. */
  rowAt(pc: bigint): UnwindRow | undefined {
    this.byAddress ??= new RangeMap(
      (['.eh_frame', '.debug_frame'] as const).flatMap((name) =>
        readFrameDescriptions(this.sections, name).map((value) => ({
          low: value.low,
          high: value.high,
          value,
        })),
      ),
    );
    const description = this.byAddress.at(pc);
    return description && this.sections.tolerate(undefined, () => rowAt(description, pc));
  }
}
