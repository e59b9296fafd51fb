import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { capture } from '../../scripts/commands';
import { inRoot } from '../../scripts/root';

const SOURCES = path.join(__dirname, 'programs');

/** The programs, with what each is about. Most take QEMU a second or more: how a process starts is measured by itself. */
export const programs = {
  mix: 'list, matrix, CRC, state machine',
  sieve: 'primes below a million',
  sha256: 'SHA-256',
  bytecode: 'a byte-code interpreter',
  paging: 'page tables, supervisor mode',
  trapstorm: 'six million system calls',
  switches: 'two processes under Sv39, a million switches',
  calls: 'calls and returns',
  cold: '4096 functions, eight times each',
  empty: 'nothing: a process starts and ends',
} as const;
export type ProgramName = keyof typeof programs;

/** Those that end at once. */
export const shortPrograms: readonly ProgramName[] = ['cold', 'empty'];

/** Those that are about instructions alone: the mean of the ratios is over them. */
export const integerPrograms: readonly ProgramName[] = ['mix', 'sieve', 'sha256', 'bytecode'];

const FLAGS = [
  '-target',
  'riscv64-freestanding-none',
  '-mcpu=generic_rv64+m+a+c+zicsr+zifencei',
  '-mcmodel=medany',
  '-ffreestanding',
  '-nostdlib',
  '-std=gnu23',
  '-O2',
  '-fno-sanitize=undefined',
  '-w',
];

/** The image of a program for the virt board, to be started in machine mode. Compiled by zig if it is not there yet. */
export async function build(name: ProgramName): Promise<string> {
  const image = inRoot('.cache', 'bench', name);
  const inputs = ['start.S', 'memory.c', `${name}.c`].map((file) => path.join(SOURCES, file));
  const script = path.join(SOURCES, 'bench.ld');
  const newest = Math.max(...[...inputs, script].map((file) => statSync(file).mtimeMs));
  if (existsSync(image) && statSync(image).mtimeMs > newest) return image;
  mkdirSync(path.dirname(image), { recursive: true });
  const zig = inRoot('node_modules', '@zigc', 'cli', 'bin', 'zig');
  const { status, output } = await capture(process.execPath, [
    zig,
    'cc',
    ...FLAGS,
    `-Wl,-T,${script}`,
    '-o',
    image,
    ...inputs,
  ]);
  if (status !== 0) throw new Error(`${name} cannot be compiled:\n${output}`);
  return image;
}
