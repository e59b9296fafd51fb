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
 * Makes requests: most have the arguments that they should have, with values that may or may not make sense; in the others
 * something is missing, of another kind, or too much.
 */
export function randomRequest(random: Random, folder: string): () => Request {
  const one = <T>(list: readonly T[]): T => list[random(list.length)];
  const text = (): string => one(TEXTS);
  const number = (): number => (random(3) > 0 ? random(12) : one(NUMBERS));
  const file = (): string => `${folder}/${one(FILES)}`;
  const some = <T>(make: () => T): T[] => Array.from({ length: random(4) }, make);
  const maybe = <T>(make: () => T): T | undefined => (random(2) === 0 ? make() : undefined);
  const terms = () => ({
    condition: maybe(text),
    hitCondition: maybe(text),
    logMessage: maybe(text),
    mode: maybe(text),
  });
  const thread = () => ({ threadId: random(4) > 0 ? 1 : one([2, 1_000_000, number()]) });
  const step = () => ({
    ...thread(),
    granularity: maybe(() => one(['line', 'statement', 'instruction', 'x'])),
    ...(random(8) === 0 ? { targetId: number() } : {}),
  });

  const commands: Readonly<Record<string, () => unknown>> = {
    initialize: () => ({
      linesStartAt1: random(2) === 0,
      supportsInvalidatedEvent: true,
      supportsMemoryEvent: true,
    }),
    launch: () => ({
      program: file(),
      stopOnEntry: one(['main', 'reset', false, 'x']),
      timeSlice: maybe(number),
      cpus: maybe(number),
      kernel: maybe(() => one(['none', 'builtin', 'x'])),
      logSystemCalls: maybe(() => random(2) === 0),
    }),
    configurationDone: () => undefined,
    restart: () => (random(3) === 0 ? { arguments: { program: file() } } : undefined),
    setBreakpoints: () => ({
      source: { path: file() },
      breakpoints: some(() => ({ line: random(40), ...terms() })),
    }),
    setFunctionBreakpoints: () => ({ breakpoints: some(() => ({ name: text(), ...terms() })) }),
    setInstructionBreakpoints: () => ({
      breakpoints: some(() => ({ instructionReference: text(), offset: maybe(number), ...terms() })),
    }),
    setDataBreakpoints: () => ({
      breakpoints: some(() => ({ dataId: text(), accessType: maybe(text), ...terms() })),
    }),
    dataBreakpointInfo: () => ({
      name: text(),
      frameId: maybe(number),
      variablesReference: maybe(number),
      asAddress: maybe(() => random(2) === 0),
      bytes: maybe(number),
      mode: maybe(text),
    }),
    setExceptionBreakpoints: () => ({
      filters: some(text),
      filterOptions: some(() => ({ filterId: text(), condition: maybe(text), mode: maybe(text) })),
    }),
    breakpointLocations: () => ({ source: { path: file() }, line: number(), endLine: maybe(number) }),
    exceptionInfo: thread,
    continue: thread,
    pause: thread,
    next: step,
    stepIn: step,
    stepOut: step,
    stepInTargets: () => ({ frameId: number() }),
    gotoTargets: () => ({ source: { path: file() }, line: number() }),
    goto: () => ({ ...thread(), targetId: number() }),
    cancel: () => ({ requestId: maybe(number), progressId: maybe(text) }),
    threads: () => undefined,
    stackTrace: () => ({ ...thread(), startFrame: maybe(number), levels: maybe(number) }),
    scopes: () => ({ frameId: number() }),
    variables: () => ({ variablesReference: number(), start: maybe(number), count: maybe(number) }),
    setVariable: () => ({ variablesReference: number(), name: text(), value: text() }),
    setExpression: () => ({ expression: text(), value: text(), frameId: maybe(number) }),
    evaluate: () => ({
      expression: text(),
      frameId: maybe(number),
      context: maybe(text),
      format: { hex: true },
    }),
    completions: () => ({ text: text(), column: number(), line: maybe(number), frameId: maybe(number) }),
    source: () => ({ source: { path: file() }, sourceReference: 0 }),
    loadedSources: () => undefined,
    readMemory: () => ({ memoryReference: text(), count: number(), offset: maybe(number) }),
    writeMemory: () => ({
      memoryReference: text(),
      data: one(['AAAA', '!', '']),
      allowPartial: maybe(() => true),
    }),
    disassemble: () => ({
      memoryReference: text(),
      instructionCount: number(),
      instructionOffset: maybe(number),
    }),
    terminate: () => undefined,
    'trapframe/machine': () => undefined,
    'trapframe/processes': () => undefined,
    'trapframe/addressSpace': () => ({ pid: number() }),
    'trapframe/pageWalk': () => ({ pid: maybe(number), address: one<unknown>([text(), number()]) }),
    'trapframe/physicalMemory': () => undefined,
    'trapframe/trapTable': () => undefined,
    'trapframe/trapCard': thread,
    'trapframe/timeline': () => ({
      from: maybe(number),
      to: maybe(number),
      limit: maybe(number),
      resolution: maybe(number),
    }),
    'trapframe/protocol': () => ({ from: maybe(number), limit: maybe(number) }),
    'trapframe/csrs': () => ({ cpu: number() }),
    'trapframe/setTrapBreakpoints': () => ({ causes: some(number) }),
    'trapframe/logSystemCalls': () => ({ on: random(2) === 0 }),
    'trapframe/numberFormat': () => ({ hexadecimal: maybe(() => true) }),
    'trapframe/runTo': () => ({
      ...thread(),
      destination: one(['user', 'kernel', 'trap', 'scheduled', 'contextSwitch']),
    }),
    'trapframe/hash': () => undefined,
    frobnicate: () => ({}),
  };
  const names = Object.keys(commands);
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
    if (command === 'terminate' && random(40) > 0) return { command: 'threads' };
    const args = commands[command]();
    if (random(300) === 0)
      return { command: one<unknown>([undefined, 7, null, {}, '__proto__', 'toString']) };
    return random(5) === 0 ? { command, arguments: damaged(args, random) } : { command, arguments: args };
  };
}

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
