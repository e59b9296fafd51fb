/** What stands in a cell of a table; null: nothing. */
export type Cell = number | string | null;

/** A line of a table with commas between (RFC 4180, but with a plain line end). */
export const csvLine = (cells: readonly Cell[]): string => cells.map(csvCell).join(',') + '\n';

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
