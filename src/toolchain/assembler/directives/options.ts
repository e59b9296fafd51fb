import { type Cursor, StatementError } from '../cursor';
import { didYouMean } from '../near-names';
import type { UnitBuilder } from '../unit-builder';
import { type Directive, directive } from './directive';

/** Options that change nothing for this assembler: it neither compresses nor relaxes, and makes no shared libraries. */
const harmless = [
  'push',
  'pop',
  'norvc',
  'rvc',
  'relax',
  'norelax',
  'nopic',
  'pic',
  'csr-check',
  'no-csr-check',
  'arch',
];

function option(_unit: UnitBuilder, cursor: Cursor): void {
  const first = cursor.expectKind('name', 'an option such as norvc');
  let word = first.text;
  while (!cursor.atEnd && !cursor.at('punctuation', ',')) word += cursor.next().text;
  if (!harmless.includes(word)) {
    throw new StatementError(first, `unknown option '${word}'`, didYouMean(word, harmless));
  }
  while (!cursor.atEnd) cursor.next();
}

const accepted = (doc: string): Directive =>
  directive('...', doc, (_unit, cursor) => {
    while (!cursor.atEnd) cursor.next();
  });

/** What compilers write and programs do not need. */
export const optionDirectives: Readonly<Record<string, Directive>> = {
  '.option': directive('name', 'An option of GNU as; code is never compressed here.', option),
  '.file': accepted('The source that a compiler had; not used.'),
  '.loc': accepted('A line of the source that a compiler had; not used.'),
  '.ident': accepted('Who made this source; not used.'),
  '.attribute': accepted('Which instructions a compiler used; not used.'),
  '.addrsig': accepted('Not used.'),
  '.addrsig_sym': accepted('Not used.'),
};
