import { Evaluator } from '../../toolchain/assembler/evaluate';
import { locate } from '../../toolchain/assembler/layout';
import type { Section } from '../../toolchain/assembler/object';
import type { Assembly } from './assembly';

/** What a name of a source stands for. */
export type SymbolValue =
  | { readonly kind: 'number'; readonly value: bigint }
  /** `address` is the one that it has when the source is a program of its own. */
  | {
      readonly kind: 'place';
      readonly section: string;
      readonly offset: number;
      readonly address: bigint | undefined;
      readonly binding: 'local' | 'global' | 'weak';
    };

/** Undefined when the source does not define the name, or its value depends on other sources. */
export function valueOf({ unit }: Assembly, name: string): SymbolValue | undefined {
  const symbol = unit.symbols.get(name);
  if (symbol?.place !== undefined) {
    const { section, fragment, offset } = symbol.place;
    const start = fragment.offset;
    if (start === undefined) return undefined;
    const address = section.address === undefined ? undefined : section.address + BigInt(start + offset);
    return { kind: 'place', section: section.name, offset: start + offset, address, binding: symbol.binding };
  }
  if (symbol?.value === undefined) return undefined;
  const evaluator = new Evaluator({
    locate,
    address: (base) => (base as Section).address,
    definition: () => undefined,
  });
  try {
    const value = evaluator.evaluate(symbol.value);
    return value?.base === undefined && value !== undefined
      ? { kind: 'number', value: value.offset }
      : undefined;
  } catch {
    // Said in the diagnostics.
    return undefined;
  }
}
