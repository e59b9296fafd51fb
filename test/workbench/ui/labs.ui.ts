// A lab as a student does it: opened from the walkthrough, questions answered, links followed, checks run and debugged.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import { webview, withoutFindings } from '../host/webview';
import { Workbench } from '../host/workbench';

const LAB = '03-mode-bit-and-traps';

describe('a lab', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));

  before(async () => {
    workbench = await Workbench.open({
      folder,
      extension: inRoot(),
      size: { width: 1600, height: 1000 },
      settings: { 'debug.toolBarLocation': 'docked' },
    });
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it('is opened from the walkthrough; a prediction is compared with what the machine does', async () => {
    const { page } = workbench;
    await workbench.command('Welcome: Open Walkthrough...');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Through the trap and back' })
      .click();
    await page.locator('.getting-started-step', { hasText: 'Work through a lab' }).first().click();
    await page.getByRole('button', { name: 'Open a Lab', exact: true }).first().click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'The mode bit and traps' }).click();

    const lab = await webview(workbench, 'Lab');
    await lab.getByRole('heading', { name: 'Through the trap and back' }).first().waitFor();
    await page.locator('.tab[data-resource-name="ask.s"]').waitFor();
    const answer = lab.getByRole('textbox', { name: /How many of the 31 general registers/ });
    await answer.fill('31');
    await answer.press('Enter');
    await lab.getByText('✗ You said 31; it is 0.').waitFor();
    await lab.getByText(/^None\. It saves the pc in sepc/).waitFor();
    assert.match(readFileSync(path.join(folder, LAB, 'answers.txt'), 'utf8'), /^hardware = 31$/m);
    await withoutFindings(workbench, lab);
    await lab.getByText(/^None\. It saves the pc in sepc/).scrollIntoViewIfNeeded();
    await workbench.pictures('lab', page.locator('.editor-group-container').last());
  });

  it('its links open files, start the program and run checks, which say what was expected', async () => {
    const { page } = workbench;
    const lab = await webview(workbench, 'Lab');
    await lab.getByRole('button', { name: /^2\. The door for questions/ }).click();
    await lab.getByRole('link', { name: 'ask.s' }).first().click();
    await page.locator('.tab.active[data-resource-name="ask.s"]').waitFor();
    await lab.getByRole('link', { name: 'Start ask' }).click();
    await workbench.waitStopped();
    await page.getByRole('button', { name: /^Trapframe: user mode, pid 1 ask/ }).waitFor();
    await workbench.end();
    await lab.getByRole('link', { name: 'Check it' }).click();
    await lab
      .getByText(/^expected: .*; but /)
      .first()
      .waitFor();
  });

  it('the Testing view has its checks, and debugs one at the instant at which it fails', async () => {
    const { page } = workbench;
    await workbench.command('Testing: Focus on Test Explorer View');
    await page
      .locator('.test-explorer .monaco-list-row', { hasText: 'The mode bit and traps' })
      .first()
      .waitFor();
    await workbench.command('Test: Debug All Tests');
    await page
      .getByRole('button', { name: /^Trapframe: / })
      .first()
      .waitFor({ timeout: 90_000 });
    await workbench.command('View: Show Run and Debug');
    await workbench.waitStopped();
    assert.match(await page.locator('.debug-call-stack').innerText(), /1 ask/);
    await workbench.end();
    const labs = await labsView();
    await labs.locator('.monaco-list-row', { hasText: /The mode bit and traps.*of \d+ checks/ }).waitFor();
  });

  const labsView = async () => {
    await workbench.command('View: Show Trapframe');
    return workbench.pane('Labs');
  };
});
