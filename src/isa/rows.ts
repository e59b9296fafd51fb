import type { Row } from './row';
import { atomicRows } from './rows/atomic';
import { controlRows } from './rows/control';
import { csrRows } from './rows/csr';
import { integerRows } from './rows/integer';
import { memoryRows } from './rows/memory';
import { multiplyRows } from './rows/multiply';
import { privilegedRows } from './rows/privileged';

/** The instruction table: RV64IMA, Zicsr, Zifencei and the privileged instructions; `index` is the position. */
export const rows: readonly Row[] = [
  ...integerRows,
  ...memoryRows,
  ...controlRows,
  ...multiplyRows,
  ...atomicRows,
  ...csrRows,
  ...privilegedRows,
].map((definition, index) => ({ index, ...definition }));

const byName: ReadonlyMap<string, Row> = new Map(rows.map((row) => [row.name, row]));

/** Whether there is an instruction of that name (base length; `lr.w`, not `c.lw`). */
export const isRowName = (name: string): boolean => byName.has(name);

/** The row of that name. @throws RangeError when there is none. */
export function rowNamed(name: string): Row {
  const row = byName.get(name);
  if (!row) throw new RangeError(`No instruction is named '${name}'.`);
  return row;
}
