// Someone new, with the extension installed and an empty folder: the first lab, the walkthrough's buttons, the lab's own configurations.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { packageExtension } from '../../../scripts/package';
import { findHost } from '../host/find-host';
import { installVsix } from '../host/install-vsix';
import { webview } from '../host/webview';
import { Workbench } from '../host/workbench';

const LAB = 'trapframe-first-lab';

describe('from nothing', () => {
  let workbench: Workbench;
  const home = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const extensions = path.join(home, 'extensions');
  let folder: string;

  before(async () => {
    const vsix = path.join(home, 'trapframe.vsix');
    await packageExtension(vsix);
    await installVsix(await findHost(), vsix, extensions);
  });
  beforeEach(async () => {
    folder = mkdtempSync(path.join(home, 'folder-'));
    workbench = await Workbench.open({
      folder,
      extensions,
      size: { width: 1440, height: 1000 },
      settings: { 'debug.toolBarLocation': 'docked', 'trapframe.revealTrap': true },
    });
  });
  afterEach(() => workbench.close());
  after(() => {
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

  it('three actions to the trap handler, and from there five to a changed kernel', async () => {
    const { page } = workbench;
    let actions = 0;
    const act = async (action: Promise<void>): Promise<void> => {
      actions++;
      await action;
    };
    await act(workbench.choose('Welcome: Open Walkthrough...', 'Through the trap and back'));
    await act(page.locator('.getting-started-step', { hasText: 'Stop in the kernel' }).first().click());
    await act(page.getByRole('button', { name: 'Run to the Kernel', exact: true }).first().click());
    await status(/^Trapframe: kernel mode, pid 1 hello/);
    await page.locator('.tab.active[data-resource-name="trap_vector.S"]').waitFor();
    // The call stack is not in sight: the Trap view has shown itself.
    await page.locator('.debug-focused-stack-frame-glyph, .codicon-debug-stackframe').first().waitFor();
    assert.equal(actions, 3);

    actions = 0;
    const title = page.locator('.part.editor .title');
    await act(title.getByRole('button', { name: /^Copy the Kernel into My Workspace/ }).click());
    await page
      .getByText(/The kernel is in kernel\/ now/)
      .first()
      .waitFor();
    const copy = path.join(folder, 'kernel', 'trap_vector.S');
    const before = readFileSync(copy, 'utf8');
    // The cursor stands where the machine does: at the first instruction of the handler.
    await act(page.keyboard.type('changed_by_me: '));
    await page.locator('.editor-instance .view-line').filter({ hasText: 'changed_by_me:' }).first().waitFor();
    await act(workbench.end());
    await act(workbench.start());
    await status(/^Trapframe: user mode, pid 1 hello/);
    assert.notEqual(readFileSync(copy, 'utf8'), before);
    await act(workbench.command('Trapframe: Run to the Kernel'));
    await status(/^Trapframe: kernel mode, pid 1 hello/);
    assert.equal(actions, 5);
    // That kernel it is.
    await page.keyboard.press('ControlOrMeta+Shift+Y');
    await page.locator('.repl').waitFor();
    const told = page.locator('.repl').getByText(/^0x80/).first();
    // What is typed while the console is being drawn goes elsewhere, and an Enter may choose a suggestion.
    for (let tries = 0; tries < 4 && !(await told.isVisible()); tries++) {
      await page.locator('.repl .repl-input-wrapper .view-lines').click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('&changed_by_me');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
      await told.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await told.waitFor();
  });

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
    await press('Slow it down', 'Set the Speed of the Run');
    await page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: /^10 instructions/ })
      .click();
    await status(/^Trapframe: the machine runs at 10 instructions\/s/);
    await workbench.choose('Trapframe: Set the Speed of the Run...', 'full speed');
    await press('Choose a scheduler', 'Compare Scheduling Policies');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'A convoy' }).waitFor();
    await page.keyboard.press('Escape');
    await press('Change the kernel', 'Copy the Kernel into My Workspace');
    await page
      .getByText(/The kernel is in kernel\/ now/)
      .first()
      .waitFor();
    assert.ok(existsSync(path.join(folder, 'kernel', 'trap_vector.S')));
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
    await page.keyboard.press('Shift+F5');
    await workbench.waitEnded();
    // It lies in the folder that is open: its launch configurations are offered all the same.
    await workbench.choose('Debug: Select and Start Debugging', 'Trapframe...');
    const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: `${LAB}: Two loops` });
    await row.first().click();
    await status(/^Trapframe: user mode, pid 1 loop-a/);
  });
});
