import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Loading } from './loading';

/** The workbench: which views are shown, in the order of the changes. */
function workbench(): { loading: Loading; log: string[]; pass: (ms: number) => Promise<void> } {
  const log: string[] = [];
  const loading = new Loading((id, isShown) => log.push(`${isShown ? '+' : '-'}${id}`));
  const pass = async (ms: number): Promise<void> => {
    mock.timers.tick(ms);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { loading, log, pass };
}

test('pages that come are left alone; those that do not are put back one after the other', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { loading, log, pass } = workbench();
  for (const id of ['a', 'b', 'c']) loading.begins(id);
  loading.came('b');
  await pass(3000);
  assert.deepEqual(log, ['-a', '+a', '-c']);
  loading.begins('a');
  loading.came('a');
  await pass(0);
  assert.deepEqual(log, ['-a', '+a', '-c', '+c']);
  loading.begins('c');
  loading.came('c');
  await pass(60_000);
  assert.equal(log.length, 4);
  mock.timers.reset();
});

test('one that is folded keeps nobody waiting; one that is slow is given more time', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { loading, log, pass } = workbench();
  loading.begins('a');
  loading.begins('b');
  await pass(3000);
  await pass(6000);
  assert.deepEqual(log, ['-a', '+a', '-b', '+b']);
  loading.begins('b');
  await pass(5000);
  assert.equal(log.length, 4);
  await pass(1000);
  assert.deepEqual(log.slice(4), ['-b', '+b']);
  loading.dispose();
  mock.timers.reset();
});
