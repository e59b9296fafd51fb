import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Driver, pathOf, placeOf, sessionTest } from './driver';
import { example, exists, show } from './programs';

const f5 = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.debug.start');

sessionTest('F5 on hello, with no launch.json, stops in main in user mode', async () => {
  const file = await example('hello.s');
  await show(file);
  const driver = await Driver.start(f5);
  const { cpus } = await driver.request('trapframe/machine');
  assert.deepEqual(
    cpus.map(({ mode, pid }) => ({ mode, pid })),
    [{ mode: 'user', pid: 1 }],
  );
  const [top] = await driver.frames(1);
  assert.equal(top?.name, 'main');
  assert.equal(pathOf(top.source), file);
  assert.equal(await driver.text('mode'), 'user');
  assert.equal(vscode.window.terminals.filter(({ name }) => name === 'Trapframe').length, 1);
  await driver.end();
});

sessionTest(
  'at a system call: kernel mode, the cause in words, kernel source, user frames; step out comes back with the result',
  async () => {
    await show(await example('hello.s'));
    const driver = await Driver.start(f5);
    await driver.stopAt('syscall');
    const stop = await driver.go('continue');
    assert.equal(stop.reason, 'breakpoint');
    assert.match(stop.description ?? '', /^System call: write\(1, /);

    const { cpus } = await driver.request('trapframe/machine');
    assert.equal(cpus[0]?.mode, 'kernel');
    assert.equal(await driver.number('scause'), 8n);
    const call = await driver.number('sepc');

    const frames = await driver.frames(stop.threadId);
    const label = frames.findIndex(({ presentationHint }) => presentationHint === 'label');
    assert.ok(
      label > 0,
      `a label between kernel and user frames: ${frames.map(({ name }) => name).join(', ')}`,
    );
    assert.match(frames[label].name, /system call/i);
    assert.equal(frames[label + 1]?.source?.name, 'hello.s');
    const kernelSource = placeOf(frames[0]?.source);
    assert.match(kernelSource.path, /kernel\/.*\.[cS]$/);
    assert.ok(await exists(kernelSource), `${kernelSource.toString()} exists`);

    const { processes } = await driver.request('trapframe/processes');
    assert.deepEqual(
      processes.map(({ pid, name, state, mode }) => ({ pid, name, state, mode })),
      [{ pid: 1, name: 'hello', state: 'running', mode: 'kernel' }],
    );

    await driver.stopAt();
    await driver.go('stepOut');
    assert.equal(await driver.text('mode'), 'user');
    assert.equal(await driver.number('pc'), call + 4n);
    assert.ok((await driver.number('a0')) > 0n, 'write answers how many bytes it wrote');
    await driver.end();
  },
);

sessionTest('over an ecall is the next instruction of the same process', async () => {
  const { driver, call } = await atTheCall();
  await driver.go('stepOver');
  assert.equal(await driver.text('mode'), 'user');
  assert.equal(await driver.number('pc'), call + 4n);
  await driver.end();
});

sessionTest('into an ecall is the kernel, at its trap vector', async () => {
  const { driver, call } = await atTheCall();
  await driver.go('stepInto');
  assert.equal(await driver.text('mode'), 'kernel');
  assert.equal(await driver.number('sepc'), call);
  assert.equal(await driver.number('pc'), await driver.number('stvec'));
  await driver.end();
});

/** Steps through hello to its first ecall, line by line. */
async function atTheCall(): Promise<{ driver: Driver; call: bigint }> {
  const { document } = await show(await example('hello.s'));
  const driver = await Driver.start(f5);
  for (let steps = 0; steps < 50; steps++) {
    const [top] = await driver.frames(1);
    const line = document.lineAt((top?.line ?? 1) - 1).text;
    if (/^\s*ecall\b/.test(line)) return { driver, call: await driver.number('pc') };
    await driver.go('stepOver');
  }
  throw new Error('no ecall within 50 lines of main');
}

sessionTest('a program that runs to its end ends the session', async () => {
  const file = await example('hello.s');
  const driver = await Driver.begin(Driver.launch({ program: file, stopOnEntry: false }));
  const launched = await driver.launched();
  assert.equal(launched.success, true, launched.message);
  await driver.ended();
  assert.deepEqual(driver.events('exited'), [{ exitCode: 0 }]);
});
