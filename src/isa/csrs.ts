import { unprivilegedCounters } from './csrs/counters';
import type { Csr, CsrField } from './csrs/csr';
import { machineCsrs } from './csrs/machine';
import { supervisorCsrs } from './csrs/supervisor';

export type { Csr, CsrField } from './csrs/csr';

/** Every control and status register of the machine, by number. */
export const csrs: readonly Csr[] = [...unprivilegedCounters, ...supervisorCsrs, ...machineCsrs].sort(
  (one, other) => one.number - other.number,
);

const byNumber: ReadonlyMap<number, Csr> = new Map(csrs.map((csr) => [csr.number, csr]));
const byName: ReadonlyMap<string, Csr> = new Map(csrs.map((csr) => [csr.name, csr]));

/** The register of that name (`sepc`); undefined when the machine has none. */
export const csrNamed = (name: string): Csr | undefined => byName.get(name);

/** Number of the register of that name; undefined when the machine has none. */
export const csrNumber = (name: string): number | undefined => byName.get(name)?.number;

/** Name of the register of that number; undefined when the machine has none. */
export const csrName = (number: number): string | undefined => byNumber.get(number)?.name;

/** Whether a write is illegal in every mode: the two highest bits of the number say so. */
export const isCsrReadOnly = (number: number): boolean => number >> 10 === 3;

/** The lowest privilege level (0 user, 1 supervisor, 3 machine) that may access a register, as its number says. */
export const csrPrivilege = (number: number): number => (number >> 8) & 3;

/** A field's value and what it says. */
export interface CsrFieldValue {
  readonly field: CsrField;
  readonly value: bigint;
  /** In words; absent when there is nothing to say. */
  readonly meaning?: string;
}

/** A register's value, field by field from bit 0 up. @param value the register, unsigned. */
export function readFields(csr: Csr, value: bigint): CsrFieldValue[] {
  return csr.fields.map((field) => {
    const bits = BigInt.asUintN(field.width, value >> BigInt(field.low));
    const meaning = field.meaning?.(bits, value);
    return meaning === undefined ? { field, value: bits } : { field, value: bits, meaning };
  });
}
