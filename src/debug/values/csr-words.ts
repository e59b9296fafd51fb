import { hex } from '../../base/integers';
import { causeName } from '../../isa/causes';
import { csrName, csrNamed, readFields } from '../../isa/csrs';
import type { Value } from './value';

/** Widths of registers, which never change here. */
const FIXED: ReadonlySet<string> = new Set(['UXL', 'SXL', 'MXL']);

/** What a control and status register says, in words: the cause that it names, or its fields that are not 0. */
export function csrWords({ location, field }: Value): string | undefined {
  if (location.kind !== 'cell' || location.cell.csr === undefined || field) return undefined;
  const csr = csrNamed(csrName(location.cell.csr) ?? '');
  const value = location.cell.read();
  if (!csr || value === undefined) return undefined;
  if (csr.name === 'scause' || csr.name === 'mcause') {
    return causeName(Number(BigInt.asUintN(63, value)), value >> 63n === 1n);
  }
  const words = readFields(csr, value)
    .filter((one) => one.value !== 0n && !FIXED.has(one.field.name))
    .map(({ field: { name, width }, value: bits, meaning }) => {
      // Of most single bits the name says it: SIE, STIE. Of the mode before a trap it does not.
      if (width === 1 && !name.endsWith('PP')) return name;
      return `${name} = ${meaning ?? hex(bits)}`;
    });
  return words.length === 0 ? undefined : words.join(', ');
}
