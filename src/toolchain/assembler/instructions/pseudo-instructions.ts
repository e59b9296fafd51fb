import { pseudoLines } from '../../../isa/pseudo-table';
import { type Form, formOf } from './forms';

/** A form that stands for other instructions. */
export interface Pseudo {
  readonly form: Form;
  /** The instructions; words of the form in them stand for its operands. */
  readonly expansion: readonly string[];
}

/** What the table of pseudo-instructions has to be read, by name, in its order. */
export const pseudoInstructions: ReadonlyMap<string, readonly Pseudo[]> = pseudoLines
  .filter(({ isRead }) => isRead)
  .reduce((map, { name, operands, expansion }) => {
    const pseudo = { form: formOf(operands), expansion };
    return map.set(name, [...(map.get(name) ?? []), pseudo]);
  }, new Map<string, Pseudo[]>());
