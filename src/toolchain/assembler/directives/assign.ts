import type { Token } from '../text/lexer';
import type { AssignmentKind, Expression } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';
import { origin } from './gaps';

/** `name = value`; `. = value` goes on at that offset in the section. @throws StatementError */
export function assign(unit: UnitBuilder, name: Token, value: Expression, how: AssignmentKind): void {
  if (name.text === '.') origin(unit, value, 0, name);
  else unit.names.assign(name, value, how);
}
