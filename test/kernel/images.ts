import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './root';

export type Compiler = 'zig' | 'gcc';
export interface Build {
  readonly compiler: Compiler;
  readonly optimize: '0' | '1' | '2';
}

/** Every build of the kernel that has to behave alike. */
export const builds: readonly Build[] = (['zig', 'gcc'] as const).flatMap((compiler) =>
  (['0', '1', '2'] as const).map((optimize) => ({ compiler, optimize })),
);

export const nameOfBuild = ({ compiler, optimize }: Build): string => `${compiler}-O${optimize}`;

/** The one that the kernel's tests try: `TRAPFRAME_KERNEL=gcc-O2`, or the one that is shipped. */
export const testedBuild: Build = (() => {
  const wanted = process.env['TRAPFRAME_KERNEL'] ?? 'zig-O0';
  const build = builds.find((one) => nameOfBuild(one) === wanted);
  if (!build)
    throw new Error(`TRAPFRAME_KERNEL=${wanted}: allowed are ${builds.map(nameOfBuild).join(', ')}`);
  return build;
})();

const images = new Map<string, string>();

/** The kernel's image, compiled anew if its sources changed. */
export function kernelImage(compiler: Compiler, optimize: Build['optimize'] = '0'): string {
  const name = nameOfBuild({ compiler, optimize });
  const known = images.get(name);
  if (known !== undefined) return known;
  const shipped = name === 'zig-O0';
  const image = path.join(root, 'dist', 'kernel', shipped ? 'kernel.elf' : `kernel-${name}.elf`);
  const script = path.join(root, 'kernel', 'build.mjs');
  const options = ['--compiler', compiler, '--optimize', optimize, '--output', image];
  const result = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  images.set(name, image);
  return image;
}

/** The image of the build that the kernel's tests try. */
export const testedKernel = (): string => kernelImage(testedBuild.compiler, testedBuild.optimize);
