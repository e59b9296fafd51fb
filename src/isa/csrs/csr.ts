/** A run of bits of a control and status register. */
export interface CsrField {
  /** As the specification spells it: `SPP`. */
  readonly name: string;
  readonly low: number;
  /** In bits. */
  readonly width: number;
  readonly doc: string;
  /** What this value of the field says, in words; `whole` is the register. Undefined when there is nothing to say. */
  readonly meaning?: (value: bigint, whole: bigint) => string | undefined;
}

/** A control and status register (privileged specification, "CSR Listing"). */
export interface Csr {
  /** 12 bits: 11:10 both set = read-only, 9:8 = the lowest mode that may access it. */
  readonly number: number;
  readonly name: string;
  readonly doc: string;
  /** From bit 0 up; empty when the register is one number or address. */
  readonly fields: readonly CsrField[];
}

export const csr = (number: number, name: string, doc: string, fields: readonly CsrField[] = []): Csr => ({
  number,
  name,
  doc,
  fields,
});

export function field(
  name: string,
  low: number,
  width: number,
  doc: string,
  meaning?: CsrField['meaning'],
): CsrField {
  return meaning ? { name, low, width, doc, meaning } : { name, low, width, doc };
}

/** One bit, with words for 0 and 1. */
export const flag = (name: string, bit: number, doc: string, clear: string, set: string): CsrField =>
  field(name, bit, 1, doc, words({ 0: clear, 1: set }));

/** Words by value. */
export const words =
  (table: Readonly<Record<number, string>>): CsrField['meaning'] =>
  (value) =>
    table[Number(value)];

/** Registers with numbers in a row. */
export const series = (count: number, make: (n: number) => Csr): Csr[] =>
  Array.from({ length: count }, (_, n) => make(n));
