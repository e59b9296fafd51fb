// The keys that run to a crossing of the border between program and kernel, pressed as a person does.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PATIENCE_MS } from '../host/open-window';
import type { Workbench } from '../host/workbench';
import { debugging } from './debugging';
import { severalProcesses } from './programs';

describe('the keys of Run To', () => {
  let workbench: Workbench;
  const example = severalProcesses([['loop.s'], ['loop.s']]);

  before(async () => {
    workbench = await debugging(example.folder, 'loop.s');
  });
  after(async () => {
    await workbench.close();
    example.remove();
  });

  /** Where the status bar says that the machine stands. */
  const state = async (): Promise<{ mode: string; instant: number }> => {
    const name = await workbench.page
      .getByRole('button', { name: /^Trapframe: / })
      .first()
      .getAttribute('aria-label');
    const [, mode, instant] = /Trapframe: (\w+) mode, .*instant ([\d\s.,]+)/.exec(name ?? '') ?? [];
    return { mode, instant: Number(instant?.replaceAll(/\D/g, '')) };
  };
  /** Presses the two keys, and waits for a stop further on in that mode. */
  const runTo = async (key: string, mode: string): Promise<void> => {
    const { instant } = await state();
    await workbench.page.keyboard.press('Control+Alt+R');
    await workbench.page.keyboard.press(key);
    for (const started = Date.now(); Date.now() - started < PATIENCE_MS;) {
      const now = await state();
      if (now.mode === mode && now.instant > instant) return workbench.waitStopped();
      await workbench.page.waitForTimeout(100);
    }
    assert.fail(`no stop in ${mode} mode: ${JSON.stringify(await state())} after ${instant}`);
  };
  const topFrame = (name: RegExp): Promise<void> =>
    workbench.page
      .getByRole('row', { name: new RegExp(`^Stack Frame ${name.source}`) })
      .first()
      .waitFor();

  const stoppedAs = (words: RegExp): Promise<void> =>
    workbench.page.getByRole('button', { name: new RegExp(`^Trapframe: ${words.source}`) }).waitFor();

  it('K: to the kernel, U: back to user mode', async () => {
    assert.equal((await state()).mode, 'user');
    await runTo('k', 'kernel');
    await topFrame(/trap_vector/);
    await runTo('u', 'user');
    await topFrame(/main/);
  });

  it('T: the next trap, S: the next context switch, P: until the process has the CPU again', async () => {
    await runTo('t', 'kernel');
    await topFrame(/trap_vector/);
    await runTo('s', 'kernel');
    await topFrame(/context_switch/);
    await runTo('p', 'kernel');
    await stoppedAs(/kernel mode, pid 1 loop,/);
    await runTo('u', 'user');
    await stoppedAs(/user mode, pid 1 loop,/);
  });
});
