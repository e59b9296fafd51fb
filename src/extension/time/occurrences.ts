import { grouped } from '../../base/grouped';

/** A line of the console's output, by its number, and the instant that printed it. */
export interface Occurrence {
  readonly line: number;
  readonly instant: number;
}

/** As rows of a list: those nearest to an instant first. */
export function nearestFirst(
  occurrences: readonly Occurrence[],
  now: number,
): { instant: number; label: string; description: string }[] {
  const distance = ({ instant }: Occurrence): number => Math.abs(instant - now);
  return [...occurrences]
    .sort((a, b) => distance(a) - distance(b) || a.line - b.line)
    .map((one) => ({
      instant: one.instant,
      label: `instant ${grouped(one.instant)}`,
      description: `line ${one.line} · ${fromHere(one.instant - now)}`,
    }));
}

const fromHere = (steps: number): string => {
  if (steps === 0) return 'here';
  return `${grouped(Math.abs(steps))} steps ${steps < 0 ? 'back' : 'ahead'}`;
};
