import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './root';

const images = new Map<string, string>();

/** The kernel's image, compiled anew if its sources changed. */
export function kernelImage(compiler: 'zig' | 'gcc'): string {
  const known = images.get(compiler);
  if (known !== undefined) return known;
  const image = path.join(root, 'dist', 'kernel', compiler === 'zig' ? 'kernel.elf' : 'kernel-gcc.elf');
  const script = path.join(root, 'kernel', 'build.mjs');
  const result = spawnSync(process.execPath, [script, '--compiler', compiler], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  images.set(compiler, image);
  return image;
}
