import { compressedNames, type CompressedShape, compressedShape } from '../../../isa/encode-compressed';
import type { Row } from '../../../isa/row';
import { isRowName, rowNamed, rows } from '../../../isa/rows';
import { operandSyntax } from '../../../isa/syntax';
import { type Form, formOf } from './forms';
import { type Macro, macroInstructions } from './macro-instructions';
import { type Pseudo, pseudoInstructions } from './pseudo-instructions';

/** Everything that one mnemonic can mean, in order of preference. */
export type Meaning =
  | { readonly form: Form; readonly row: Row }
  | { readonly form: Form; readonly compressed: CompressedShape }
  | ({ readonly form: Form } & Pseudo)
  | ({ readonly form: Form } & Macro);

/** A mnemonic with the bits of its memory ordering. */
export const ordering = /^(.*?)\.(aqrl|aq|rl)$/;

/** Every mnemonic that the assembler knows, without the `.aq` and `.rl` variants. */
export const mnemonics: readonly string[] = [
  ...new Set([
    ...rows.map((row) => row.name),
    'fence.tso',
    ...pseudoInstructions.keys(),
    ...macroInstructions.keys(),
    ...compressedNames,
  ]),
];

/** The ways in which an instruction can be written, such as `rd, imm(rs1)`; empty when there is none of that name. */
export const syntaxesOf = (name: string): string[] => meaningsOf(name).map((meaning) => meaning.form.syntax);

const cache = new Map<string, readonly Meaning[]>();

/** What a mnemonic can mean; empty when there is none of that name. */
export function meaningsOf(name: string): readonly Meaning[] {
  let meanings = cache.get(name);
  if (meanings === undefined) {
    const row = isRowName(name) ? rowNamed(name) : undefined;
    meanings = [
      ...(row === undefined ? [] : [{ form: formOf(operandSyntax(row)), row }]),
      ...(row?.format === 'jalr' ? [{ form: formOf('rd,rs1,imm'), row }] : []),
      ...compressedMeanings(name),
      ...(pseudoInstructions.get(name) ?? []),
      ...(macroInstructions.get(name) ?? []),
    ];
    if (meanings.length > 0) cache.set(name, meanings);
  }
  return meanings;
}

function compressedMeanings(name: string): Meaning[] {
  const compressed = name.startsWith('c.') ? compressedShape(name) : undefined;
  return compressed === undefined ? [] : [{ form: formOf(compressed.syntax), compressed }];
}
