import type { Session } from '../sessions/session';
import { grouped } from '../../base/grouped';
import { shareBefore } from '../time/instants';
import type { StatusText } from './present';

/** That the machine stands in its past, and how far from the end of the recording; undefined: it stands at the end, or runs. */
export function presentReplay({ picture, isSeen }: Session): StatusText | undefined {
  if (!picture || !isSeen) return undefined;
  const { instruction: now, end } = picture.machine;
  if (now >= end) return undefined;
  const behind = grouped(end - now);
  return {
    text: `$(history) REPLAY −${behind}`,
    spoken: `Trapframe: replay, ${behind} steps before the end of the recording`,
    tooltip:
      `The machine stands in its past: ${behind} steps before the end of the recording at ${grouped(end)}, ` +
      `at ${shareBefore({ now, end })} %.\nClick to go to another instant.`,
  };
}
