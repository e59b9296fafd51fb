import { csvLine, type Cell } from '../base/csv';
import { UserError } from '../base/errors';
import type { Kind } from '../debug/launch/kinds';
import { CallWatch } from '../debug/questions/call-watch';
import { callInWords, type FunctionCall } from '../debug/questions/function-call';
import type { System } from '../debug/system';

/** Calls that are kept, of the first ones. */
const MOST = 1_000_000;

export const functionName: Kind<string> = {
  allowed: 'the name of a function of the kernel or of a program',
  placeholder: 'FUNCTION',
  schema: { type: 'string' },
  read: (raw) => (typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined),
};

/** How calls can be written. */
const writers = {
  text: (call: FunctionCall) => `${call.at} cpu ${call.cpu} ${whoOf(call)} ${callInWords(call)}\n`,
  json: (call: FunctionCall) => JSON.stringify(asJson(call)) + '\n',
  csv: (call: FunctionCall) => csvLine(cellsOf(call)),
} as const;

export type CallFormat = keyof typeof writers;
const COLUMNS = ['at', 'cpu', 'pid', 'name', 'arguments', 'result', 'returned', 'caller', 'depth'] as const;

const whoOf = ({ pid }: FunctionCall): string => (pid === undefined ? '-' : `pid ${pid}`);

/** Sees the calls of a function while the run goes on. */
export class CallTrace {
  readonly watch: CallWatch;
  private readonly calls: FunctionCall[] = [];
  private missed = 0;

  /** @param pid only those of this process @throws UserError when there is no such function, or the format is for something else */
  constructor(
    system: System,
    name: string,
    pid: number | undefined,
    private readonly format: CallFormat,
  ) {
    this.watch = new CallWatch(system, name, (call) => {
      if (pid !== undefined && call.pid !== pid) return;
      if (this.calls.length < MOST) this.calls.push(call);
      else this.missed++;
    });
  }

  /** All of them, in the order in which they began. */
  get text(): string {
    const lines = this.calls.map(writers[this.format]);
    return (this.format === 'csv' ? csvLine(COLUMNS) : '') + lines.join('');
  }

  /** What has to be said besides; undefined: nothing. */
  get remark(): string | undefined {
    return this.missed === 0 ? undefined : `--calls: ${this.missed} more calls came behind the first ${MOST}`;
  }
}

/** @throws UserError when calls cannot be written so */
export function callFormat(format: string): CallFormat {
  if (Object.hasOwn(writers, format)) return format as CallFormat;
  const allowed = Object.keys(writers).join(', ');
  throw new UserError(`--format ${format} shows events; with --calls it takes one of ${allowed}`);
}

function asJson({ at, cpu, pid, name, arguments: args, end, caller, depth }: FunctionCall): object {
  return {
    at,
    cpu,
    pid: pid ?? null,
    name,
    arguments: args,
    result: end?.result ?? null,
    returned: end?.at ?? null,
    caller,
    depth,
  };
}

const cellsOf = ({ at, cpu, pid, name, arguments: args, end, caller, depth }: FunctionCall): Cell[] => [
  at,
  cpu,
  pid ?? null,
  name,
  args.map((one) => `${one.name} = ${one.value}`).join(', '),
  end?.result ?? null,
  end?.at ?? null,
  caller,
  depth,
];
