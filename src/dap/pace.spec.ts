import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostPace } from './pace';
import type { Clock } from '../host/clock';

/** Time that passes only when somebody waits for it, or by hand. */
class TestClock implements Clock {
  time = 0;
  private waiting: { at: number; action: () => void } | undefined;
  now(): number {
    return this.time;
  }
  later(action: () => void, milliseconds: number): () => void {
    this.waiting = { at: this.time + milliseconds, action };
    return () => (this.waiting = undefined);
  }
  get isAwaited(): boolean {
    return this.waiting !== undefined;
  }
  /** Lets the one who waits have what they wait for. */
  pass(): void {
    const { waiting } = this;
    if (!waiting) return;
    this.time = waiting.at;
    waiting.action();
  }
}

function start(speed: number | 'full') {
  const clock = new TestClock();
  const counts = { looks: 0, turns: 0 };
  const pace = new HostPace(
    () => (counts.turns++, Promise.resolve()),
    () => counts.looks++,
    clock,
  );
  pace.speed = speed;
  pace.begin(true);
  return { clock, pace, counts };
}

/** A run of so many steps, each slice as long as it may be. @returns how often it rested */
async function run(pace: HostPace, clock: TestClock, steps: number): Promise<number> {
  let rests = 0;
  for (let made = 0; made < steps; rests++) {
    const slice = Math.min(pace.slice, steps - made);
    made += slice;
    const rest = pace.rest(slice + 500, slice);
    clock.pass();
    await rest;
  }
  return rests;
}

for (const speed of [1, 7, 100, 12_345, 1_000_000]) {
  test(`${speed} instructions a second take a second, in slices that are no longer than a look`, async () => {
    const { clock, pace, counts } = start(speed);
    const rests = await run(pace, clock, speed);
    assert.ok(Math.abs(clock.time - 1000) < 1, `${clock.time} ms`);
    assert.equal(counts.turns, rests, 'requests are let in at each rest');
    assert.ok(counts.looks >= Math.min(speed, 9) && counts.looks <= 11, `${counts.looks} looks`);
  });
}

test('one instruction at a time, and each is to be seen', async () => {
  const { clock, pace, counts } = start(1);
  assert.equal(pace.slice, 1);
  await run(pace, clock, 5);
  assert.equal(counts.looks, 5);
});

test('idle time passes at once', async () => {
  const { clock, pace, counts } = start(1);
  await pace.rest(1, 0);
  assert.equal(clock.time, 0);
  assert.equal(counts.looks, 0);
});

test('who waits for the run need not wait for the speed; nor who changes it', async () => {
  const { clock, pace } = start(1);
  const paused = pace.rest(501, 1);
  assert.ok(clock.isAwaited);
  pace.wake();
  await paused;
  assert.equal(clock.time, 0);
  assert.ok(!clock.isAwaited);

  const changed = pace.rest(501, 1);
  pace.speed = 'full';
  await changed;
  assert.ok(pace.slice > 1000);
  await pace.rest(1000, 1000);
  assert.equal(clock.time, 0);
});

test('a step is not slowed', async () => {
  const { clock, pace, counts } = start(1);
  pace.begin(false);
  assert.ok(pace.slice > 1000);
  await pace.rest(100_000, 100_000);
  assert.equal(clock.time, 0);
  assert.equal(counts.looks, 0);
});

test('what a slow host could not do is not made up for later', async () => {
  const { clock, pace } = start(1000);
  clock.time = 60_000;
  await pace.rest(520, 20);
  await run(pace, clock, 1000);
  assert.ok(clock.time >= 60_900, `${clock.time} ms`);
});

test('who waits for the run need not wait for what is waited for between two slices', async () => {
  let turns = 0;
  const pace = new HostPace(
    (woken) => (turns++, woken),
    () => undefined,
    new TestClock(),
  );
  pace.begin(true);
  const rest = pace.rest(1, 1);
  pace.wake();
  await rest;
  assert.equal(turns, 1);
});
