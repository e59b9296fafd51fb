import { csrName, csrNumber } from '../../../isa/csrs';

/** CSRs that are views of the same bits. */
const ALIASES: readonly (readonly string[])[] = [
  ['mstatus', 'sstatus'],
  ['mie', 'sie'],
];

/** The numbers of all CSRs that show bits of one. */
export const aliasesOf = (csr: number): number[] => {
  const name = csrName(csr) ?? '';
  const group = ALIASES.find((names) => names.includes(name));
  return group ? group.map((one) => csrNumber(one)!) : [csr];
};
