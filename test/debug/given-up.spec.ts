// A search that is given up leaves everything where it was: the machine, the histories, the answers to come.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Debugger } from '../../src/debug/debugger';
import { csrPlace } from '../../src/debug/breakpoints/data/place';
import { compile } from '../../src/debug/expressions/evaluate';
import { threadOn, threads } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import { laboratory, untilStop } from './machine';

const start = laboratory();

/** What there is to be seen. */
const look = ({ system, time, history }: Debugger) => ({
  hash: system.machine.hash(),
  instant: system.machine.instant,
  end: time.end,
  threads: threads(system).map(({ id }) => id),
  happened: [history.total, [...history.between(0, time.end)].length],
  branches: time.branches.all,
});

/** A debugger that is paused at the next occasion from when that is asked for. */
async function impatient(slice: number) {
  let isGivenUp = false;
  let count = 0;
  const rest = (): Promise<void> => {
    if (isGivenUp) {
      count++;
      target.pause();
    }
    return Promise.resolve();
  };
  const target: Debugger = await start(['count.s', 'loop.s'], { timeSlice: 900 }, { slice, rest });
  const givingUp = async <T>(action: () => T | Promise<T>): Promise<T> => {
    isGivenUp = true;
    count = 0;
    try {
      return await action();
    } finally {
      isGivenUp = false;
      assert.ok(count > 0, 'it was long enough to be given up');
    }
  };
  return { target, givingUp };
}

test('moves and questions that are given up', async () => {
  const { target, givingUp } = await impatient(2000);
  const { time, system } = target;
  await untilStop(target, () => target.start('main'));
  await untilStop(target, () => time.seek(system.machine.instant + 200_000));
  const thread = threadOn(system, system.machine.current);
  const before = look(target);
  const moves: Record<string, () => void> = {
    seek: () => time.seek(100_000),
    'reverse continue': () => time.reverseContinue(),
    'reverse out': () => time.reverse(thread, 'out', 'line'),
  };
  for (const [name, go] of Object.entries(moves)) {
    const stop = await givingUp(() => untilStop(target, go));
    assert.equal(stop?.description, 'Cancelled: nothing has moved', name);
    assert.deepEqual(look(target), before, name);
  }
  const view = target.viewpoint(
    thread,
    [...stackOf(system, thread)].find((one) => one.kind === 'code')!,
  );
  const whole = { from: 0, to: time.end, limit: 10 };
  const questions: Record<string, () => Promise<unknown>> = {
    'last write': () => time.lastWrite(csrPlace('stvec', 0)),
    calls: () => target.questions.calls('context_switch', whole, () => true),
    when: () => target.questions.when('mode == user && pid == 2', view, whole),
  };
  for (const [name, ask] of Object.entries(questions)) {
    await assert.rejects(givingUp(ask), /the search was given up/, name);
    assert.deepEqual(look(target), before, name);
    assert.equal(target.isRunning, false);
  }
  // All of them work when nobody is impatient.
  for (const ask of Object.values(questions)) await ask();
  assert.deepEqual(look(target), before);
  target.setFilters([{ id: 'timer', condition: compile(`instret < ${before.instant - 100_000}`) }]);
  const stop = await untilStop(target, () => time.reverseContinue());
  assert.equal(stop?.why.kind, 'filter');
});

test('the return to another history, given up, leaves this one; and both are as they were', async () => {
  const { target, givingUp } = await impatient(100);
  const { time, system } = target;
  await untilStop(target, () => target.start('main'));
  await untilStop(target, () => time.seek(system.machine.instant + 150_000));
  const recorded = look(target);
  await untilStop(target, () => time.seek(recorded.instant - 120_000));
  const hart = system.machine.current;
  hart.writeRegister(8, 5n);
  time.changed();
  await untilStop(target, () => time.seek(recorded.instant + 40_000));
  const other = look(target);
  assert.equal(other.branches.length, 2);
  const stop = await givingUp(() => untilStop(target, () => time.goToBranch(1)));
  assert.equal(stop?.description, 'Cancelled: nothing has moved');
  assert.deepEqual(look(target), other);
  const withoutBranches = ({ branches: _, ...rest }: ReturnType<typeof look>) => rest;
  // It was left in its past: its end is ahead.
  await untilStop(target, () => time.goToBranch(1));
  assert.equal(system.machine.instant, recorded.instant - 120_000);
  await untilStop(target, () => time.seek(recorded.instant));
  assert.deepEqual(withoutBranches(look(target)), withoutBranches(recorded));
  await untilStop(target, () => time.goToBranch(2));
  assert.deepEqual(withoutBranches(look(target)), withoutBranches(other));
});
