import { type Directive, directive } from './directive';

/**
 * Frame directives of compilers are accepted; frame information is made from the instructions themselves
 * (`frame-information.ts`).
 */
const names = [
  'startproc', 'endproc', 'def_cfa', 'def_cfa_offset', 'def_cfa_register', 'adjust_cfa_offset', 'offset', 'rel_offset', 'restore',
  'undefined', 'same_value', 'register', 'remember_state', 'restore_state', 'sections', 'return_column', 'personality', 'lsda',
  'escape', 'window_save', 'signal_frame', 'val_offset',
]; // prettier-ignore

const ignored: Directive = directive(
  '...',
  'Frame information of a compiler; found out from the code here.',
  (_unit, cursor) => {
    while (!cursor.atEnd) cursor.next();
  },
);

export const frameDirectives: Readonly<Record<string, Directive>> = Object.fromEntries(
  names.map((name) => [`.cfi_${name}`, ignored]),
);
