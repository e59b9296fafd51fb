// A table of what happened: a question about the events of the run, and its answer. Each row leads to its instant.
import { coalesced } from '../../base/coalesce';
import { csvLine } from '../../base/csv';
import { messageOf } from '../../base/errors';
import type { EventsBody } from '../../protocol/requests';
import { Bridge } from '../bridge';
import { html } from '../elements';
import { grouped } from '../../base/grouped';
import { AnswerTable } from './answer';
import { tableOf } from './columns';
import { argumentsOf, QuestionForm, type Question } from './question';

/** Rows that are drawn; and that are saved. */
const SHOWN = 1000;
const SAVED = 100_000;
/** Milliseconds that an answer may take, if it is to be renewed at each stop. */
const QUICK = 300;

const bridge = new Bridge();
const status = html('p', { role: 'status', class: 'status' });
const form = new QuestionForm({ ask, save: (format) => void save(format) });
const table = new AnswerTable((at) => bridge.say({ type: 'seek', instruction: at }));
document.getElementById('view')!.append(form.element, status, table.element);

let session: string | undefined;
let isOver = false;
/** The question whose answer is shown, and whether that took long. */
let asked: Question = { where: '', groupBy: '' };
let isSlow = false;
/** Somebody asked, and waits: not only what is kept is looked through. */
let isAsked = false;

const fieldsOf = ({ groupBy }: Question): string[] => groupBy.split(',').map((name) => name.trim());

const update = coalesced(async () => {
  if (session === undefined) return;
  const question = asked;
  const isWanted = isAsked;
  isAsked = false;
  const began = performance.now();
  try {
    const body = await bridge.ask('trapframe/events', argumentsOf(question, SHOWN, isWanted));
    isSlow = performance.now() - began > QUICK;
    table.show(tableOf(body, fieldsOf(question)), body.now);
    status.textContent = inWords(body);
  } catch (error) {
    status.textContent = messageOf(error);
  }
});

function ask(): void {
  asked = form.question;
  bridge.remember('question', asked);
  if (session === undefined) return nobody();
  status.textContent = 'Looking…';
  isAsked = true;
  update();
}

async function save(format: 'json' | 'csv'): Promise<void> {
  if (session === undefined) return nobody();
  const question = form.question;
  try {
    const body = await bridge.ask('trapframe/events', argumentsOf(question, SAVED, true));
    const { columns, rows } = tableOf(body, fieldsOf(question));
    const text =
      format === 'json'
        ? JSON.stringify(body.groups ?? body.events, null, 2) + '\n'
        : [columns, ...rows.map(({ cells }) => cells)].map((cells) => csvLine(cells)).join('');
    bridge.say({ type: 'save', name: `events.${format}`, text });
  } catch (error) {
    status.textContent = messageOf(error);
  }
}

function nobody(): void {
  status.textContent = 'Questions about a run are answered here while a program is debugged.';
}

/** How much was found, and of what. */
function inWords({ count, events, groups, groupCount, since, now }: EventsBody): string {
  const all = `${grouped(count)} ${count === 1 ? 'event' : 'events'}`;
  const found = groups
    ? `${all} in ${grouped(groupCount ?? groups.length)} groups${groupCount === undefined ? '' : `, the largest ${grouped(groups.length)} of them here`}`
    : events.length < count
      ? `${all}, the first ${grouped(events.length)} of them here`
      : all;
  const kept = since === 0 ? '' : `; events before instant ${grouped(since)} are no longer kept one by one`;
  return `${found}${kept}${isSlow ? `; asked at instant ${grouped(now)}` : ''}${isOver ? '; the session has ended' : ''}`;
}

bridge.onChanged = (next, over) => {
  const isNew = next !== session;
  [session, isOver] = [next, over];
  if (session === undefined) return nobody();
  if (isNew) {
    const known = bridge.memory('question') as Question | undefined;
    if (known) form.question = asked = known;
  }
  // What takes long is asked again by who wants to know.
  if (isNew || !isSlow) update();
};
bridge.ready();
