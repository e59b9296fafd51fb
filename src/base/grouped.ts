/** A count as people read it, everywhere the same: 1204331 as `1 204 331`, with spaces that do not break. */
export const grouped = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
