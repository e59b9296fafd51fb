import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FinishedRun, type Adapter } from './finished-run';

interface Probe extends Adapter {
  isClosed: boolean;
}
const adapter = (hasRun = true): Probe => ({
  hasRun,
  isClosed: false,
  ask: (command) => Promise.resolve(command),
  close() {
    this.isClosed = true;
  },
});

test('the run that ended last is kept after the editor has let go of it, until another session begins', async () => {
  const runs = new FinishedRun();
  const [first, second] = [adapter(), adapter()];
  runs.began('one', first);
  await assert.rejects(runs.request('trapframe/timeline', {}), /no machine/);
  runs.ended('one');
  assert.equal(await runs.request('trapframe/timeline', {}), 'trapframe/timeline');
  runs.release('one');
  assert.deepEqual([runs.id, first.isClosed], ['one', false]);
  runs.began('two', second);
  assert.deepEqual([runs.id, first.isClosed, second.isClosed], [undefined, true, false]);
  runs.ended('two');
  runs.release('two');
  runs.dispose();
  assert.equal(second.isClosed, true);
});

test('of two sessions side by side the one that ended later is kept, whatever the order of ends and releases', () => {
  const runs = new FinishedRun();
  const [one, two] = [adapter(), adapter()];
  runs.began('one', one);
  runs.began('two', two);
  runs.ended('two');
  runs.ended('one');
  runs.release('two');
  runs.release('one');
  assert.deepEqual([runs.id, one.isClosed, two.isClosed], ['one', false, true]);
});

test('a session whose launch failed, or whose worker died, is not kept', () => {
  const runs = new FinishedRun();
  const failed = adapter(false);
  runs.began('failed', failed);
  runs.ended('failed');
  runs.release('failed');
  assert.deepEqual([runs.id, failed.isClosed], [undefined, true]);
});
