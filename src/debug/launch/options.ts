import { consoleInput } from './console-input';
import { fileList } from './file-list';
import {
  choice,
  flag,
  folderMap,
  globs,
  integer,
  line,
  literal,
  onOff,
  path,
  paths,
  programName,
  size,
  textOfBytes,
  texts,
  wordsOrPath,
  type Kind,
} from './kinds';
import { policy } from './policy';
import { programList } from './program-list';
import { speed } from './speed';

/**
 * One row for everything that can be said about a run. The command line calls it `--time-slice`, a launch
 * configuration `timeSlice`; a row says which of the two know it. Words that only later versions understand
 * are not here: who uses them is told so, and nothing is accepted that has no effect.
 */
export interface Option<T> {
  readonly kind: Kind<T>;
  readonly default: T;
  readonly faces: readonly Face[];
  readonly description: string;
}
export type Face = 'command' | 'launch';

const both = ['command', 'launch'] as const;
const row = <T>(
  faces: readonly Face[],
  kind: Kind<T>,
  value: NoInfer<T>,
  description: string,
): Option<T> => ({
  kind,
  default: value,
  faces,
  description,
});
const optional = <T>(kind: Kind<T>): Kind<T | undefined> => kind;

export const options = {
  program: row(
    ['launch'],
    optional(path()),
    undefined,
    'The program to run: an assembly file (.s, .S), a C file (.c) or a RISC-V ELF file.',
  ),
  args: row(['launch'], texts(), [], 'Arguments of `program`.'),
  programs: row(
    ['launch'],
    optional(programList()),
    undefined,
    'Several programs to run at the same time: paths, or objects with `path` and `args`.',
  ),
  sources: row(
    both,
    paths(),
    [],
    'Further source files of the (first) program, assembly or C, that are linked with it.',
  ),
  includeRoot: row(
    both,
    optional(path()),
    undefined,
    'The folder that files included by assembly must lie in. Without it: the workspace folder, or the current folder.',
  ),
  kernel: row(
    both,
    wordsOrPath('builtin', 'none'),
    'builtin',
    'The kernel: `builtin`, the path of a kernel (ELF, a raw image `.bin`, or a folder of sources, which is built), or `none`: the program ' +
      'is the machine’s own image.',
  ),
  bios: row(
    both,
    wordsOrPath('none', 'builtin'),
    'none',
    'What runs in machine mode under a kernel that wants an SBI firmware there: `none`, the `builtin` one, or the path of another ' +
      '(ELF, or a raw image for 0x80000000). The kernel then lies at 0x80200000.',
  ),
  control: row(
    both,
    choice('preemptive', 'cooperative', 'direct'),
    'preemptive',
    'How the kernel regains the CPU: `preemptive`, by traps and the timer interrupt; `cooperative`, by traps only; ' +
      '`direct`, not at all: programs run in supervisor mode, one after another.',
  ),
  policy: row(
    both,
    policy(),
    'rr',
    'Scheduling policy: `fifo`, `rr`, `sjf`, `stcf`, `mlfq`, `lottery`, `stride`, or the kernel’s template for your `own`; ' +
      'with parameters, such as `mlfq:levels=3,quantum=2,allotment=4,boost=100`.',
  ),
  timeSlice: row(both, integer(1, 2 ** 40), 10_000, 'Time between two timer interrupts, in instructions.'),
  bootArguments: row(
    both,
    line(300),
    '',
    'Further boot arguments for the kernel, as `key=value` with spaces between. The built-in one knows `fork=copy` and `fork=cow`, `stack=fixed` and ' +
      '`stack=grow`, `verbose=1`.',
  ),
  isolation: row(
    both,
    onOff(),
    false,
    'Whether the built-in kernel keeps itself out of the page tables that programs run with: each process then has two, and every trap changes ' +
      'from one to the other.',
  ),
  secret: row(
    both,
    optional(textOfBytes(32)),
    undefined,
    'The 32 bytes that the built-in kernel keeps at `kernel_secret`, and tells nobody. Without it they come from `seed`, or are what they always are.',
  ),
  seed: row(
    both,
    optional(integer(0, 2 ** 40)),
    undefined,
    'What the policy `lottery` draws its tickets by, and the kernel’s secret is made of: the same seed, the same run.',
  ),
  cpus: row(both, integer(1, 8), 1, 'Number of CPUs.'),
  memory: row(both, size(2 ** 20, 2 ** 31), 128 * 2 ** 20, 'Size of the RAM, such as `64M`.'),
  disk: row(
    both,
    optional(wordsOrPath('none')),
    undefined,
    'File with the contents of a disk (virtio), which is not written to; `none`: no disk. Without it the built-in kernel ' +
      'gets a new one, with the programs in `/bin`.',
  ),
  files: row(
    ['launch'],
    fileList(),
    [],
    'Files of this computer to put on the disk of the built-in kernel, as `HOST` or `HOST:GUEST`.',
  ),
  file: row(
    ['command'],
    fileList(),
    [],
    'Put a file of this computer on the disk of the built-in kernel, at a path of its own or into the root; may be given several times.',
  ),
  diskOut: row(
    ['command'],
    optional(path()),
    undefined,
    'Write the contents of the disk to a file when the run has ended, however it did.',
  ),
  diskLatency: row(both, integer(0, 2 ** 40), 0, 'Time that a request to the disk takes, in instructions.'),
  input: row(
    both,
    optional(consoleInput()),
    undefined,
    'File with console input, which the machine gets when it looks out for it; a launch configuration may give the input ' +
      'itself, as `{"text"}`. Without it: stdin on the command line, none when debugging.',
  ),
  engine: row(
    both,
    choice('auto', 'interpreter', 'translator'),
    'auto',
    'What executes instructions: `auto` translates what runs often to WebAssembly and interprets the rest; `interpreter` ' +
      'translates nothing; `translator` everything, at once. A run is the same with each.',
  ),
  costModel: row(
    both,
    choice('none', 'simple', 'caches'),
    'none',
    'What things take, as `cycle` counts it: `none`, one cycle for each instruction; `simple`, a fixed price for a memory access, a trap and a page ' +
      'walk; `caches`, as caches, translations and a branch predictor make it. What a program does is the same with each, unless it reads `cycle`.',
  ),
  transient: row(
    both,
    integer(0, 1000),
    0,
    'Instructions that a CPU goes on with behind a load that faults, or behind a branch that it foresaw wrongly, before it throws them away: ' +
      'transient execution. 0: none. Needs the cost model `caches`.',
  ),
  transientForwarding: row(
    both,
    onOff(),
    true,
    'Whether a load that faults hands the value to transient instructions all the same, as processors did that Meltdown read from; `off`: it hands them zero.',
  ),
  maxInstructions: row(
    ['command'],
    optional(integer(1)),
    undefined,
    'Give up (status 124) when the machine has made this many steps.',
  ),
  maxIdle: row(
    ['command'],
    integer(1),
    300_000_000,
    'Of a kernel that is not the built-in one: give up (status 125) when its input has ended and so many instructions of each CPU ' +
      'have passed in which nothing happened but timer interrupts.',
  ),
  stats: row(['command'], optional(path()), undefined, 'Write numbers about the run to a file, as JSON.'),
  signature: row(
    ['command'],
    optional(path()),
    undefined,
    'With `none` as kernel: write the words from `begin_signature` to `end_signature` to a file when the run has ended.',
  ),
  stopOnEntry: row(
    ['launch'],
    literal(false, 'main', 'reset'),
    'main',
    'Where to stop first: `main` of the first program, the `reset` of the machine, or nowhere (`false`).',
  ),
  stopInProgram: row(
    ['launch'],
    optional(programName()),
    undefined,
    'Stop first at `main` of the first process that runs a program of this name, of those that `symbols` names; for kernels that find ' +
      'their programs by themselves.',
  ),
  symbols: row(
    ['launch'],
    globs(),
    [],
    'Files (globs) of programs that the kernel finds by itself, on a disk: processes of that name get their symbols. ' +
      'xv6 builds `sh` as `user/_sh`: `user/_*`.',
  ),
  kernelDescription: row(
    ['launch'],
    optional(path()),
    undefined,
    'File (JSON) that describes a kernel to the debugger, for kernels other than the built-in one and xv6-riscv.',
  ),
  sourceMap: row(
    ['launch'],
    folderMap(),
    {},
    'Where sources are now that were compiled elsewhere: for each folder in the debug information, the folder on this computer.',
  ),
  console: row(
    ['launch'],
    choice('integratedTerminal', 'internalConsole'),
    'integratedTerminal',
    'Where the console of the machine is shown.',
  ),
  speed: row(
    ['launch'],
    speed(),
    'full',
    'How fast Continue runs the machine: instructions a second, or `full`. Views follow a slow run. Steps are not slowed.',
  ),
  recording: row(
    ['launch'],
    optional(path()),
    undefined,
    'A recording to open, at its end: everything else about what is run is in it.',
  ),
  recordingBudget: row(
    ['launch'],
    size(2 ** 20, 2 ** 36),
    100 * 2 ** 20,
    'Memory that the recording of a run may take, such as `100M`. With less, going back takes longer.',
  ),
  logSystemCalls: row(
    ['launch'],
    flag(),
    false,
    'Write a line to the debug console for each system call: arguments and result, as `strace` does.',
  ),
  stepIntoInterrupts: row(
    ['launch'],
    flag(),
    false,
    'Whether a step into also goes into interrupts that come meanwhile; otherwise steps pass over them.',
  ),
  skipLibrary: row(
    ['launch'],
    flag(),
    true,
    'Whether a step into passes over the functions of the library that C programs are linked with, such as `printf`; a system call leads into the kernel all the same.',
  ),
} satisfies Record<string, Option<unknown>>;

type Options = typeof options;
export type OptionName = keyof Options;

/** A value for every option. */
export type OptionValues = { readonly [N in OptionName]: Options[N]['default'] };

/** The option of that name; widened, for those who walk the table. */
export const option = (name: OptionName): Option<unknown> => options[name];

export const optionNames = (face: Face): OptionName[] =>
  (Object.keys(options) as OptionName[]).filter((name) => option(name).faces.includes(face));

/** How a face spells an option: `--time-slice`, or `timeSlice`. */
export const spelling = (name: string, face: Face): string =>
  face === 'launch' ? name : '--' + name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
