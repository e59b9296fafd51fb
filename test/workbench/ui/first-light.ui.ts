import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import { Workbench } from '../host/workbench';

describe('hello, as a person debugs it', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ folder: inRoot('labs'), extension: inRoot() });
    await workbench.openFile('hello.s');
  });
  after(() => workbench.close());

  it('F5 stops in main: the status bar says user mode, the process list shows itself', async () => {
    await workbench.page.keyboard.press('F5');
    await workbench.waitStopped();
    await workbench.page
      .getByRole('button', { name: /Trapframe: user mode, pid 1 hello, instant/ })
      .waitFor();
    const processes = workbench.page.getByRole('tree', { name: 'Processes' });
    await processes
      .getByRole('treeitem', { name: /process 1, hello, running on cpu 0, user mode/ })
      .waitFor();
  });

  it('with System calls ticked, Continue stops in the kernel, and the whole window says so', async () => {
    const { page } = workbench;
    await workbench.tickTrap('System calls');
    await page.keyboard.press('F5');
    await page.getByRole('button', { name: /Trapframe: kernel mode, pid 1 hello, instant/ }).waitFor();
    await workbench.waitStopped();

    const processes = page.getByRole('tree', { name: 'Processes' });
    await processes
      .getByRole('treeitem', { name: /process 1, hello, running on cpu 0, kernel mode/ })
      .waitFor();
    const stack = await workbench.accessible(await workbench.pane('Call Stack'));
    assert.match(stack, /system call: write/i);
    assert.match(stack, /hello\.s/);

    const variables = await workbench.pane('Variables');
    await workbench.unfold(variables, 'Trap');
    const trap = variables.locator('.monaco-list-row').filter({ hasText: 'scause' }).first();
    await trap.waitFor();
    assert.match((await trap.textContent()) ?? '', /scause.*8.*system call/i);

    await workbench.picture('first-light');
  });

  it('Step Out returns to the program, and its words are in the terminal', async () => {
    const { page } = workbench;
    await workbench.tickTrap('System calls', false);
    await page.keyboard.press('Shift+F11');
    await page.getByRole('button', { name: /Trapframe: user mode, pid 1 hello, instant/ }).waitFor();
    const terminal = page.locator('.terminal-wrapper.active .xterm-rows');
    await terminal.filter({ hasText: 'Hello from user mode!' }).waitFor();
  });

  it('Stop closes the session: no mode bit without a machine', async () => {
    await workbench.page.keyboard.press('Shift+F5');
    await workbench.waitEnded();
    await workbench.page.getByRole('button', { name: /^Trapframe:/ }).waitFor({ state: 'detached' });
  });
});
