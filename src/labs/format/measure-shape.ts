import { UserError } from '../../base/errors';
import { either, number, object, text, whole, word, type ObjectShape } from './shape';

/** What of a page walk is asked for: where the address is in physical memory, or the entry of one level. */
export const walkParts = ['physical', 'entry2', 'entry1', 'entry0'] as const;
export type WalkPart = (typeof walkParts)[number];

/** A number or a text that a run has: what the answer to a question is compared with. Exactly one of the first six says what it is. */
export interface Measure {
  readonly is?: number | string;
  readonly count?: string;
  readonly field?: string;
  readonly value?: string;
  readonly walk?: string;
  readonly of?: 'status' | 'instructions';
  readonly want?: WalkPart;
  readonly where?: string;
  readonly nth?: number;
  readonly process?: string;
  readonly run?: string;
}

const members = {
  is: either('The answer itself; it does not depend on a run.', number('A number.'), text('A text.')),
  count: text('How many events there are for which this expression over their facts holds.'),
  field: text('A field of the event that `where` names, such as `at`, `pc`, `value`.'),
  value: text(
    'An expression of the debugger: its value when the event that `where` names happens, or at the end.',
  ),
  walk: text('An address (an expression): the walk of the page table of `process` for it.'),
  of: word(['status', 'instructions'], 'The exit status of the run, or how many steps it made.'),
  want: word(walkParts, 'With `walk`: the physical address, or the page-table entry of a level.'),
  where: text(
    'With `field`, `value`, `walk`: an expression over the facts of events; the first for which it holds is meant.',
  ),
  nth: whole(1, 'With `where`: not the first such event, but the one with this number.'),
  process: text('With `value`, `walk`: the process that is meant, by its name.'),
  run: text('The run that is meant. Without it: the first one.'),
};

export const measureMembers = members;
export const measureShape: ObjectShape = object('What the answer is.', {}, members);

const subjects = ['is', 'count', 'field', 'value', 'walk', 'of'] as const;

/** @throws UserError when it does not say what it is, or says it twice */
export function checkMeasure(measure: Measure, place: string): void {
  const given = subjects.filter((name) => measure[name] !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none of them' : given.join(' and ');
    throw new UserError(`${place} must have exactly one of ${subjects.join(', ')}; it has ${found}`);
  }
  const [subject] = given;
  if (subject === 'field' && measure.where === undefined)
    throw new UserError(`${place}.where is missing: a field is one of an event`);
  if (subject === 'walk' && measure.process === undefined)
    throw new UserError(`${place}.process is missing: a walk begins at the page table of a process`);
}
