import type { Host } from '../host/host';
import { sizeInWords } from '../debug/launch/kinds';
import { option, optionNames, spelling } from '../debug/launch/options';
import type { Flag } from './arguments';
import type { Output } from './output';
import type { Stdin } from './stdin';

/** What a command has to work with. */
export interface Surroundings {
  readonly output: Output;
  /** Writes one or more lines to stderr. */
  say(text: string): void;
  readonly host: Host;
  /** @throws UserError when it cannot be written */
  writeFile(path: string, data: string | Uint8Array): Promise<void>;
  /** Asked before the work is done whose result the file is for. @throws UserError when it cannot be written */
  checkWritable(path: string): Promise<void>;
  /** Aborted when the user interrupts. */
  readonly interrupt: AbortSignal;
  /** Console input, unless a file is given for it. Absent: there is none. */
  readonly stdin?: Stdin;
}

export interface Command {
  readonly name: string;
  /** What follows `trapframe NAME` in a usage line. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  /** Options of its own. */
  readonly flags: Readonly<Record<string, Flag>>;
  /** Whether it also takes the options about a run. */
  readonly runs: boolean;
  /** Resolves to the exit status. @throws UserError for what the user must mend (status 2). */
  run(words: readonly string[], around: Surroundings): Promise<number>;
}

/** The text of `trapframe NAME --help`. */
export function help(command: Command): string {
  const own = Object.entries(command.flags).map(([name, { kind, description }]): [string, string] => [
    `${name.length === 1 ? `-${name}` : spelling(name, 'command')} ${kind.placeholder}`,
    description,
  ]);
  const shared = (command.runs ? optionNames('command') : []).map((name): [string, string] => {
    const { kind, description, default: value } = option(name);
    const standard =
      value === undefined || (Array.isArray(value) && value.length === 0)
        ? ''
        : ` [${name === 'memory' ? sizeInWords(value as number) : JSON.stringify(value).replaceAll('"', '')}]`;
    return [`${spelling(name, 'command')} ${kind.placeholder}`, description + standard];
  });
  const rows = [...own, ...shared];
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
  return [
    `Usage: trapframe ${command.name} ${command.usage}`,
    '',
    command.summary,
    ...(rows.length > 0 ? ['', 'Options:', ...lines] : []),
    ...(command.runs ? ['', ...PROGRAMS] : []),
    '',
  ].join('\n');
}

const PROGRAMS = [
  'PROGRAM is an assembly file (.s, .S), a C file (.c; a C compiler must be installed, TRAPFRAME_CC may name it) or a',
  'RISC-V ELF file, or builtin:NAME for one that comes with the product (builtin:sh is a shell); -- separates programs that',
  'run at the same time.',
  'Exit status: that of the first program if below 124, else 123; 124 out of instructions, 125 stuck, 126 kernel',
  'panic, 128 + cause when the kernel killed the first program, 2 bad usage or input.',
];
