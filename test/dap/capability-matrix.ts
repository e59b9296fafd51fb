import type { DebugProtocol } from '@vscode/debugprotocol';

export type Args = Readonly<Record<string, unknown>>;

/** A capability: a spec that is about it, and how the adapter is without it. */
export interface Row {
  /** Of test/dap, without `.spec.ts`. */
  readonly spec: string;
  /** The beginning of the test's name. */
  readonly test: string;
  /** Requests that are not what they were. */
  readonly command: RegExp;
  readonly off:
    'refused' | { readonly before?: (args: Args) => Args; readonly after?: (result: Args) => unknown };
}

const row = (spec: string, test: string, command: RegExp, off: Row['off'] = 'refused'): Row => ({
  spec,
  test,
  command,
  off,
});

/** Leaves out members, also of what is listed in the arguments. */
const dropping = (...names: readonly string[]): Row['off'] => ({
  before: (args) => drop(args, names) as Args,
});

function drop(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => drop(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (names.includes(name) ? [] : [[name, drop(one, names)]])),
  );
}

const SET = /^set\w*Breakpoints$/;

/** Every capability that is declared. A boolean that is false, or is not declared, has no row. */
export const matrix = {
  supportsConfigurationDoneRequest: row('launch', 'stops in main', /^configurationDone$/),
  supportsFunctionBreakpoints: row('breakpoints', 'on a function', /^setFunctionBreakpoints$/),
  supportsConditionalBreakpoints: row('breakpoints', 'with a condition', SET, dropping('condition')),
  supportsHitConditionalBreakpoints: row('breakpoints', 'with a condition', SET, dropping('hitCondition')),
  supportsLogPoints: row('breakpoints', 'with a condition', SET, dropping('logMessage')),
  supportsInstructionBreakpoints: row('breakpoints', 'on an instruction', /^setInstructionBreakpoints$/),
  supportsBreakpointLocationsRequest: row('breakpoints', 'in kernel source', /^breakpointLocations$/),
  supportsDataBreakpoints: row('data-breakpoints', 'a variable of one process', /^setDataBreakpoints$/),
  supportsDataBreakpointBytes: row(
    'data-breakpoints',
    'an address and a length',
    /^dataBreakpointInfo$/,
    dropping('bytes', 'asAddress'),
  ),
  breakpointModes: row('modes', 'a breakpoint for one', SET, dropping('mode')),
  supportsEvaluateForHovers: row('data', 'the console assigns', /^evaluate$/, {
    before: (args) => (args['context'] === 'hover' ? { ...args, context: 'repl' } : args),
  }),
  supportsSetVariable: row('data', 'variables, members and elements are set', /^setVariable$/),
  supportsSetExpression: row('data', 'a watch can be edited', /^setExpression$/),
  supportsValueFormattingOptions: row('data', 'hexadecimal', /./, dropping('format')),
  supportsClipboardContext: row('clipboard', 'a value as a whole', /^evaluate$/, dropping('context')),
  supportsCompletionsRequest: row('data', 'completion knows', /^completions$/),
  completionTriggerCharacters: row('clipboard', 'each trigger character', /^initialize$/, {
    after: (result) => drop(result, ['completionTriggerCharacters']),
  }),
  supportsLoadedSourcesRequest: row('data', 'the sources of the session', /^loadedSources$/),
  supportsExceptionInfoRequest: row('traps', 'an illegal instruction', /^exceptionInfo$/),
  supportsExceptionFilterOptions: row(
    'traps',
    'all entries of filterOptions',
    SET,
    dropping('filterOptions'),
  ),
  exceptionBreakpointFilters: row('traps', 'system calls: in the kernel', SET, dropping('filters')),
  supportsRestartRequest: row('launch', 'restart builds changed sources', /^restart$/),
  supportsTerminateRequest: row('launch', 'terminate and disconnect', /^terminate$/),
  supportsSteppingGranularity: row(
    'stepping',
    'by instruction, into',
    /^(next|stepIn)$/,
    dropping('granularity'),
  ),
  supportsRestartFrame: row('time-travel', 'a frame restarts', /^restartFrame$/),
  supportsStepBack: row('time-travel', 'step back', /^(stepBack|reverseContinue)$/),
  supportsStepInTargetsRequest: row('stepping', 'into one of the calls', /^stepIn$/, dropping('targetId')),
  supportsGotoTargetsRequest: row('goto', 'jump to cursor', /^goto$/),
  supportsCancelRequest: row('cancel', 'a launch that is given up', /^cancel$/),
  supportsANSIStyling: row(
    'cancel',
    'what the debugger says',
    /^initialize$/,
    dropping('supportsANSIStyling'),
  ),
  supportsDelayedStackTraceLoading: row(
    'inspect',
    'a stack comes in parts',
    /^stackTrace$/,
    dropping('startFrame', 'levels'),
  ),
  supportsDisassembleRequest: row('inspect', 'disassembly: exactly', /^disassemble$/),
  supportsReadMemoryRequest: row('inspect', 'memory is read', /^readMemory$/),
  supportsWriteMemoryRequest: row('data', 'memory of any process', /^writeMemory$/),
} satisfies Partial<Record<keyof DebugProtocol.Capabilities, Row>>;
