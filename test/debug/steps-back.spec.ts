import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadOn } from '../../src/debug/threads';
import { laboratory, untilStop } from './machine';

const start = laboratory();

test('after the first step back the next ones run few steps again, however far the last checkpoint was', async () => {
  const target = await start(['loop.s', 'loop.s'], {}, { slice: 50_000_000, rest: () => Promise.resolve() });
  const { machine } = target.system;
  await untilStop(target, () => target.start('main'));
  await untilStop(target, () => target.time.seek(machine.instant + 3_000_000));
  let made = 0;
  const run = machine.run.bind(machine);
  machine.run = (until, options) => {
    const before = machine.instant;
    const stop = run(until, options);
    made += machine.instant - before;
    return stop;
  };
  const costs: number[] = [];
  for (let round = 0; round < 600; round++) {
    const { instant } = machine;
    made = 0;
    await untilStop(target, () =>
      target.time.stepBack(threadOn(target.system, machine.current), 'instruction'),
    );
    costs.push(made);
    assert.equal(machine.instant, instant - 1);
  }
  assert.ok(Math.max(...costs.slice(1)) < 12_000, `${Math.max(...costs.slice(1))}`);
  costs.sort((a, b) => a - b);
  assert.ok(costs[300] < 2_000, `${costs[300]}`);
});
