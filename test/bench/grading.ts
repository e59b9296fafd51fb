import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../docs/pages';
import { makeClass } from '../grade/class';

/** What grading a class takes. */
export interface GradingCosts {
  readonly submissions: number;
  /** Of the wall clock, on two cores. */
  readonly seconds: number;
  /** The most that all its processes had at once. */
  readonly megabytes: number;
}

/** Grades a class of so many, half of it hostile, two at a time. */
export async function gradingCosts(submissions: number): Promise<GradingCosts> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-class-'));
  try {
    const { lab, submissions: all } = await makeClass(folder, submissions);
    const start = performance.now();
    const child = spawn(
      process.execPath,
      [path.join(root, 'dist', 'cli.js'), 'grade', lab, ...all, '--jobs', '2', '--format', 'csv'],
      { stdio: 'ignore' },
    );
    let most = 0;
    const look = setInterval(() => (most = Math.max(most, residentBelow(child.pid!))), 100);
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    clearInterval(look);
    if (status !== 1) throw new Error(`the class was not graded: ${status}`);
    return {
      submissions,
      seconds: (performance.now() - start) / 1000,
      megabytes: Math.round(most / 2 ** 20),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes of memory that a process and all that it has started are using; 0 where there is no /proc. */
function residentBelow(pid: number): number {
  const parents = new Map<number, number[]>();
  let all: string[];
  try {
    all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return 0;
  }
  for (const name of all) {
    const parent = statusOf(name, 'PPid');
    if (parent !== undefined) parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const sum = (one: number): number =>
    (statusOf(String(one), 'VmRSS') ?? 0) * 1024 +
    (parents.get(one) ?? []).reduce((rest, child) => rest + sum(child), 0);
  return sum(pid);
}

function statusOf(pid: string, field: string): number | undefined {
  try {
    const value = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    )?.[1];
    return value === undefined ? undefined : Number(value);
  } catch {
    return undefined;
  }
}
