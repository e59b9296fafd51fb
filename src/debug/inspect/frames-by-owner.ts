import { Pte } from '../../machine/sv39';
import { mappingsOf } from '../memory/mappings';
import type { System } from '../system';
import type { Owner, PhysicalRange } from './ram-pages';

/** How many frames (of 4 KiB) somebody has. */
export interface FrameCount {
  readonly owner: Owner;
  readonly pid?: number;
  readonly frames: number;
  /** Of a process: those that it has as well, and that are counted for another. */
  readonly shared?: number;
}

const FRAME = 4096;

/** The frames of the RAM added up by owner, each of them once. @param ranges all of physical memory */
export function framesByOwner(system: System, ranges: readonly PhysicalRange[]): FrameCount[] {
  const counts = new Map<string, { owner: Owner; pid?: number; frames: number; shared?: number }>();
  const of = (owner: Owner, pid: number | undefined) => {
    const key = `${owner} ${pid ?? ''}`;
    const known = counts.get(key) ?? { owner, ...(pid !== undefined && { pid }), frames: 0 };
    counts.set(key, known);
    return known;
  };
  for (const { owner, pid, start, end } of ranges)
    if (owner !== 'device') of(owner, pid).frames += (end - start) / FRAME;
  for (const { pid, satp } of system.kernel?.list().processes ?? []) {
    let all = 0;
    for (const { flags, size } of mappingsOf(system.machine, satp).leaves)
      if ((flags & Pte.U) !== 0) all += size / FRAME;
    const own = of('process', pid);
    if (all > own.frames) own.shared = all - own.frames;
    else if (all === 0 && own.frames === 0) counts.delete(`process ${pid}`);
  }
  return [...counts.values()];
}
