import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { nodeHost } from '../../src/host/node-host';
import type { DebuggerOptions } from '../../src/debug/assembly';
import { Debugger } from '../../src/debug/debugger';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import type { Pace } from '../../src/debug/run/pace';
import type { Stop } from '../../src/debug/run/stop';
import { programs, type ProgramName } from '../dap/programs';

const root = join(__dirname, '..', '..');

/** Debuggers of the real machine with the real kernel, without any protocol between. */
export function laboratory(): (
  names: readonly ProgramName[],
  launch?: object,
  pace?: Pace,
  options?: Partial<DebuggerOptions>,
) => Promise<Debugger> {
  const folder = mkdtempSync(join(tmpdir(), 'trapframe debug '));
  before(() => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'kernel', 'build.mjs')]);
    if (status !== 0) throw new Error(`the kernel was not built: ${String(stderr)}`);
    for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  });
  after(() => rmSync(folder, { recursive: true }));
  return async (
    names,
    launch = {},
    pace = { slice: 1_000_000, rest: () => Promise.resolve() },
    options = {},
  ) => {
    const configuration = { programs: names.map((name) => join(folder, name)), ...launch };
    const booted = await boot(readLaunchConfiguration(configuration), nodeHost(join(root, 'dist')));
    return new Debugger(booted, { pace, sourceRoot: root, ...options });
  };
}

/** Does something that makes the machine run; the stop that comes of it, or undefined when the machine went off. */
export function untilStop(target: Debugger, action: () => void): Promise<Stop | undefined> {
  return new Promise((resolve) => {
    const done = (stop?: Stop): void => {
      for (const stopListening of listening) stopListening();
      resolve(stop);
    };
    const listening = [target.stopped.on((stop) => done(stop)), target.ended.on(() => done())];
    action();
  });
}

/** Numbers below a bound, the same for the same seed (xorshift). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}
