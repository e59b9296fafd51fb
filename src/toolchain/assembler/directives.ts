import { Cursor, StatementError } from './cursor';
import { controlDirectives } from './directives/control';
import { dataDirectives } from './directives/data';
import type { Directive } from './directives/directive';
import { frameDirectives } from './directives/frames';
import { gapDirectives } from './directives/gaps';
import { instructionDirectives } from './directives/insn';
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
    ...sectionDirectives,
    ...dataDirectives,
    ...gapDirectives,
    ...instructionDirectives,
    ...symbolDirectives,
    ...optionDirectives,
    ...frameDirectives,
  }),
);

/** What GNU as knows and this assembler does not. */
const unsupported = new Set([
  '.reloc', '.dtprelword', '.dtpreldword', '.dc', '.dc.a', '.dc.b', '.dc.d', '.dc.l', '.dc.s', '.dc.w', '.dc.x', '.dcb', '.dcb.b', '.dcb.d', '.dcb.l',
  '.dcb.s', '.dcb.w', '.dcb.x', '.ds', '.ds.b', '.ds.d', '.ds.l', '.ds.p', '.ds.s', '.ds.w', '.ds.x', '.mri', '.linkonce', '.func', '.endfunc',
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
