import type { Bounds } from '../format/check-kinds';

/** Why a number is out of bounds; undefined: it is within. */
export const isWithin = ({ atLeast, atMost, exactly }: Bounds, value: number): boolean =>
  (atLeast === undefined || value >= atLeast) &&
  (atMost === undefined || value <= atMost) &&
  (exactly === undefined || value === exactly);

/** Bounds in words: `at least 3 and at most 5`. */
export function boundsInWords({ atLeast, atMost, exactly }: Bounds): string {
  const words = [
    exactly === undefined ? '' : `exactly ${exactly}`,
    atLeast === undefined ? '' : `at least ${atLeast}`,
    atMost === undefined ? '' : `at most ${atMost}`,
  ];
  return words.filter((one) => one !== '').join(' and ');
}

/** A number of things: `1 event`, `2 events`. */
export const counted = (bounds: Bounds, thing: string): string =>
  `${boundsInWords(bounds)} ${thing}${/ 1$/.test(boundsInWords(bounds)) ? '' : 's'}`;
