/**
 * Binary search: the last index below `count` for which `holds`, given that it holds up to some index and
 * for none after it; -1 when it holds for none.
 */
export function lastAtOrBefore(count: number, holds: (index: number) => boolean): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

export const isWithin = <N extends number | bigint>(value: N, low: N, high: N): boolean =>
  value >= low && value < high;
