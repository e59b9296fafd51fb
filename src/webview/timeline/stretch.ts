import type {
  PlaceBody,
  StretchBody,
  TransientInstructionBody,
  TransientLoadBody,
} from '../../protocol/requests';
import { html } from '../elements';

const ends: Readonly<Record<StretchBody['ended'], string>> = {
  limit: 'as many as may be',
  fence: 'a fence ended it',
  csr: 'an access to a CSR ended it',
  atomic: 'an atomic instruction ended it',
  trap: 'an instruction that traps ended it',
  fault: 'an access that may not be ended it',
  device: 'an access to a device ended it',
};
const levels = {
  first: 'was in L1',
  second: 'came from L2 into L1',
  memory: 'came from memory into L1',
} as const;

/** What never happened: the instructions that a CPU began ahead of time, what they read, and what they left in the cache. */
export function stretchElement(stretch: StretchBody, open: (place: PlaceBody) => void): HTMLElement {
  const { behind, load, taken, instructions, ended } = stretch;
  const why =
    behind === 'load'
      ? 'The load faults. Until the CPU noticed, these went on with what it had read:'
      : `The branch is ${taken ? 'taken' : 'not taken'}; the CPU had foreseen that it is ${taken ? 'not' : ''}, and these had begun:`;
  return html(
    'section',
    { class: 'stretch', 'aria-label': 'What never happened' },
    html('h3', {}, 'What never happened'),
    html('p', {}, why),
    ...(load ? [html('p', { class: 'refused' }, loadInWords(load))] : []),
    html('ol', {}, ...instructions.map((one) => item(one, open))),
    html(
      'p',
      {},
      `${ends[ended]}. All of it was thrown away: registers and memory are as before, the caches are not.`,
    ),
  );
}

function item(one: TransientInstructionBody, open: (place: PlaceBody) => void): HTMLLIElement {
  const { instruction, register, value, load, store, place } = one;
  const words = [
    ...(register === undefined ? [] : [`${register} = ${value}`]),
    ...(load ? [loadInWords(load)] : []),
    ...(store ? [`${store.value} for ${store.address}: never stored`] : []),
  ];
  const line = html(
    'li',
    { class: load?.refusal ? 'refused' : '' },
    html('code', {}, instruction),
    ` ${words.join('; ')} `,
  );
  if (place) {
    const link = html('button', { type: 'button', class: 'link' }, `line ${place.line}`);
    link.addEventListener('click', () => open(place));
    line.append(link);
  }
  return line;
}

function loadInWords({ address, value, refusal, level }: TransientLoadBody): string {
  const refused = refusal ? `, which ${refusal} refuses` : '';
  const left = level ? `; its line ${levels[level]}` : '';
  return `read ${value} from ${address}${refused}${left}`;
}
