// A good neighbour: nothing where it has nothing to do, and words instead of errors.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import { Workbench } from '../host/workbench';

describe('a good neighbour', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));

  before(async () => {
    writeFileSync(path.join(folder, 'host.c'), '#include <stdio.h>\nint main(void) { return 0; }\n');
    writeFileSync(path.join(folder, 'guest.c'), '#include <trapframe.h>\nint main(void) { return 0; }\n');
    writeFileSync(path.join(folder, 'boot.s'), 'start:\n        pushq   %rbp\n        movq    %rsp, %rbp\n');
    workbench = await Workbench.open({
      folder,
      extension: inRoot(),
      settings: { 'debug.toolBarLocation': 'docked' },
    });
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const runButton = () =>
    workbench.page.locator('.part.editor .title').getByRole('button', { name: /^Debug with Trapframe/ });

  it('the run button is on programs of ours alone', async () => {
    await workbench.openFile('guest.c');
    await runButton().first().waitFor();
    for (const other of ['host.c', 'boot.s']) {
      await workbench.openFile(other);
      await runButton().waitFor({ state: 'hidden' });
    }
  });

  it('New Program writes a program that F5 runs', async () => {
    const { page } = workbench;
    await workbench.choose('Trapframe: New Program...', 'Nothing has to be installed');
    const input = page.locator('.quick-input-widget input.input').first();
    await page.locator('.quick-input-widget').getByText('The files are made in').waitFor();
    await input.fill('mine');
    await input.press('Enter');
    await page.locator('.tab.active[data-resource-name="mine.s"]').waitFor();
    await runButton().first().waitFor();
    await page.locator('.editor-instance .view-line').filter({ hasText: 'SYS_write' }).first().waitFor();
    await workbench.start();
    await page.getByRole('button', { name: /^Trapframe: user mode, pid 1 mine/ }).waitFor();
    await workbench.waitStopped();
  });

  it('what cannot be done now is said, and is no error', async () => {
    const { page } = workbench;
    await workbench.command('Trapframe: Run to User Mode');
    const said = page.locator('.notification-toast').filter({ hasText: 'it is in user mode already' });
    await said.waitFor();
    assert.equal(await said.locator('.codicon-info').count(), 1);
    await workbench.end();
  });
});
