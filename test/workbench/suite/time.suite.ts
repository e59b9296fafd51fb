import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PageWalkBody } from '../../../src/protocol/requests';
import { Driver, eventually, sessionTest } from './driver';
import { uriOf } from '../../../src/extension/place';
import { example, exists, program as written } from './programs';

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

const GROWING = `        .globl  main
main:   li      a0, 4096
        li      a7, SYS_sbrk
        ecall
        mv      s1, a0
        li      a0, 0
        ret
`;

sessionTest(
  'back in time: into the kernel at an sret, into the program at the trap vector, and who wrote a page-table entry',
  async () => {
    const driver = await Driver.start(Driver.launch({ program: await written('growing.s', GROWING) }));
    /** Where it stands: the mode, the list of processes, and the call stack with the labels of its traps. */
    const stands = async () => {
      const { mode } = await state(driver);
      const { processes } = await driver.request('trapframe/processes');
      const frames = await driver.frames(1);
      return {
        modes: [mode, ...processes.map(({ pid, name, mode: its }) => `${pid} ${name} ${its}`)],
        frames: frames.map(({ name }) => name),
      };
    };
    const inProgram = async (): Promise<void> => {
      const { modes, frames } = await stands();
      assert.deepEqual(modes, ['user', '1 growing user']);
      assert.deepEqual(frames[0], 'main');
    };
    const inCall = async (top: RegExp): Promise<void> => {
      const { modes, frames } = await stands();
      assert.deepEqual(modes, ['kernel', '1 growing kernel']);
      assert.match(frames[0], top);
      const label = frames.findIndex((name) => /system call: sbrk/.test(name));
      assert.ok(label > 0, frames.join());
      assert.equal(frames[label + 1], 'main');
    };

    await driver.stopAt('trapReturn');
    await driver.go('continue');
    await inProgram();
    const [returned, behind] = [await state(driver), await driver.number('pc')];
    const heap = await driver.number('a0');

    // By instruction, because the disassembly is in front: at the sret.
    await vscode.commands.executeCommand('debug.action.openDisassemblyView');
    await eventually(
      'the disassembly in front',
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'Disassembly',
    );
    await driver.go('stepBack');
    assert.equal((await state(driver)).instruction, returned.instruction - 1);
    await inCall(/^trap_/);
    await driver.go('stepInto');
    await inProgram();
    assert.equal(await driver.number('pc'), behind);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');

    await driver.stopAt('syscall');
    await driver.go('reverseContinue');
    assert.equal(await driver.number('pc'), await driver.number('stvec'));
    await inCall(/^trap_vector/);
    await driver.go('stepBack');
    assert.equal(await driver.number('pc'), behind - 4n);
    await inProgram();

    // Forward again over the call: it put a page there.
    await driver.go('stepOver');
    if ((await state(driver)).mode === 'kernel') await driver.go('stepOut');
    assert.equal((await state(driver)).instruction, returned.instruction);
    const walk = (await driver.session.customRequest('trapframe/pageWalk', {
      pid: 1,
      address: Number(heap),
    })) as PageWalkBody;
    const entry = walk.levels.at(-1)?.entryAddress;
    const write = await driver.goBy('trapframe.lastWriter', {
      trapframeWritten: `physical(*(unsigned long *)${entry})`,
    });
    assert.match(write.description ?? '', /kernel mode, process 1 \(growing\), system call: sbrk/);
    await inCall(/./);
    await driver.end();
  },
);

sessionTest('a recording is saved and opened again, at its end', async () => {
  const program = await example('hello.s');
  const file = vscode.Uri.joinPath(uriOf(program), '..', 'hello.rec');
  const driver = await Driver.start(Driver.launch({ program }));
  const saved = await state(driver);
  await vscode.commands.executeCommand('trapframe.saveRecording', file);
  assert.ok(await exists(file));
  await driver.end();
  const again = await Driver.start(() => vscode.commands.executeCommand('trapframe.openRecording', file));
  assert.deepEqual(await state(again), saved);
  await again.end();
});
