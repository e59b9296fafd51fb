import type { Comparison, ComparedTimes, FromComparison, ToComparison } from '../../protocol/schedule';
import { html } from '../elements';
import { chart } from './chart';

declare function acquireVsCodeApi(): { postMessage(message: FromComparison): void };

const host = acquireVsCodeApi();
const main = document.getElementById('view')!;
const heading = main.firstElementChild!;

/** What is measured, and what it means. */
const metrics: readonly (readonly [keyof ComparedTimes, string])[] = [
  ['response', 'from its arrival to when it first runs'],
  ['turnaround', 'from its arrival to its end'],
  ['waiting', 'ready, while another one runs'],
];

window.addEventListener('message', ({ data }: MessageEvent<ToComparison>) => show(data.comparison));
host.postMessage({ type: 'ready' });

function show(comparison: Comparison): void {
  const { workload, jobs, policies } = comparison;
  const end = Math.max(
    1,
    ...policies.flatMap(({ jobs: times }) => times.map(({ turnaround }, i) => jobs[i].arrival + turnaround)),
  );
  main.replaceChildren(
    heading,
    html('h2', {}, workload),
    html(
      'p',
      { class: 'quiet' },
      'Each policy ran these jobs on the real kernel. Times are in ticks: timer interrupts. A bar: the job has the CPU; the line around it: from its arrival to its end.',
    ),
    html('p', {}, button('Other Jobs or Policies...', 'again'), ' ', button('Show the Workload', 'workload')),
    html('h2', {}, 'On average'),
    averages(comparison),
    ...policies.map((policy) =>
      html(
        'section',
        { 'aria-label': policy.policy },
        html('h2', {}, policy.policy),
        chart(jobs, policy, end),
        html(
          'details',
          {},
          html('summary', {}, 'Times of each job'),
          table(
            `Times under ${policy.policy}`,
            ['Job', 'arrival', ...metrics.map(([name]) => name)],
            policy.jobs.map((times, i) => [
              times.name,
              String(jobs[i].arrival),
              ...metrics.map(([name]) => rounded(times[name])),
            ]),
          ),
        ),
      ),
    ),
  );
}

function button(words: string, type: 'again' | 'workload'): HTMLElement {
  const element = html('button', { type: 'button' }, words);
  element.addEventListener('click', () => host.postMessage({ type }));
  return element;
}

/** A row for each policy; the least of each column stands out, and says so. */
function averages({ policies }: Comparison): HTMLElement {
  const least = metrics.map(([name]) => Math.min(...policies.map(({ average }) => average[name])));
  const rows = policies.map(({ policy, average }) =>
    html(
      'tr',
      {},
      html('th', { scope: 'row' }, policy),
      ...metrics.map(([name], i) => {
        const isLeast = average[name] === least[i];
        return html(
          'td',
          { class: isLeast ? 'number least' : 'number' },
          rounded(average[name]),
          ...(isLeast ? [html('span', { class: 'unseen' }, ' (least)')] : []),
        );
      }),
    ),
  );
  const heads = metrics.map(([name, words]) => html('th', { scope: 'col', title: words }, name));
  return html(
    'table',
    { 'aria-label': 'Averages' },
    html('thead', {}, html('tr', {}, html('th', { scope: 'col' }, 'Policy'), ...heads)),
    html('tbody', {}, ...rows),
  );
}

const table = (label: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement =>
  html(
    'table',
    { 'aria-label': label },
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html(
      'tbody',
      {},
      ...rows.map(([name, ...cells]) =>
        html(
          'tr',
          {},
          html('th', { scope: 'row' }, name),
          ...cells.map((cell) => html('td', { class: 'number' }, cell)),
        ),
      ),
    ),
  );

const rounded = (number: number): string => String(Math.round(number * 100) / 100);
