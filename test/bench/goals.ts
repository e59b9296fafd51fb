import { geometricMean } from './measure';
import { integerPrograms, type ProgramName } from './programs';
import type { GradingCosts } from './grading';
import type { TimeTravelCosts } from './time-travel';

/** What should be reached, as a part of the speed of QEMU's default engine. */
const GOALS: readonly {
  readonly what: string;
  readonly programs: readonly ProgramName[];
  readonly atLeast: number;
}[] = [
  { what: 'geometric mean, integer', programs: integerPrograms, atLeast: 1 },
  { what: 'integer mix', programs: ['mix'], atLeast: 0.7 },
  { what: 'sieve', programs: ['sieve'], atLeast: 0.7 },
  { what: 'SHA-256', programs: ['sha256'], atLeast: 0.5 },
  { what: 'byte code', programs: ['bytecode'], atLeast: 0.7 },
  { what: 'page tables in supervisor mode', programs: ['paging'], atLeast: 0.8 },
  { what: 'trap storm', programs: ['trapstorm'], atLeast: 1.5 },
];

/** Armed filters that do not hit may cost this much more CPU time, except where traps are all that there is. */
const MOST_FOR_FILTERS = 1.03;
const TRAPS: readonly ProgramName[] = ['trapstorm', 'switches'];

/** CPU seconds until a kernel of several MB shows its first frame, in code that has not run before. */
const MOST_FOR_OPENING = 0.75;

/** CPU seconds for a million evaluations. */
const MOST_FOR_CONDITIONS = 10;

/** Milliseconds of a frame at sixty in a second. */
const FRAME = 16;

/** CPU milliseconds of a step back, for half of them and for 99 of 100. */
const MOST_FOR_STEP = { median: 5, nearlyAll: 30 };
/** Times that running a stretch forward takes, for a search back over it. */
const MOST_FOR_SEARCH = 2;
/** What recording may make of the CPU time of an ordinary program. */
const MOST_FOR_RECORDING = 1.1;

/** What a submission of a large class may take, in times of one of a small class: the time is linear in their number. */
const MOST_FOR_GROWTH = 1.25;

export interface Verdict {
  readonly what: string;
  readonly value: number;
  readonly goal: string;
  readonly isMet: boolean;
}

/** @param ratios to QEMU's default engine */
export function judgeSpeed(ratios: ReadonlyMap<ProgramName, number>): Verdict[] {
  return GOALS.map(({ what, programs, atLeast }) => {
    const value = geometricMean(programs.map((program) => ratios.get(program)!));
    return { what: `${what} / QEMU`, value, goal: `at least ${atLeast}`, isMet: value >= atLeast };
  });
}

/** @param costs how many times the CPU time a run takes with filters armed */
export function judgeFilters(costs: ReadonlyMap<ProgramName, number>): Verdict {
  const value = Math.max(
    ...[...costs].filter(([program]) => !TRAPS.includes(program)).map(([, cost]) => cost),
  );
  return {
    what: 'armed filters, dearest program',
    value,
    goal: `at most ${MOST_FOR_FILTERS}`,
    isMet: value <= MOST_FOR_FILTERS,
  };
}

/** @param seconds CPU time until a large kernel shows its first frame */
export const judgeOpening = (seconds: number): Verdict => ({
  what: 'opening a large kernel, CPU seconds',
  value: seconds,
  goal: `at most ${MOST_FOR_OPENING}`,
  isMet: seconds <= MOST_FOR_OPENING,
});

/** @param microseconds of CPU time for one evaluation that comes out false */
export const judgeConditions = (microseconds: number): Verdict => ({
  what: 'a million false conditions, CPU seconds',
  value: microseconds,
  goal: `at most ${MOST_FOR_CONDITIONS}`,
  isMet: microseconds <= MOST_FOR_CONDITIONS,
});

/** @param milliseconds of a frame of the timeline while a run with so many events scrolls by */
export const judgeFrame = (events: number, milliseconds: number): Verdict => ({
  what: `a frame of the timeline, ${events} events, milliseconds`,
  value: milliseconds,
  goal: `at most ${FRAME}`,
  isMet: milliseconds <= FRAME,
});

/** @param milliseconds from a stop until all views know what to paint, beyond what the workbench itself takes */
export const judgeViews = (processes: string, milliseconds: number): Verdict => ({
  what: `views after a stop, ${processes} processes, milliseconds`,
  value: milliseconds,
  goal: `at most ${FRAME}`,
  isMet: milliseconds <= FRAME,
});

const atMost = (what: string, value: number, most: number): Verdict => ({
  what,
  value,
  goal: `at most ${most}`,
  isMet: value <= most,
});

export function judgeTimeTravel({ steps, stepBack, reverseContinue, lastWrite }: TimeTravelCosts): Verdict[] {
  const after = `after ${steps / 1e6} million steps`;
  return [
    ...Object.entries(stepBack).flatMap(([granularity, { median, nearlyAll }]) => [
      atMost(`step back by ${granularity}, median, ms, ${after}`, median, MOST_FOR_STEP.median),
      atMost(`step back by ${granularity}, 99 of 100, ms, ${after}`, nearlyAll, MOST_FOR_STEP.nearlyAll),
    ]),
    atMost(
      `reverse continue over 100 million steps, times forward, ${after}`,
      reverseContinue,
      MOST_FOR_SEARCH,
    ),
    atMost(`last write 100 million steps away, times forward, ${after}`, lastWrite, MOST_FOR_SEARCH),
  ];
}

/** @param times the CPU time that a recorded run takes */
export const judgeRecording = (times: number): Verdict =>
  atMost('recording an ordinary program, times its CPU time', times, MOST_FOR_RECORDING);

/** @param bytes that the recording of a program takes which writes everywhere */
export const judgeBudget = (bytes: number): Verdict =>
  atMost('recording a sweeping writer, MiB', bytes / 2 ** 20, 100);

/** @param costs of a small class and of a large one */
export function judgeGrading([small, large]: readonly GradingCosts[]): Verdict {
  const each = ({ seconds, submissions }: GradingCosts): number => seconds / submissions;
  const what = `grading: a submission of ${large.submissions}, times one of ${small.submissions}`;
  return atMost(what, each(large) / each(small), MOST_FOR_GROWTH);
}
