import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MergedSpan } from './summary';
import type { TimelineEvent } from './event';
import { History } from './history';
import { overview } from './overview';
import { protocolRows } from './protocol-rows';
import { EventWords } from './words';

const base = { name: 'x', pc: 0x1000n, cause: null } as const;

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
  assert.ok(history.length >= 20_000 && history.length < 60_000);
  assert.equal(history.total, 80_000);
  assert.equal(history.count(false, 8), 40_000);
  const [first] = history.summary(history.since + 100, history.since + 200, 1).spans;
  assert.equal(first.from, history.since + 100);
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

/** Steps of spans between two instants, as a picture of them says. */
const stepsIn = (spans: readonly MergedSpan[], start: number, end: number): number =>
  spans.reduce((sum, { from, to, steps }) => {
    const seen = Math.max(0, Math.min(to, end) - Math.max(from, start));
    return sum + (steps * seen) / (to - from);
  }, 0);

test('what was dropped is still seen, and coarser summaries say of every part what finer ones do', () => {
  const rounds = 60_000;
  const history = historyOf(story(rounds, 2), 10_000);
  const to = 10 * rounds + 20;
  for (const resolution of [1, 1000, to]) {
    const { spans, marks } = overview(history, { from: 0, to, resolution, limit: 3000 });
    assert.ok(spans.length <= 3000 && marks.length <= 3000);
    for (const cpu of [0, 1]) {
      const mine = spans.filter((one) => one.cpu === cpu);
      assert.equal(
        mine.reduce((sum, { steps }) => sum + steps, 0),
        to,
      );
      // The program runs on its CPU for 4 steps of 20; that is the same wherever one looks.
      for (const start of [0, to / 2, (7 * to) / 8]) {
        const user = mine.filter(({ mode }) => mode === 'user');
        assert.ok(Math.abs(stepsIn(user, start, start + to / 8) / (to / 8) - 0.2) < 0.05);
      }
    }
    assert.equal(
      marks.reduce((sum, { count }) => sum + count, 0),
      2 * rounds,
    );
  }
});

test('events by number; the protocol can be read from any of them', () => {
  const events = story(40_000);
  const history = historyOf(events, 20_000);
  const number = history.numberAt(300_004);
  assert.equal(
    number,
    events.findIndex(({ at }) => at === 300_004),
  );
  assert.deepEqual([...history.numbered(number, number + 3)], events.slice(number, number + 3));
  assert.equal(history.numberAt(Infinity), history.total);
  const newest = protocolRows(history, new EventWords(undefined), {
    from: 0,
    to: 300_004,
    limit: 7,
    oldest: false,
  });
  assert.equal(newest.rows.length, 7);
  assert.ok(newest.more);
  assert.equal(newest.rows.at(-1)!.event.at, 300_004);
  const oldest = protocolRows(history, new EventWords(undefined), {
    from: 300_000,
    to: 300_004,
    limit: 7,
    oldest: true,
  });
  assert.deepEqual(oldest.rows, newest.rows.slice(-6));
  assert.equal(oldest.more, false);
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
