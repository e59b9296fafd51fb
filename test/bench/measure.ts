import { spawnSync } from 'node:child_process';

/**
 * CPU seconds (user and system) that a program and its children take from start to end: what a shell's `times` says of its
 * children. A noisy machine stretches the clock, but hardly the CPU time.
 */
export function cpuSeconds(command: string, args: readonly string[]): number {
  const script = '"$@" >/dev/null 2>&1 </dev/null; status=$?; times; exit $status';
  const result = spawnSync('sh', ['-c', script, 'sh', command, ...args], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${result.status}`);
  // Two lines: of the shell itself, and of its children; each with user and system time, such as 1m2.345s.
  const times = [...result.stdout.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
  return times[2] + times[3];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
