import assert from 'node:assert/strict';
import threads from 'node:worker_threads';
import * as vscode from 'vscode';
import { Driver, eventually, sessionTest } from './driver';
import { loop } from './programs';

/** Adapters that the extension started, with their ends. The suite runs in the process of the extension. */
const workers: { isAlive: boolean }[] = [];
threads.Worker = class extends threads.Worker {
  constructor(...given: ConstructorParameters<typeof threads.Worker>) {
    super(...given);
    // The thread that reads labs is no adapter.
    if (given[1]?.workerData === 'labs') return;
    const record = { isAlive: true };
    workers.push(record);
    this.on('exit', () => (record.isAlive = false));
  }
};

sessionTest('Pause stops a machine in an endless loop', async () => {
  const driver = await Driver.start(Driver.launch({ program: loop('forever.s') }));
  const before = await driver.request('trapframe/machine');
  await vscode.commands.executeCommand('workbench.action.debug.continue');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const stop = await driver.go('pause');
  assert.equal(stop.reason, 'pause');
  const after = await driver.request('trapframe/machine');
  assert.ok(after.instruction > before.instruction, 'the machine ran');
  await driver.end();
});

sessionTest('two sessions are two machines; ending one, while it runs, leaves the other', async () => {
  const first = await Driver.start(Driver.launch({ program: loop('first.s'), name: 'First' }));
  const second = await Driver.begin(Driver.launch({ program: loop('second.s'), name: 'Second' }));
  await second.stoppedAnywhere();
  assert.equal(workers.filter(({ isAlive }) => isAlive).length, 2);
  const names = async (driver: Driver): Promise<string[]> =>
    (await driver.request('trapframe/processes')).processes.map(({ name }) => name);
  assert.deepEqual([await names(first), await names(second)], [['first'], ['second']]);

  await second.session.customRequest('continue', { threadId: 1 });
  await second.end();
  assert.deepEqual(await names(first), ['first']);
  await first.end();
  // Views still show the run that ended last; it goes when another one begins.
  const isAlone = (): boolean => workers.filter(({ isAlive }) => isAlive).length === 1;
  await eventually('the end of every worker but one', isAlone);
  const [last] = workers.slice(-2).filter(({ isAlive }) => isAlive);
  const third = await Driver.start(Driver.launch({ program: loop('third.s'), name: 'Third' }));
  await eventually('the end of the worker that was kept', () => isAlone() && !last.isAlive);
  await third.end();
});
