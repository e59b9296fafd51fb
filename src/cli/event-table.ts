import { csvLine, type Cell } from '../base/csv';
import type { EventJson } from '../debug/events/json';
import type { Group, Grouping } from '../debug/events/query/groups';
import type { EventWriter } from './event-lines';

const COLUMNS = ['at', 'cpu', 'pid', 'from', 'to', 'kind', 'cause', 'detail'] as const;

/** A line for each event, with commas between what it is. */
export const csvWriter = (json: EventJson): EventWriter => ({
  begin: () => csvLine(COLUMNS),
  event(event, wanted) {
    if (!wanted) return '';
    const line = json.event(event);
    return csvLine(COLUMNS.map((name) => line[name]));
  },
  end: () => '',
});

/** How groups of events can be written. */
export const groupFormats = { text: asText, json: asJson, csv: asCsv } as const;

export type GroupFormat = keyof typeof groupFormats;

/** Groups as a table: the fields, then `count`, then what was added up. */
export function writeGroups(format: GroupFormat, { by, sum }: Grouping, groups: readonly Group[]): string {
  const rows = groups.map(({ cells, count, sums }) => [...cells, count, ...sums]);
  return groupFormats[format]([...by, 'count', ...sum], rows);
}

function asText(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const all = [names, ...rows.map((cells) => cells.map((cell) => String(cell ?? '-')))];
  const widths = names.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const isNumber = names.map((_, i) => rows.every((cells) => typeof cells[i] !== 'string'));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ');
  return all.map((row) => line(row).trimEnd() + '\n').join('');
}

function asJson(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string =>
    JSON.stringify(Object.fromEntries(cells.map((cell, i) => [names[i], cell])));
  return rows.map((cells) => line(cells) + '\n').join('');
}

function asCsv(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [names, ...rows].map((row) => csvLine(row)).join('');
}
