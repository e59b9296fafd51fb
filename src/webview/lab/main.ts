import type { FromLabPage, ToLabPage } from '../../protocol/labs';
import { html } from '../elements';

declare function acquireVsCodeApi(): { postMessage(message: FromLabPage): void };

const host = acquireVsCodeApi();
const main = document.getElementById('view')!;
/** What was typed and not sent yet, by prediction. */
const typed = new Map<string, string>();
let shown = '';

window.addEventListener('message', ({ data }: MessageEvent<ToLabPage>) => draw(data));
// What a link does, the extension knows.
main.addEventListener('click', (event) => {
  const link = (event.target as Element).closest('a');
  // As it was written: the browser would make more of it.
  const href = link?.getAttribute('data-href') ?? link?.getAttribute('href');
  if (!href || href.startsWith('#')) return;
  event.preventDefault();
  host.postMessage({ type: 'link', href });
});
host.postMessage({ type: 'ready' });

function draw(page: ToLabPage): void {
  const key = `${page.title} ${page.step}`;
  main.replaceChildren(
    html('h1', {}, page.title),
    html(
      'nav',
      { class: 'steps', 'aria-label': 'Steps' },
      ...page.steps.map((step, index) => stepButton(page, step, index)),
    ),
    ...(page.warning === undefined ? [] : [html('p', { class: 'warning', role: 'note' }, page.warning)]),
    ...(page.step === 0 && page.goals.length > 0
      ? [
          html(
            'ul',
            { class: 'goals', 'aria-label': 'Goals' },
            ...page.goals.map((goal) => html('li', {}, goal)),
          ),
        ]
      : []),
    text(page.html),
    ...predictions(page),
    ...checks(page),
    next(page),
  );
  if (shown !== key) window.scrollTo(0, 0);
  shown = key;
}

function stepButton(
  { step }: ToLabPage,
  { title, isDone }: ToLabPage['steps'][number],
  index: number,
): HTMLElement {
  const words = `${index + 1}. ${title}${isDone ? ' ✓' : ''}`;
  const button = html('button', { type: 'button', 'aria-pressed': step === index }, words);
  if (isDone) button.setAttribute('aria-label', `${index + 1}. ${title}, done`);
  button.addEventListener('click', () => host.postMessage({ type: 'step', step: index }));
  return button;
}

/** The text as the editor rendered it. No script in it runs: the page allows only its own. */
function text(markup: string): HTMLElement {
  const section = html('section', { class: 'text' });
  section.append(...new DOMParser().parseFromString(markup, 'text/html').body.childNodes);
  return section;
}

function predictions(page: ToLabPage): HTMLElement[] {
  if (page.predictions.length === 0) return [];
  return [html('h2', {}, 'Predict before you look'), ...page.predictions.map(prediction)];
}

function prediction({ id, question, choices, made, outcome }: ToLabPage['predictions'][number]): HTMLElement {
  const send = html('button', { type: 'submit' }, made === undefined ? 'Look' : 'Look again');
  const input = html('input', { type: 'text', name: id, autocomplete: 'off', 'aria-label': question });
  input.value = typed.get(id) ?? made ?? '';
  const enable = (): void => {
    typed.set(id, input.value);
    send.disabled = input.value.trim() === '';
  };
  input.addEventListener('input', enable);
  enable();
  const options = (choices ?? []).map((choice) => {
    const button = html('button', { type: 'button', 'aria-pressed': input.value === choice }, choice);
    button.addEventListener('click', () => {
      input.value = choice;
      enable();
      form.requestSubmit();
    });
    return button;
  });
  const form = html(
    'form',
    {},
    html(
      'fieldset',
      {},
      html('p', {}, question),
      ...(options.length > 0 ? options.flatMap((one) => [one, ' ']) : [input, ' ', send]),
      ...(outcome === undefined
        ? []
        : [
            html(
              'p',
              { class: outcome.isRight ? 'right' : 'wrong', role: 'status' },
              outcome.isRight
                ? `✓ So it is: ${outcome.value}.`
                : `✗ You said ${made ?? ''}; it is ${outcome.value}.`,
            ),
            ...(outcome.because === undefined ? [] : [html('p', {}, outcome.because)]),
          ]),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const answer = input.value.trim();
    typed.delete(id);
    if (answer !== '') host.postMessage({ type: 'predict', prediction: id, answer });
  });
  return form;
}

function checks({ checks: all }: ToLabPage): HTMLElement[] {
  if (all.length === 0) return [];
  const run = html('button', { type: 'button' }, 'Run the Checks');
  run.addEventListener('click', () => {
    for (const { id } of all) host.postMessage({ type: 'link', href: `check:${id}` });
  });
  return [
    html('h2', {}, 'Checks'),
    html(
      'ul',
      { class: 'checks', role: 'status' },
      ...all.map(({ name, passed, message = '' }) =>
        html(
          'li',
          {},
          html(
            'span',
            { class: passed === true ? 'right' : passed === false ? 'wrong' : '' },
            `${passed === true ? '✓' : passed === false ? '✗' : '○'} ${name}`,
          ),
          ...(message === '' ? [] : [html('p', {}, message)]),
        ),
      ),
    ),
    run,
  ];
}

function next({ step, steps }: ToLabPage): HTMLElement {
  const isLast = step >= steps.length - 1;
  const button = html(
    'button',
    { type: 'button', disabled: isLast },
    isLast ? 'This is the last step' : `Next: ${steps[step + 1].title}`,
  );
  button.addEventListener('click', () => host.postMessage({ type: 'step', step: step + 1 }));
  return html('p', {}, button);
}
