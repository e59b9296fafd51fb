import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Accounting } from './accounting';
import type { Fact, TimelineEvent } from './event';
import { History } from './history';
import { overview } from './overview';
import { ProcessNames } from './process-names';
import { OTHERS } from './summary';

/** Processes that begin, make a system call, and end: each has a pid of its own. A shell (1) makes them. */
function* life(processes: number, from = 2): Generator<TimelineEvent> {
  for (let i = 0; i < processes; i++) {
    const pid = from + i;
    let at = 200 * pid;
    const of = (whose: number, mode: 'user' | 'kernel', to: 'user' | 'kernel', fact: Fact): TimelineEvent => {
      at += 20;
      const cause = fact.kind === 'trap' ? 8 : null;
      return { at, cpu: 0, pid: whose, name: `p${whose}`, pc: 0x1000n, cause, from: mode, to, ...fact };
    };
    yield of(1, 'kernel', 'kernel', { kind: 'switch', cpuIs: 'taken' });
    yield of(pid, 'kernel', 'kernel', { kind: 'switch', cpuIs: 'given' });
    yield of(pid, 'kernel', 'user', { kind: 'return' });
    yield of(pid, 'user', 'kernel', { kind: 'trap', call: { number: 1n, args: [0n] } });
    yield of(pid, 'kernel', 'kernel', { kind: 'exit', status: 0 });
    yield of(pid, 'kernel', 'kernel', { kind: 'switch', cpuIs: 'taken' });
    yield of(1, 'kernel', 'kernel', { kind: 'switch', cpuIs: 'given' });
  }
}

test('an answer has its bound, however many processes there were, and leaves no step out', () => {
  const history = new History(20_000);
  for (const event of life(8000)) history.add(event);
  const to = 200 * 8002;
  for (const limit of [1, 7, 50, 300, 5000]) {
    const { spans, marks } = overview(history, { from: 0, to, resolution: 1, limit });
    assert.ok(spans.length <= limit && marks.length <= limit, `${limit}: ${spans.length}, ${marks.length}`);
    if (limit < 50) continue;
    assert.equal(
      spans.reduce((sum, { steps }) => sum + steps, 0),
      to,
    );
    assert.ok(spans.some(({ pid }) => pid === OTHERS));
    assert.equal(
      marks.reduce((sum, { count }) => sum + count, 0),
      history.total,
    );
  }
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are in use. */
function memory(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('what is known of a run grows by nothing for each process that lives and ends', () => {
  const history = new History(20_000, 4);
  const accounting = new Accounting(1, 100);
  const names = new ProcessNames();
  const live = (processes: number, from: number): void => {
    for (const event of life(processes, from)) {
      history.add(event);
      accounting.add(event);
      names.set(event.pid!, event.name!);
    }
  };
  live(20_000, 2);
  const before = memory();
  live(30_000, 20_002);
  const grown = memory() - before;
  assert.ok(grown / 30_000 < 16, `${grown} bytes for 30,000 processes`);
  assert.equal(accounting.processes.size, 100);
  // The shell and the work for no process are there, too.
  assert.equal(accounting.merged.processes, 50_000 + 2 - 100);
  const told = [...accounting.processes.values()].reduce((sum, { user }) => sum + user, 0);
  assert.equal(told + accounting.merged.user, accounting.total.user);
});

test('names are kept as they were for whoever saved them', () => {
  const names = new ProcessNames();
  names.set(1, 'sh');
  const saved = names.save();
  for (let pid = 2; pid < 5000; pid++) names.set(pid, 'child');
  assert.ok(names.size < 2000);
  assert.equal(names.get(4999), 'child');
  names.restore(saved);
  assert.equal(names.get(1), 'sh');
  names.set(1, 'ls');
  assert.equal(saved.get(1), 'sh');
});
