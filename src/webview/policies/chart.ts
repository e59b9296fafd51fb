import type { ComparedJob, ComparedPolicy } from '../../protocol/schedule';
import { svg } from '../elements';

/** Units of the drawing, which is as wide as the page has room. */
const WIDTH = 1000;
const [LEFT, RIGHT, LANE, BAR, AXIS] = [110, 10, 22, 14, 22];
/** So many turns are read aloud; the table has the rest. */
const MOST_SPOKEN = 30;
/** A letter takes about so much; longer names are cut. */
const LETTERS = 14;

/** Who had the CPU when: a lane for each job, all policies on one scale. */
export function chart(
  jobs: readonly ComparedJob[],
  { policy, jobs: times, turns }: ComparedPolicy,
  end: number,
): SVGElement {
  const x = (tick: number): number => LEFT + (tick / end) * (WIDTH - LEFT - RIGHT);
  const height = jobs.length * LANE + AXIS;
  const lanes = jobs.flatMap((job, index) => {
    const y = index * LANE;
    const middle = y + LANE / 2;
    const own = turns.filter((turn) => turn.job === index);
    return [
      svg('text', { x: LEFT - 8, y: middle, class: 'job' }, short(job.name)),
      svg('line', {
        x1: x(job.arrival),
        x2: x(job.arrival + times[index].turnaround),
        y1: middle,
        y2: middle,
        class: 'there',
      }),
      ...own.map(({ from, to }) => {
        const bar = svg('rect', {
          x: x(from),
          y: y + (LANE - BAR) / 2,
          width: Math.max(x(to) - x(from), 1),
          height: BAR,
          class: 'runs',
        });
        bar.append(svg('title', {}, `${job.name} runs from tick ${from} to ${to}`));
        return bar;
      }),
      svg('path', { d: `M${x(job.arrival)} ${y + 3} v${LANE - 6}`, class: 'arrives' }),
    ];
  });
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': spoken(policy, jobs, turns) },
    ...axis(x, end, jobs.length * LANE),
    ...lanes,
  );
}

function axis(x: (tick: number) => number, end: number, bottom: number): SVGElement[] {
  const step = stepFor(end);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step).flatMap((tick) => [
    svg('line', { x1: x(tick), x2: x(tick), y1: 0, y2: bottom, class: 'grid' }),
    svg('text', { x: x(tick), y: bottom + AXIS / 2, class: 'tick' }, String(tick)),
  ]);
}

/** Ticks between two lines: 1, 2 or 5 times a power of ten, so that there are at most twenty. */
function stepFor(end: number): number {
  for (let power = 1; ; power *= 10) {
    const step = [1, 2, 5].map((factor) => factor * power).find((one) => end / one <= 20);
    if (step !== undefined) return step;
  }
}

const short = (name: string): string => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name);

function spoken(policy: string, jobs: readonly ComparedJob[], turns: ComparedPolicy['turns']): string {
  const told = turns.slice(0, MOST_SPOKEN).map(({ job, from, to }) => `${jobs[job].name} ${from} to ${to}`);
  const more = turns.length > MOST_SPOKEN ? `, and ${turns.length - MOST_SPOKEN} more turns` : '';
  return `Who has the CPU under ${policy}, in ticks: ${told.join(', ')}${more}`;
}
