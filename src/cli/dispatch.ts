import packageJson from '../../package.json';
import { UserError } from '../base/errors';
import { nearName } from '../toolchain/assembler/text/near-names';
import { HelpWanted } from './arguments';
import { asm } from './asm';
import { console } from './console';
import { help, type Command, type Surroundings } from './command';
import { dap } from './dap';
import { describe } from './describe';
import { disasm } from './disasm';
import { disk } from './disk';
import { grade } from './grade';
import { lab } from './lab';
import { lsp } from './lsp';
import { qemu } from './qemu';
import { run } from './run';
import { sched } from './sched';
import { trace } from './trace';

export const commands: readonly Command[] = [
  run,
  trace,
  sched,
  asm,
  disasm,
  describe,
  disk,
  lab,
  grade,
  dap,
  console,
  lsp,
  qemu,
];

/** Does what a command line says. Resolves to the exit status. */
export async function dispatch(words: readonly string[], around: Surroundings): Promise<number> {
  const [name, ...rest] = words;
  const { output } = around;
  let status: number;
  try {
    status = await commandLine(name, rest, around);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    around.say(`trapframe: ${error.message}`);
    status = 2;
  } finally {
    await output.flush();
  }
  if (!output.failure) return status;
  around.say(`trapframe: stdout cannot be written: ${output.failure.message}`);
  return 2;
}

async function commandLine(
  name: string | undefined,
  rest: readonly string[],
  around: Surroundings,
): Promise<number> {
  if (name === '--version') {
    around.output.write(`trapframe ${packageJson.version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const about = rest[0] === undefined ? undefined : named(rest[0]);
    const text = about ? help(about) : overview();
    if (name !== undefined) around.output.write(text);
    else around.say(text.trimEnd());
    return name === undefined ? 2 : 0;
  }
  const command = named(name);
  try {
    return await command.run(rest, around);
  } catch (error) {
    if (!(error instanceof HelpWanted)) throw error;
    around.output.write(help(command));
    return 0;
  }
}

function named(name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command) return command;
  const near = nearName(name, [...commands.map((one) => one.name), '--help', '--version']);
  const what = name.startsWith('-') ? 'option' : 'command';
  throw new UserError(
    `unknown ${what} ${name}${near ? `; did you mean ${near}?` : ' (see trapframe --help)'}`,
  );
}

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    'Usage: trapframe COMMAND ...',
    '',
    'Programs and a real kernel on a simulated RISC-V machine.',
    '',
    'Commands:',
    ...lines,
    '',
    'trapframe COMMAND --help tells more about one; trapframe --version which version this is.',
    '',
  ].join('\n');
}
