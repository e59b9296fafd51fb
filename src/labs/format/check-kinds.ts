import { measureMembers, type Measure } from './measure-shape';
import { either, flag, list, number, object, text, whole, word, type ObjectShape } from './shape';

/** Part of a run: from behind one event on, and up to another. */
interface Stretch {
  readonly after?: string;
  readonly before?: string;
}

export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly exactly?: number;
}

export type BuildsCheck = { readonly kind: 'builds' };
export type StatusCheck = { readonly kind: 'status'; readonly status: number | readonly number[] };
export type OutputCheck = {
  readonly kind: 'output';
  readonly is?: string;
  readonly contains?: string;
  readonly lines?: readonly string[];
  readonly lacks?: string;
  readonly process?: string;
};
export type EventsCheck = { readonly kind: 'events'; readonly where: string } & Bounds & Stretch;
export type OrderCheck = { readonly kind: 'order'; readonly events: readonly string[] };
export type EachCheck = {
  readonly kind: 'each';
  readonly where: string;
  readonly holds: string;
  readonly atLeast?: number;
} & Stretch;
export type FollowsCheck = {
  readonly kind: 'follows';
  readonly where: string;
  readonly then: string;
  readonly within?: number;
  readonly same?: readonly ('pid' | 'cpu')[];
} & Stretch;
export type StateCheck = {
  readonly kind: 'state';
  readonly holds: string;
  readonly where?: string;
  readonly process?: string;
  readonly nth?: number;
};
export type RegistersCheck = {
  readonly kind: 'registers';
  readonly process?: string;
  readonly traps?: 'all' | 'calls' | 'interrupts' | 'exceptions';
  readonly except?: readonly string[];
};
export type SwitchesCheck = { readonly kind: 'switches' };
export type ModeCheck = { readonly kind: 'mode'; readonly process?: string };
export type InstructionsCheck = {
  readonly kind: 'instructions';
  readonly process?: string;
  readonly mode?: 'user' | 'kernel' | 'machine';
} & Bounds;
export type AverageCheck = {
  readonly kind: 'average';
  readonly of: 'turnaround' | 'response' | 'waiting';
  readonly processes?: readonly string[];
} & Bounds;
export type ScheduleCheck = {
  readonly kind: 'schedule';
  readonly workload: string;
  readonly policy: string;
  readonly of: 'turnaround' | 'response' | 'waiting';
  readonly job?: string;
  readonly asPolicy?: string;
} & Bounds;
export type AnswerCheck = {
  readonly kind: 'answer';
  readonly question: string;
  readonly tolerance?: number;
} & Measure;

/** What a check looks at. */
export type Check =
  | BuildsCheck
  | StatusCheck
  | OutputCheck
  | EventsCheck
  | OrderCheck
  | EachCheck
  | FollowsCheck
  | StateCheck
  | RegistersCheck
  | SwitchesCheck
  | ModeCheck
  | InstructionsCheck
  | AverageCheck
  | ScheduleCheck
  | AnswerCheck;

export type CheckKind = Check['kind'];
export type CheckOf<K extends CheckKind> = Extract<Check, { readonly kind: K }>;

const facts = (doc: string) =>
  text(`${doc} An expression over the facts of events, as \`trapframe trace --where\` takes.`);
const stretch = {
  after: facts('Only what happens behind the first such event counts.'),
  before: facts('Only what happens before the first such event (behind `after`) counts.'),
};
const bounds = (what: string) => ({
  atLeast: number(`${what}: at least this.`),
  atMost: number(`${what}: at most this.`),
  exactly: number(`${what}: exactly this.`),
});
const process = text('Only of this process, by its name.');
const metric = word(['turnaround', 'response', 'waiting'], 'Which of the times.');

/** Members of each kind, besides those that all checks have. */
export const checkMembers = {
  builds: object('The programs of the run are assembled and compiled without an error.', {}),
  status: object('The run ends with an exit status, as `trapframe run` has it.', {
    status: either(
      'The status, or several that are right: 124 out of instructions, 125 stuck, 126 panic, 128 + cause killed.',
      whole(0, 'The status.'),
      list(whole(0, 'A status.'), 'Any of these.', 1),
    ),
  }),
  output: object(
    'What the console shows. Prefer `events`: any program can print the right text.',
    {},
    {
      is: text('All of it; spaces at the ends of lines and empty lines at the end do not count.'),
      contains: text('A text somewhere in it.'),
      lines: list(text('A line.'), 'These lines, in this order, others between them.', 1),
      lacks: text('A text that is nowhere in it.'),
      process,
    },
  ),
  events: object(
    'How many events there are; without a number: at least one.',
    { where: facts('Which events.') },
    { ...bounds('How many'), ...stretch },
  ),
  order: object('Events that happen in this order, others between them.', {
    events: list(facts('An event.'), 'One behind the other.', 2),
  }),
  each: object(
    'Something holds for each of some events.',
    { where: facts('Which events.'), holds: facts('What holds for each of them.') },
    { atLeast: whole(0, 'How many of them there must be. [1]'), ...stretch },
  ),
  follows: object(
    'Each of some events is followed by another.',
    { where: facts('Which events.'), then: facts('What comes behind each of them.') },
    {
      within: whole(1, 'At most so many steps later.'),
      same: list(word(['pid', 'cpu'], 'A field.'), 'Fields in which both events are the same. [pid]'),
      ...stretch,
    },
  ),
  state: object(
    'An expression of the debugger, over memory, registers and CSRs, holds: at every event that `where` names, or without it at the end of the run.',
    { holds: text('The expression.') },
    {
      where: facts('At each such event, of which there must be one.'),
      nth: whole(1, 'Only at the event with this number among them.'),
      process: text('As this process sees it, by its name.'),
    },
  ),
  registers: object(
    'All registers (x1 to x31) and the program counter are after every trap as they were before, but for the result of a system call (a0).',
    {},
    {
      process,
      traps: word(['all', 'calls', 'interrupts', 'exceptions'], 'After which traps. [all]'),
      except: list(text('A register.'), 'Registers that may change.'),
    },
  ),
  switches: object(
    'Whoever gets the CPU back in the kernel finds the registers that a function must keep (sp, ra, s0 to s11) as it left them.',
    {},
  ),
  mode: object('No instruction of a program runs in another mode than user mode.', {}, { process }),
  instructions: object(
    'How many steps the run makes, or a process of it, or a mode.',
    {},
    { ...bounds('How many'), process, mode: word(['user', 'kernel', 'machine'], 'Only in this mode.') },
  ),
  average: object(
    'A time of processes, in steps, on the average: from its loading to its end (turnaround), to its first turn (response), or ready without a CPU (waiting).',
    { of: metric },
    { ...bounds('The average'), processes: list(text('A name.'), 'Only of these processes.', 1) },
  ),
  schedule: object(
    'What a policy makes of a workload, in ticks, on the kernel of the run: on the average, or for one job.',
    {
      workload: text('File with the workload, as `trapframe sched` takes it; a path of the lab.'),
      policy: text('The policy, such as `own`.'),
      of: metric,
    },
    {
      ...bounds('The time'),
      job: text('Of this job; without it: the average over all.'),
      asPolicy: text('It must be what this policy of the built-in kernel makes of it.'),
    },
  ),
  answer: object(
    'The student’s answer to a question, in `answers.txt` (lines `question = answer`), is what the run has.',
    { question: text('What the answer is called in `answers.txt`; the id of a prediction, if it is one.') },
    { ...measureMembers, tolerance: number('How far off a number may be. [0]') },
  ),
} satisfies Record<CheckKind, ObjectShape>;

const common = {
  id: text('What results call it.'),
  name: text('What it is called before students.'),
};
const commonOptional = {
  points: number('What it counts. [1]'),
  hidden: flag('Students see neither it nor what came of it before the deadline. [false]'),
  hint: text('Shown where it fails: what to look at, not what to write.'),
  expected: text(
    'What is expected, in words, for whoever fails it. Without it the expressions themselves are shown.',
  ),
  needs: list(text('The id of a check.'), 'Where one of these fails, this check says nothing.'),
  run: text('The run that it looks at. Without it: the first one.'),
};

/** All members of each kind of check. */
export const checkShapes: Readonly<Record<string, ObjectShape>> = Object.fromEntries(
  Object.entries<ObjectShape>(checkMembers).map(([kind, shape]) => [
    kind,
    object(
      shape.doc ?? '',
      { ...common, kind: word([kind], 'What the check looks at.'), ...shape.required },
      { ...commonOptional, ...shape.optional },
    ),
  ]),
);
