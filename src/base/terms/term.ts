/** A term of the lecture, and what systems call it. */
export interface Term {
  readonly name: string;
  /** One or two sentences. */
  readonly meaning: string;
  readonly riscv: string;
  readonly x86: string;
  readonly arm: string;
  /** Other words for it, in lectures and books. */
  readonly also: readonly string[];
  /** Instructions that have to do with it. */
  readonly instructions: readonly string[];
  /** Of its heading in docs/glossary.md. */
  readonly anchor: string;
}

export const term = (
  name: string,
  meaning: string,
  [riscv, x86, arm]: readonly [string, string, string],
  also: readonly string[] = [],
  instructions: readonly string[] = [],
): Term => ({ name, meaning, riscv, x86, arm, also, instructions, anchor: name.replaceAll(' ', '-') });

/** Of what no processor has a word of its own for. */
export const nowhere = ['—', '—', '—'] as const;
