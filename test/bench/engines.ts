import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onPath } from '../../scripts/commands';
import { inRoot } from '../../scripts/root';
import { cpuSeconds } from './measure';

/** Something that runs an image, and the CPU seconds it takes. */
export interface Engine {
  readonly name: string;
  run(image: string): number;
}

const cli = inRoot('dist', 'cli.js');

const own = (name: string, engine: string): Engine => ({
  name,
  run: (image) => cpuSeconds(process.execPath, [cli, 'run', '--kernel', 'none', '--engine', engine, image]),
});

/** The product as it comes, which is what is compared; and without translation. */
export const trapframe = own('trapframe', 'auto');
export const interpreter = own('interpreter', 'interpreter');

/** QEMU as it comes, and with exact instruction counts; empty where it is not installed. */
export function references(): Engine[] {
  const qemu = onPath('qemu-system-riscv64');
  if (qemu === undefined) return [];
  const engine = (name: string, ...options: string[]): Engine => ({
    name,
    run: (image) =>
      cpuSeconds(qemu, [
        '-machine',
        'virt',
        '-bios',
        'none',
        '-nographic',
        '-no-reboot',
        ...options,
        '-kernel',
        image,
      ]),
  });
  return [engine('qemu'), engine('qemu -icount', '-icount', 'shift=0')];
}

/** Steps of a whole run. */
export function stepsOf(image: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-bench-'));
  try {
    const stats = path.join(folder, 'stats.json');
    cpuSeconds(process.execPath, [cli, 'run', '--kernel', 'none', '--stats', stats, image]);
    return (JSON.parse(readFileSync(stats, 'utf8')) as { instructions: number }).instructions;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
