import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Driver, sessionTest } from './driver';
import { example } from './programs';

/** Where the machine stands: what a user sees of it in the status bar. */
async function state(
  driver: Driver,
): Promise<{ instruction: number; end: number; mode: string | undefined }> {
  const { instruction, end, cpus } = await driver.request('trapframe/machine');
  return { instruction, end, mode: cpus[0]?.mode };
}

sessionTest('back in time: the last trap, a step back out of the kernel, and who wrote scause', async () => {
  const driver = await Driver.start(Driver.launch({ program: await example('hello.s') }));
  await driver.stopAt('syscall');
  await driver.go('continue');
  const first = await state(driver);
  assert.equal(first.mode, 'kernel');
  const call = await driver.number('sepc');
  await driver.go('continue');
  assert.ok((await state(driver)).instruction > first.instruction);

  await driver.goBy('trapframe.backToTrap');
  assert.equal(await driver.number('pc'), await driver.number('stvec'));
  while ((await state(driver)).instruction > first.instruction) await driver.goBy('trapframe.backToTrap');
  const back = await state(driver);
  assert.deepEqual(
    [back.instruction, back.mode, back.end > back.instruction],
    [first.instruction, 'kernel', true],
  );

  await driver.go('stepBack');
  assert.equal((await state(driver)).mode, 'user');
  assert.equal(await driver.number('pc'), call);
  await driver.go('stepInto');
  assert.deepEqual((await state(driver)).instruction, first.instruction);

  const write = await driver.goBy('trapframe.lastWriter', { variable: { name: 'scause' } });
  assert.match(write.description ?? '', /scause .*by the hardware, which took a trap/);
  assert.equal((await state(driver)).mode, 'user');
  assert.equal(await driver.number('pc'), call);
  const { processes } = await driver.request('trapframe/processes');
  assert.deepEqual(
    processes.map(({ pid, mode }) => ({ pid, mode })),
    [{ pid: 1, mode: 'user' }],
  );
  await driver.end();
});

sessionTest('a recording is saved and opened again, at its end', async () => {
  const program = await example('hello.s');
  const file = path.join(path.dirname(program), 'hello.rec');
  const driver = await Driver.start(Driver.launch({ program }));
  const saved = await state(driver);
  await vscode.commands.executeCommand('trapframe.saveRecording', vscode.Uri.file(file));
  assert.ok(existsSync(file));
  await driver.end();
  const again = await Driver.start(() =>
    vscode.commands.executeCommand('trapframe.openRecording', vscode.Uri.file(file)),
  );
  assert.deepEqual(await state(again), saved);
  await again.end();
});
