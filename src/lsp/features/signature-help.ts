import { MarkupKind, type SignatureHelp } from 'vscode-languageserver';
import { directives } from '../../toolchain/assembler/directives/directives';
import { instructionNamed, operandPlaces } from '../knowledge/instructions';
import type { SourceFile } from '../source/source-file';
import type { Workspace } from '../workspace';
import { placeAt } from './cursor-place';

/** The ways to write the instruction that an offset is in, and which operand it is at. */
export function signatureHelp(
  workspace: Workspace,
  file: SourceFile,
  offset: number,
): SignatureHelp | undefined {
  if (file.isComment(offset)) return undefined;
  const { head, operand } = placeAt(file, offset);
  if (head === undefined) return undefined;
  const forms = formsOf(workspace, file, head);
  if (forms === undefined) return undefined;
  const signatures = forms.operands.map((places) => {
    const texts = places.map(({ text }) => text);
    let at = head.length + 1;
    return {
      label: `${head} ${texts.join(', ')}`.trimEnd(),
      documentation: { kind: MarkupKind.PlainText, value: forms.doc },
      parameters: places.map(({ text, doc }) => {
        const label: [number, number] = [at, at + text.length];
        at += text.length + 2;
        return { label, documentation: doc };
      }),
    };
  });
  // The first form that has so many operands.
  const fits = forms.operands.findIndex((places) => places.length > operand);
  const activeSignature = Math.max(0, fits);
  return { signatures, activeSignature, activeParameter: operand };
}

interface Forms {
  readonly doc: string;
  readonly operands: readonly (readonly { text: string; doc: string }[])[];
}

function formsOf(workspace: Workspace, file: SourceFile, head: string): Forms | undefined {
  const macro = workspace.assembly(file).symbol(head);
  if (macro?.kind === 'macro') {
    return { doc: 'A macro.', operands: [macro.parameters.map((text) => ({ text, doc: '' }))] };
  }
  const directive = directives.get(head.toLowerCase());
  if (directive !== undefined) {
    const texts = directive.usage === '' ? [] : directive.usage.split(/,\s*/);
    return { doc: directive.doc, operands: [texts.map((text) => ({ text, doc: '' }))] };
  }
  const instruction = instructionNamed(head);
  return instruction && { doc: instruction.doc, operands: instruction.syntaxes.map(operandPlaces) };
}
