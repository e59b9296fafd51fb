import { Cursor, StatementError } from './cursor';
import { controlDirectives } from './directives/control';
import { dataDirectives } from './directives/data';
import type { Directive } from './directives/directive';
import { frameDirectives } from './directives/frames';
import { gapDirectives } from './directives/gaps';
import { instructionDirectives } from './directives/insn';
import { messageDirectives } from './directives/messages';
import { motorolaDirectives } from './directives/motorola';
import { optionDirectives } from './directives/options';
import { sectionDirectives } from './directives/sections';
import { symbolDirectives } from './directives/symbols';
import { didYouMean } from './near-names';
import type { Statement } from './syntax';
import type { UnitBuilder } from './unit-builder';

/** Every directive by its name, `.word` for example. */
export const directives: ReadonlyMap<string, Directive> = new Map(
  Object.entries({
    ...controlDirectives,
    ...messageDirectives,
    ...sectionDirectives,
    ...dataDirectives,
    ...motorolaDirectives,
    ...gapDirectives,
    ...instructionDirectives,
    ...symbolDirectives,
    ...optionDirectives,
    ...frameDirectives,
  }),
);

/** What GNU as knows and this assembler does not. */
const unsupported = new Set([
  '.reloc', '.dtprelword', '.dtpreldword', '.dc.x', '.dcb.x', '.ds.p', '.ds.x', '.mri', '.linkonce', '.bundle_align_mode', '.stabs', '.stabn',
  '.stabd', '.float16', '.bfloat16',
]); // prettier-ignore

/** @throws StatementError */
export function runDirective(statement: Extract<Statement, { kind: 'directive' }>, unit: UnitBuilder): void {
  const { name, rest, span } = statement;
  const directive = directives.get(name.text);
  if (unsupported.has(name.text)) throw new StatementError(name, `'${name.text}' is not supported`);
  if (directive === undefined) {
    throw new StatementError(
      name,
      `unknown directive '${name.text}'`,
      didYouMean(name.text, directives.keys()),
    );
  }
  const cursor = new Cursor(rest);
  directive.run(unit, cursor, span);
  cursor.expectEnd();
}
