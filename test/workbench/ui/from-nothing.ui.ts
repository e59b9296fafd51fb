// Someone new, with the extension installed and an empty folder: the first lab, the walkthrough's buttons, the lab's own configurations.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { packageExtension } from '../../../scripts/package';
import { findHost } from '../host/find-host';
import { installVsix } from '../host/install-vsix';
import { webview } from '../host/webview';
import { Workbench } from '../host/workbench';

const LAB = 'trapframe-first-lab';

describe('from nothing', () => {
  let workbench: Workbench;
  const home = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const [extensions, folder] = [path.join(home, 'extensions'), path.join(home, 'folder')];

  before(async () => {
    mkdirSync(folder);
    const vsix = path.join(home, 'trapframe.vsix');
    await packageExtension(vsix);
    await installVsix(await findHost(), vsix, extensions);
    workbench = await Workbench.open({
      folder,
      extensions,
      size: { width: 1440, height: 1000 },
      settings: { 'debug.toolBarLocation': 'docked', 'trapframe.revealTrap': true },
    });
  });
  after(async () => {
    await workbench.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  /** Unfolds a step of the walkthrough, and presses its button. */
  const press = async (step: string, button: string): Promise<void> => {
    const { page } = workbench;
    const walkthrough = page.locator('.tab', { hasText: /Walkthrough/ }).first();
    if (await walkthrough.isVisible()) await walkthrough.click();
    else {
      await workbench.command('Welcome: Open Walkthrough...');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'Through the trap and back' })
        .click();
    }
    await page.locator('.getting-started-step', { hasText: step }).first().click();
    await page.getByRole('button', { name: button, exact: true }).first().click();
  };
  const status = (words: RegExp): Promise<void> =>
    workbench.page.getByRole('button', { name: words }).first().waitFor();

  it('each button of the walkthrough works with nothing open: it starts a session, and leads to where it is about', async () => {
    const { page } = workbench;
    await press('Stop in the kernel', 'Run to the Kernel');
    await status(/^Trapframe: kernel mode, pid 1 hello/);
    await page.locator('.tab.active[data-resource-name="trap_vector.S"]').waitFor();
    // At the first trap of the session it shows itself.
    const trap = await webview(workbench, 'Trap');
    await trap
      .getByRole('row', { name: /^mode user kernel/ })
      .first()
      .waitFor();
    await press('See who ran when', 'Show the Timeline');
    await (
      await webview(workbench, 'Timeline and Protocol')
    )
      .getByRole('button', { name: /hello \(1\): traps into the OS: write/ })
      .waitFor();
    await press('See what the hardware did', 'Show the Trap');
    await (await webview(workbench, 'Trap')).getByText('The hardware changed').waitFor();
    await press('Walk a page table', 'Walk the Page Table for an Address');
    const input = page.locator('.quick-input-widget input.input').first();
    await page.locator('.quick-input-widget').getByText('as the process in the view means it').waitFor();
    await input.fill('0x2000');
    await input.press('Enter');
    await (await webview(workbench, 'Address Space')).getByText('Page walk of 0x2000').waitFor();
    await press('Go back in time', 'Back to User Mode');
    await status(/^Trapframe: user mode, pid 1 hello/);
    await press('Choose a scheduler', 'Compare Scheduling Policies');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'A convoy' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+F5');
    await workbench.waitEnded();
  });

  it('Open the First Lab copies it into the folder that one chooses; F5 runs its hello', async () => {
    const { page } = workbench;
    await workbench.command('Trapframe: Open the First Lab...');
    const input = page.locator('.quick-input-widget input.input').first();
    await input.waitFor();
    await input.fill(folder + path.sep);
    await page.getByRole('button', { name: 'Put the Lab Here' }).click();
    await page.locator('.tab.active[data-resource-name="hello.s"]').waitFor();
    for (const name of ['hello.s', 'README.md', path.join('.vscode', 'launch.json')]) {
      assert.ok(existsSync(path.join(folder, LAB, name)), name);
    }
    await workbench.start();
    await status(/^Trapframe: user mode, pid 1 hello/);
  });
});
