import { Cursor, StatementError } from '../text/cursor';
import { controlDirectives } from './control';
import { dataDirectives } from './data';
import type { Directive } from './directive';
import { frameDirectives } from './frames';
import { gapDirectives } from './gaps';
import { instructionDirectives } from './insn';
import { messageDirectives } from './messages';
import { motorolaDirectives } from './motorola';
import { optionDirectives } from './options';
import { sectionDirectives } from './sections';
import { symbolDirectives } from './symbols';
import { insteadOfDirective } from '../instructions/strangers';
import { didYouMean } from '../text/near-names';
import type { Statement } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';

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
      () => insteadOfDirective(name.text) ?? didYouMean(name.text, directives.keys())(),
    );
  }
  const cursor = new Cursor(rest);
  directive.run(unit, cursor, span);
  cursor.expectEnd();
}
