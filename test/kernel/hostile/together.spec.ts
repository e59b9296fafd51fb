import { describe, test } from 'node:test';
import { bundled } from '../bundled';
import type * as rounds from './rounds';

/** A sample; `TRAPFRAME_HOSTILE_ROUNDS=100 npm test -- hostile` is the whole. */
const ROUNDS = Number(process.env['TRAPFRAME_HOSTILE_ROUNDS'] ?? 12);
const POLICIES = ['rr', 'mlfq', 'lottery', 'stride', 'fifo', 'sjf', 'stcf'];
const SLICES = [1000, 2000, 3000, 5000];
const CPUS = [1, 4];

const { round } = bundled<typeof rounds>('kernel/hostile/rounds');

describe(`all hostile programs at once, ${ROUNDS} times, on our machine`, () => {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const policy = POLICIES[seed % POLICIES.length];
    const slice = SLICES[seed % SLICES.length];
    const cpus = CPUS[seed % CPUS.length];
    const promises = (seed % 3 === 0 ? ' fork=cow stack=grow' : '') + (seed % 4 < 2 ? '' : ' isolation=on');
    test(`seed ${seed}: policy ${policy}, slice ${slice}, ${cpus} CPUs${promises}`, () =>
      round(seed, `timeslice=${slice} policy=${policy}${promises}`, cpus));
  }
});
