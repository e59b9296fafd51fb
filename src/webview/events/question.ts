import type { EventsArguments } from '../../protocol/requests';
import { html } from '../elements';

/** What is asked, as it was typed. */
export interface Question {
  readonly where: string;
  readonly groupBy: string;
}

/** Conditions to begin with. */
const EXAMPLES: readonly string[] = [
  'kind == trap && pid == 2 && call == write',
  'kind == return && result < 0',
  'kind == return && steps > 10000',
  'kind == interrupt && from == user',
  'kind == switch && cpuIs == taken',
  'state == blocked',
  'kind == exception || kind == killed',
];

/** Where a question is typed, and what can be done with its answer. */
export class QuestionForm {
  private readonly where = field('Where', EXAMPLES[0], 'examples');
  private readonly groupBy = field('Count by', 'pid, call');
  readonly element: HTMLFormElement;

  constructor(actions: { readonly ask: () => void; readonly save: (format: 'json' | 'csv') => void }) {
    const examples = EXAMPLES.map((value) => html('option', { value }));
    const save = (format: 'json' | 'csv'): HTMLButtonElement => {
      const title = `Save the answer as ${format.toUpperCase()}`;
      const button = html('button', { type: 'button', title }, format.toUpperCase());
      button.addEventListener('click', () => actions.save(format));
      return button;
    };
    this.element = html(
      'form',
      { class: 'question', role: 'search' },
      this.where.label,
      this.groupBy.label,
      html('button', { type: 'submit' }, 'Ask'),
      save('json'),
      save('csv'),
      html('datalist', { id: 'examples' }, ...examples),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      actions.ask();
    });
  }

  get question(): Question {
    return { where: this.where.input.value.trim(), groupBy: this.groupBy.input.value.trim() };
  }

  set question({ where, groupBy }: Question) {
    this.where.input.value = where;
    this.groupBy.input.value = groupBy;
  }
}

/** What the adapter is asked. @param isWhole of the whole run, however long that takes */
export function argumentsOf({ where, groupBy }: Question, limit: number, isWhole: boolean): EventsArguments {
  const fields = groupBy.split(',').map((name) => name.trim());
  return {
    limit,
    ...(isWhole ? { whole: true } : {}),
    ...(where === '' ? {} : { where }),
    ...(groupBy === '' ? {} : { groupBy: fields, sum: fields.includes('steps') ? [] : ['steps'] }),
  };
}

function field(
  name: string,
  placeholder: string,
  list?: string,
): { label: HTMLLabelElement; input: HTMLInputElement } {
  const spelling = { spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' };
  const input = html('input', { type: 'text', placeholder, ...spelling, ...(list ? { list } : {}) });
  return { input, label: html('label', {}, html('span', {}, name), input) };
}
