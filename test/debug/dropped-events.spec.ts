import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimelineEvent } from '../../src/debug/events/event';
import { Query } from '../../src/debug/events/query/query';
import { search } from '../../src/debug/events/query/search';
import type { Debugger } from '../../src/debug/debugger';
import { laboratory, untilStop } from './machine';

const start = laboratory();
const STEPS = 18_000_000;

async function ran(keptEvents: number): Promise<Debugger> {
  const target = await start(['loop.s', 'loop.s'], { timeSlice: 200 }, undefined, { keptEvents });
  await untilStop(target, () => target.start('main'));
  await untilStop(target, () => target.time.seek(STEPS));
  return target;
}

/** What is found: its instant, and how long what ends there has taken. */
async function answers(
  target: Debugger,
  where: string,
  from: number,
): Promise<[number, number | undefined][]> {
  const { history, system, questions } = target;
  const query = new Query(where, system.kernel?.systemCalls);
  const found: [number, number | undefined][] = [];
  const note = ({ at }: TimelineEvent, { steps }: { steps: number | undefined }) =>
    void found.push([at, steps]);
  if (from < history.since) await questions.dropped(query, from, note);
  for (const _ of search(history, query, { from, to: STEPS }, note));
  return found;
}

test('questions about events that were too many to be kept are answered as if they were', async () => {
  const [little, all] = [await ran(1), await ran(1_000_000)];
  assert.ok(little.history.since > 0, `${little.history.since} ${little.history.total}`);
  assert.equal(all.history.since, 0);
  const hash = little.system.machine.hash();
  for (const [where, from] of [
    ['kind == return && steps > 100', 0],
    ['kind == switch && cpuIs == taken', Math.floor(little.history.since / 2)],
  ] as const) {
    const wanted = await answers(all, where, from);
    assert.deepEqual(await answers(little, where, from), wanted, where);
    assert.ok(wanted.length > 100);
  }
  assert.equal(little.system.machine.hash(), hash);
  assert.equal(little.history.total, all.history.total);
});
