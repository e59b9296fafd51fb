import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bootList } from '../../src/toolchain/boot-list';
import { makeInitrd } from '../../src/toolchain/initrd';

const COMPILER = 'riscv64-unknown-elf-gcc';

export const compilerIsInstalled = (): boolean => spawnSync(COMPILER, ['--version']).status === 0;

/** Assembles and links one program of this folder into `folder`. @returns its ELF file */
export function buildProgram(name: string, folder: string): Uint8Array {
  const source = path.join(__dirname, 'programs', `${name}.S`);
  const script = path.join(__dirname, '..', '..', 'kernel', 'user', 'program.ld');
  const output = path.join(folder, name);
  const options = ['-march=rv64imac_zicsr', '-mabi=lp64', '-nostdlib', '-static', '-Wl,--build-id=none'];
  const result = spawnSync(COMPILER, [...options, '-T', script, '-o', output, source], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${name}: ${result.stderr}`);
  return readFileSync(output);
}

/** What the kernel boots from: programs by name, `hello one two` with arguments. */
export function initrdOf(commands: readonly string[], folder: string): Uint8Array {
  const processes = commands
    .map((command) => command.split(' '))
    .map((argv) => ({ file: `bin/${argv[0]}`, argv }));
  const names = [...new Set(commands.map((command) => command.split(' ')[0] ?? ''))];
  return makeInitrd([
    ...names.map((name) => ({ name: `bin/${name}`, bytes: buildProgram(name, folder) })),
    bootList(processes),
  ]);
}
