import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import type { Locator } from 'playwright-core';
import { firstLab } from '../host/first-lab';
import { Workbench } from '../host/workbench';

describe('hello, as a person debugs it', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      folder: firstLab(),
      extension: inRoot(),
      size: { width: 1440, height: 1160 },
      settings: {
        // Else the terminal is painted as a picture, which nobody can read.
        'terminal.integrated.gpuAcceleration': 'off',
        // They show where this folder happens to be.
        'breadcrumbs.enabled': false,
        // The rest is in the way of what the picture is about.
        'debug.toolBarLocation': 'docked',
        'editor.stickyScroll.enabled': false,
      },
    });
    await workbench.openFile('hello.s');
  });
  after(() => workbench.close());

  it('F5 stops in main: the status bar says user mode, the process list shows itself', async () => {
    await workbench.start();
    await workbench.waitStopped();
    await workbench.page
      .getByRole('button', { name: /Trapframe: user mode, pid 1 hello, instant/ })
      .waitFor();
    const processes = workbench.page.getByRole('tree', { name: 'Processes' });
    await processes.getByRole('treeitem', { name: /process 1, hello, running, user mode/ }).waitFor();
  });

  it('with System calls ticked, Continue stops in the kernel, and the whole window says so', async () => {
    const { page } = workbench;
    await workbench.tickTrap('System calls');
    await page.keyboard.press('F5');
    await page.getByRole('button', { name: /Trapframe: kernel mode, pid 1 hello, instant/ }).waitFor();
    await workbench.waitStopped();

    const processes = page.getByRole('tree', { name: 'Processes' });
    await processes.getByRole('treeitem', { name: /process 1, hello, running, kernel mode/ }).waitFor();
    // The newest frame comes first; meanwhile the others are those of the stop before.
    const callStack = await workbench.pane('Call Stack');
    await callStack.getByRole('row', { name: /^Stack Frame main, line \d+, hello\.s/ }).waitFor();
    await callStack.getByText(/system call: write ──/).waitFor();
    const stack = await workbench.accessible(callStack);
    assert.match(stack, /system call: write/i);
    assert.match(stack, /hello\.s/);
    assert.equal(await callStack.getByText('Load More Stack Frames').count(), 0);

    // Registers come unfolded, and would keep the rest off the screen; so would an empty Watch pane.
    await page.getByRole('button', { name: 'Watch Section' }).click();
    const variables = page.getByRole('tree', { name: 'Debug Variables' });
    await toggle(variables, 'Scope Registers');
    await toggle(variables, 'Scope Trap');
    await variables
      .getByRole('treeitem', { name: /^scause, value 0x8\b.*environment call from U-mode/i })
      .waitFor();
    await variables.getByRole('treeitem', { name: /^sepc, value 0x[0-9a-f]+ <main/ }).waitFor();
  });

  it('a click on the line of the trap shows the trap', async () => {
    const { page } = workbench;
    const callStack = await workbench.pane('Call Stack');
    await callStack.getByText(/system call: write ──/).click();
    const variables = page.getByRole('tree', { name: 'Debug Variables' });
    const scopes = variables.getByRole('treeitem', { level: 1 });
    await page.locator('.tab.active').filter({ hasText: 'System call: write(1, 0x2000, 22)' }).waitFor();
    // Its registers come unfolded, and would keep the other scope out of sight.
    const registers = variables.getByRole('treeitem', { name: 'Scope Registers' });
    await variables.getByRole('treeitem', { name: /^pc, value 0x1028 <main/ }).waitFor();
    await toggle(variables, 'Scope Registers');
    await registers.and(page.locator('[aria-expanded="false"]')).waitFor();
    await page.waitForFunction(
      () =>
        document.querySelectorAll('[role=tree][aria-label="Debug Variables"] [aria-level="1"]').length === 2,
    );
    assert.deepEqual(
      (await scopes.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')))).map((name) =>
        name?.replace(/^Scope /, ''),
      ),
      ['Registers', 'Trap'],
    );
    assert.equal(await page.locator('.notifications-toasts .notification-toast').count(), 0);
    await callStack.getByRole('row', { name: /^Stack Frame trap_vector/ }).click();
  });

  it('Step Out returns to the program, and its words are in the terminal', async () => {
    const { page } = workbench;
    await workbench.tickTrap('System calls', false);
    await page.keyboard.press('Shift+F11');
    await page.getByRole('button', { name: /Trapframe: user mode, pid 1 hello, instant/ }).waitFor();
    await page.locator('.xterm-rows').filter({ hasText: 'Hello from user mode!' }).waitFor();
  });

  it('Stop closes the session: no mode bit without a machine', async () => {
    await workbench.end();
    await workbench.page
      .getByRole('button', { name: /^Trapframe:/ })
      .first()
      .waitFor({ state: 'detached' });
  });
});

/** Folds or unfolds a row of a tree. */
async function toggle(tree: Locator, name: string): Promise<void> {
  await tree.getByRole('treeitem', { name }).locator('.monaco-tl-twistie').click();
}
