import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TimelineEvent } from './event';
import { History } from './history';
import { overview } from './overview';

const base = { pc: 0x1000n, cause: null, detail: 'x' } as const;

/** A program that traps and returns: one of each every ten steps. */
function story(rounds: number, cpus = 1): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  for (let i = 0; i < rounds; i++) {
    const [at, cpu] = [10 * (i + 1), i % cpus];
    const pid = cpu + 1;
    events.push({ ...base, at, cpu, pid, from: 'kernel', to: 'user', kind: 'return' });
    events.push({ ...base, at: at + 4, cpu, pid, from: 'user', to: 'kernel', kind: 'trap', cause: 8 });
  }
  return events;
}

function historyOf(events: readonly TimelineEvent[], capacity?: number): History {
  const history = new History(capacity);
  for (const event of events) history.add(event);
  return history;
}

test('what goes in comes out, between two instants', () => {
  const events = story(20_000);
  const history = historyOf(events);
  assert.deepEqual([...history.between(0, Infinity)], events);
  assert.deepEqual(
    [...history.between(501, 700)],
    events.filter(({ at }) => at >= 501 && at <= 700),
  );
  assert.equal(history.count(false, 8), 20_000);
  assert.equal(history.count(true, 8), 0);
});

test('too many events: the oldest go, the counts stay, and spans begin with what each CPU was doing', () => {
  const history = historyOf(story(40_000), 20_000);
  assert.ok(history.since > 0);
  assert.ok(history.length >= 20_000 && history.length < 40_000);
  assert.equal(history.total, 80_000);
  assert.equal(history.count(false, 8), 40_000);
  const [first] = history.spans(history.since + 100, history.since + 200);
  assert.ok(first.since > 0);
});

test('spans cover every step of every CPU once, however coarse the view', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 500 }),
      (rounds, cpus, resolution) => {
        const history = historyOf(story(rounds, cpus));
        const to = 10 * rounds + 20;
        const { spans } = overview(history, { from: 0, to, resolution, limit: 10_000 });
        for (let cpu = 0; cpu < Math.min(cpus, rounds); cpu++) {
          const steps = spans.filter((one) => one.cpu === cpu).reduce((sum, one) => sum + one.steps, 0);
          assert.equal(steps, to);
        }
      },
    ),
  );
});

test('a limit makes the view coarser, never incomplete', () => {
  const history = historyOf(story(5000));
  const { spans, resolution, marks } = overview(history, { from: 0, to: 50_020, resolution: 1, limit: 100 });
  assert.ok(spans.length <= 100 && resolution > 1);
  assert.equal(
    marks.reduce((sum, { count }) => sum + count, 0),
    10_000,
  );
});
