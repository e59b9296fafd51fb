import { requests } from '../../src/dap/requests';
import { id } from '../../src/dap/shapes/common';
import { flag, object, text, type Shape } from '../../src/dap/shapes/shape';
import { programs } from './programs';

type Random = (below: number) => number;
type Request = { command: unknown; arguments?: unknown };

const TEXTS = [
  'a0',
  'pid == 1',
  'a0 +',
  '',
  '0x2000',
  '0x2000@1',
  'tally',
  '*tally',
  'mode',
  'sp - 16',
  'scause',
  '{a0}',
  '> 3',
  '% 0',
  'user',
  'kernel',
  'process',
  'change',
  'syscall',
  'timer',
  'write',
  'readWrite',
  'line',
  'instruction',
  'trapReturn',
  'contextSwitch',
  'greet',
  'main',
  'register/a0/1/user',
  'memory/1/tally/8',
  'mode/0',
  'csr/scause/0',
  'repl',
  'hover',
  'a0 = 5',
  'tally = 3',
  '\u{1f600}',
  'x'.repeat(3000),
  '(('.repeat(500),
];
const NUMBERS = [0, 1, 2, 3, 5, 8, 20, 1000, 1_000_000, -1, -100, 2 ** 31, 2 ** 53, 1e300, 0.5, NaN];
const FILES = Object.keys(programs).filter((name) => name.endsWith('.s'));

/**
 * Makes requests of every kind that there is: most have the arguments that their shapes ask for, with values that may or may not
 * make sense; in the others something is missing, of another kind, or too much.
 */
export function randomRequest(random: Random, folder: string): () => Request {
  const one = <T>(list: readonly T[]): T => list[random(list.length)];
  const file = (): string => `${folder}/${one(FILES)}`;
  const number = (): number => (random(3) > 0 ? random(12) : one(NUMBERS));

  /** Values that make sense more often than those that the shape alone leads to. */
  const byName: Readonly<Record<string, () => unknown>> = {
    path: file,
    line: () => random(40),
    threadId: () => (random(4) > 0 ? 1 : one([2, 1_000_000, number()])),
    data: () => one(['AAAA', '!', '']),
    mode: () => one([...MODES, one(TEXTS)]),
    filterId: () => one(FILTERS),
    // A launch is more than its shape says: the table of options reads it.
    program: file,
    stopOnEntry: () => one(['main', 'reset', false, 'x']),
    kernel: () => one(['none', 'builtin', 'x']),
    timeSlice: number,
    cpus: number,
  };
  const launch = object({ program: text }, { stopOnEntry: text, kernel: text, timeSlice: id, cpus: id });
  const shapeOf: Readonly<Record<string, Shape>> = {
    launch,
    restart: object({}, random(3) === 0 ? { arguments: launch } : {}),
    initialize: object(
      {},
      {
        linesStartAt1: flag,
        columnsStartAt1: flag,
        supportsInvalidatedEvent: flag,
        supportsMemoryEvent: flag,
      },
    ),
    frobnicate: object({}),
  };

  function valueOf(shape: Shape, name = ''): unknown {
    const known = byName[name];
    if (known && random(20) > 0) return known();
    switch (shape.kind) {
      case 'text':
        return one(TEXTS);
      case 'flag':
        return random(2) === 0;
      case 'integer':
        return number();
      case 'word':
        return random(12) > 0 ? one(shape.words) : 'x';
      case 'list':
        return Array.from({ length: random(4) }, () => valueOf(shape.element));
      case 'either':
        return valueOf(one(shape.shapes), name);
      case 'anything':
        return one<unknown>([one(TEXTS), number(), { text: one(TEXTS) }]);
      case 'object': {
        const optional = Object.entries(shape.optional).filter(() => random(2) === 0);
        return Object.fromEntries(
          [...Object.entries(shape.required), ...optional].map(([member, inner]) => [
            member,
            valueOf(inner, member),
          ]),
        );
      }
    }
  }

  const names = [...requests.keys(), 'frobnicate'];
  const often = [
    'next',
    'stepIn',
    'trapframe/runTo',
    'continue',
    'pause',
    'stackTrace',
    'scopes',
    'evaluate',
  ];

  return () => {
    const command = random(3) === 0 ? one(often) : one(names);
    // The end of a session is no good place to go on from.
    const ends = command === 'terminate' || command === 'disconnect';
    if (ends && (command === 'disconnect' || random(40) > 0)) return { command: 'threads' };
    const args = valueOf(shapeOf[command] ?? requests.get(command)!.shape);
    if (random(300) === 0)
      return { command: one<unknown>([undefined, 7, null, {}, '__proto__', 'toString']) };
    return random(5) === 0 ? { command, arguments: damaged(args, random) } : { command, arguments: args };
  };
}

const MODES = ['any', 'user', 'kernel', 'process', 'change'];
const FILTERS = ['syscall', 'timer', 'trapReturn', 'contextSwitch', 'processExit', 'line', ''];

const JUNK: readonly unknown[] = [null, 'x', -7, 1.5, [], {}, [null], true, 2 ** 40, { path: 5 }, [[[]]], ''];

/** The same with something else somewhere. */
function damaged(value: unknown, random: Random): unknown {
  const junk = JUNK[random(JUNK.length)];
  if (typeof value !== 'object' || value === null || random(6) === 0) return junk;
  const names = Object.keys(value);
  if (names.length === 0) return junk;
  const name = names[random(names.length)];
  const members = value as Readonly<Record<string, unknown>>;
  const member = damaged(members[name], random);
  return Array.isArray(value)
    ? value.map((one: unknown, index) => (String(index) === name ? member : one))
    : { ...members, [name]: random(4) === 0 ? undefined : member };
}
