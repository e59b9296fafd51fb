/** Bugs to be put into the instruction table on purpose, so that a test can see them found. */
import { and, constant, ltS, rs1, rs2, shrS, sub } from '../../src/isa/expression';
import type { Meaning, Row } from '../../src/isa/row';
import { rowNamed } from '../../src/isa/rows';

type Change = (meaning: Meaning) => Meaning;

const compute =
  (value: (Meaning & { kind: 'compute' })['value']): Change =>
  () => ({ kind: 'compute', value });

export const bugs: Readonly<Record<string, Change>> = {
  // A shift that takes too many bits of the amount.
  sraw: compute(shrS(rs1, and(rs2, constant(31n)))),
  // No sign extension of the result.
  subw: compute(sub(rs1, rs2)),
  // Signed where it is unsigned.
  lhu: (meaning) => ({ ...(meaning as Meaning & { kind: 'load' }), signed: true }),
  // An off-by-one that only shows where the operands are equal.
  bge: (meaning) => ({
    ...(meaning as Meaning & { kind: 'branch' }),
    condition: ltS(rs2, rs1),
  }),
  // One that looks like its neighbour.
  'amoor.d': (meaning) => ({ ...(meaning as Meaning & { kind: 'amo' }), value: rs2 }),
  csrrc: (meaning) => ({ ...(meaning as Meaning & { kind: 'csr' }), write: 'set' }),
  sret: () => ({ kind: 'system', operation: 'mret' }),
};

/** Puts the bug of this name into its row. To be called before the first machine is made. */
export function plantBug(name: string): void {
  const change = bugs[name];
  if (!change)
    throw new RangeError(`${name}: no bug of that name; there are ${Object.keys(bugs).join(', ')}`);
  const row: { -readonly [Key in keyof Row]: Row[Key] } = rowNamed(name);
  row.meaning = change(row.meaning);
}
