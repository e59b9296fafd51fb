import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { adapters } from './adapters';
import { Driver, eventually, sessionTest } from './driver';
import { loop } from './programs';

sessionTest('Pause stops a machine in an endless loop', async () => {
  const driver = await Driver.start(Driver.launch({ program: await loop('forever.s') }));
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
  const first = await Driver.start(Driver.launch({ program: await loop('first.s'), name: 'First' }));
  const second = await Driver.begin(Driver.launch({ program: await loop('second.s'), name: 'Second' }));
  await second.stoppedAnywhere();
  assert.equal(adapters.filter(({ isAlive }) => isAlive).length, 2);
  const names = async (driver: Driver): Promise<string[]> =>
    (await driver.request('trapframe/processes')).processes.map(({ name }) => name);
  assert.deepEqual([await names(first), await names(second)], [['first'], ['second']]);

  await second.session.customRequest('continue', { threadId: 1 });
  await second.end();
  assert.deepEqual(await names(first), ['first']);
  await first.end();
  // Views still show the run that ended last; it goes when another one begins.
  const isAlone = (): boolean => adapters.filter(({ isAlive }) => isAlive).length === 1;
  await eventually('the end of every worker but one', isAlone);
  const [last] = adapters.slice(-2).filter(({ isAlive }) => isAlive);
  const third = await Driver.start(Driver.launch({ program: await loop('third.s'), name: 'Third' }));
  await eventually('the end of the worker that was kept', () => isAlone() && !last.isAlive);
  await third.end();
});
