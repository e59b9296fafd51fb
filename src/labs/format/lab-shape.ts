import { optionNames } from '../../debug/launch/options';
import { checkShapes } from './check-kinds';
import { needs } from './lab';
import { measureShape } from './measure-shape';
import {
  anything,
  jsonSchema,
  list,
  number,
  object,
  patterned,
  record,
  text,
  whole,
  word,
  type ObjectShape,
} from './shape';

/** Number of this format. Files of another one are refused. */
export const LAB_FORMAT = 1;

/** Attributes of a launch configuration that are a session's and not a run's. */
const SESSION = new Set([
  'stopOnEntry',
  'console',
  'speed',
  'recording',
  'recordingBudget',
  'logSystemCalls',
  'stepIntoInterrupts',
  'includeRoot',
]);

/** What can be said of the machine and the programs of a run, as in a launch configuration. */
export const runAttributes = optionNames('launch').filter((name) => !SESSION.has(name));

/** A path within a folder. */
const inside = (doc: string) =>
  patterned(
    '^(?!/)(?!.*(^|/)\\.\\.(/|$))(?!.*[\\\\:])[^\\0]+$',
    'a path within the folder, such as hello.s',
    doc,
  );

const run: ObjectShape = object(
  'A way to run the machine: the attributes of a launch configuration, and how much it may do. Paths are in the workspace; those that begin with tests/ are in the lab.',
  {},
  {
    ...Object.fromEntries(
      runAttributes.map((name) => [name, anything('As in a launch configuration.')] as const),
    ),
    kernelFiles: record(
      'Files of the built-in kernel’s sources, such as policies/own.c, that are replaced by files of the workspace. The kernel is then built, which needs a C compiler.',
      inside('A file of the workspace.'),
    ),
    maxInstructions: whole(1, 'Steps after which the run is given up. [10000000]'),
    maxOutput: whole(1, 'Bytes of console output after which the run is given up. [1048576]'),
    vary: record(
      'Values that options take in turn, such as {"timeSlice": [500, 3000]}: each check must hold for every combination.',
      list(anything('A value.'), 'Values.', 1),
    ),
    perStudent: record(
      'Options, such as timeSlice and seed, of which every submission gets a value of its own that follows from its name.',
      object('Between these, included.', {
        from: whole(0, 'The smallest.'),
        to: whole(0, 'The largest.'),
      }),
    ),
  },
);

const prediction = object(
  'A question to be answered before one looks.',
  { id: text('What it is called in answers.txt.'), question: text('The question.'), answer: measureShape },
  {
    choices: list(text('An answer.'), 'Answers to choose from.', 2),
    because: text('Why it is so; shown behind the answer.'),
  },
);

const step = object(
  'A part of the instructions.',
  { title: text('What it is about.'), text: inside('The Markdown file with its text.') },
  {
    predictions: list(prediction, 'Questions of this part.'),
    checks: list(text('The id of a check.'), 'Checks that show that it is done.'),
  },
);

export const labShape: ObjectShape = object(
  'A lab of Trapframe.',
  {
    format: word([LAB_FORMAT], 'The format of this file.'),
    title: text('What it is called.'),
    version: text('The version of the lab; it is in every result.'),
    handIn: list(
      inside('A path in the workspace.'),
      'Files that a student hands in. All others are the lab’s.',
      1,
    ),
    runs: record('Ways to run the machine, by name. Checks mean the first where they name none.', run),
    checks: list({ kind: 'kinds', kinds: checkShapes }, 'What is checked.', 1),
  },
  {
    $schema: text('Where the schema is.'),
    writtenFor: text('The version of Trapframe that it was written for.'),
    minutes: number('About how long it takes.'),
    goals: list(text('A goal.'), 'What one has understood behind it.'),
    needs: list(word(needs, 'Something.'), 'What must be installed.'),
    steps: list(step, 'The instructions, in their order.'),
  },
);

/** What only the teacher’s copy has, in hidden.json. */
export const hiddenShape: ObjectShape = object(
  'Checks of the teacher’s copy alone; they are hidden.',
  { checks: list({ kind: 'kinds', kinds: checkShapes }, 'What is checked.', 1) },
  { $schema: text('Where the schema is.'), runs: record('Further runs.', run) },
);

/** The JSON schema of lab.json. */
export const labSchema = (): Record<string, unknown> => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...jsonSchema(labShape),
});
