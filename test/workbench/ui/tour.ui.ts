// The tour of the README, and what the first lab says, sentence by sentence: with the installed extension, in the lab's own folder. What a
// screen reader is told counts.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { packageExtension } from '../../../scripts/package';
import { findHost } from '../host/find-host';
import { installVsix } from '../host/install-vsix';
import type { Frame } from '../host/moving-picture';
import { webview } from '../host/webview';
import { Workbench } from '../host/workbench';

describe('the tour, with the extension installed', () => {
  let workbench: Workbench;
  const home = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const [extensions, folder] = [path.join(home, 'extensions'), path.join(home, 'lab')];

  before(async () => {
    const vsix = path.join(home, 'trapframe.vsix');
    await packageExtension(vsix);
    await installVsix(await findHost(), vsix, extensions);
    const [installed] = readdirSync(extensions).filter((name) => name.startsWith('trapframe.'));
    cpSync(path.join(extensions, installed, 'labs', '00-first-light', 'starter'), folder, {
      recursive: true,
    });
    workbench = await Workbench.open({
      folder,
      extensions,
      size: { width: 1400, height: 880 },
      settings: {
        'debug.toolBarLocation': 'docked',
        'terminal.integrated.gpuAcceleration': 'off',
        'trapframe.revealTrap': true,
        // At each stop it would turn there, and who looked at our views would get them back: too fast for one who turns there at once.
        'debug.openDebug': 'openOnSessionStart',
        'breadcrumbs.enabled': false,
        'editor.stickyScroll.enabled': false,
      },
    });
  });
  after(async () => {
    await workbench.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  /** What the README begins with. */
  const frames: Frame[] = [];
  const film = async (milliseconds: number): Promise<void> => {
    frames.push({ png: await workbench.screenshot(), milliseconds });
  };
  const status = (words: RegExp): Promise<void> =>
    workbench.page.getByRole('button', { name: words }).first().waitFor();
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const variables = (): Locator => workbench.page.getByRole('tree', { name: 'Debug Variables' });
  /** A row of Variables, of which the list draws only those that are in sight. */
  const variable = async (words: RegExp): Promise<void> => {
    const tree = variables();
    const row = tree.getByRole('treeitem', { name: words }).first();
    await tree.getByRole('treeitem').first().waitFor();
    for (let tries = 0; tries < 40 && !(await row.isVisible()); tries++) {
      await tree.hover();
      await workbench.page.mouse.wheel(0, tries % 10 === 0 ? -10_000 : 120);
      await row.waitFor({ timeout: 500 }).catch(() => undefined);
    }
    await row.waitFor();
  };
  const runAndDebug = async (): Promise<Locator> => {
    const stack = workbench.page.locator('.pane-header', { hasText: /^Call Stack/ }).first();
    // The Trap view may be about to show itself.
    for (let tries = 0; tries < 4; tries++) {
      await workbench.command('View: Show Run and Debug');
      await stack.waitFor({ timeout: 10_000 }).catch(() => undefined);
      if (await stack.isVisible()) break;
    }
    return workbench.pane('Call Stack');
  };
  /** At the first trap of a session the Trap view shows itself: what is turned to before that goes away again. */
  const trapShown = (): Promise<void> =>
    workbench.page
      .locator('.pane-header', { hasText: /^Trap$/ })
      .first()
      .waitFor();
  /** Starts a launch configuration of the lab by its name, as the list at the top of Run and Debug does. */
  const choose = async (name: string): Promise<void> => {
    await workbench.endWhatIsLeft();
    await workbench.choose('Debug: Select and Start Debugging', name);
  };
  const notified = async (): Promise<number> =>
    workbench.page.locator('.notification-toast .codicon-error').count();

  it('1: F5 boots the machine; you stand at the first line of main, in user mode', async () => {
    await workbench.openFile('hello.s');
    await workbench.start();
    await status(/^Trapframe: user mode, pid 1 hello, instant/);
    await workbench.waitStopped();
    await variable(/^pc, value 0x10[0-9a-f]+ <main>/);
    // Nothing is watched yet: the registers have its room.
    await (await workbench.pane('^Watch')).locator('.pane-header').first().click();
    await workbench.command('Trapframe: Focus on Timeline and Protocol View');
    await (
      await webview(workbench, 'Timeline and Protocol')
    )
      .locator('[data-lane="cpu 0"] rect.user')
      .first()
      .waitFor();
    await workbench.page.locator('.editor-instance .view-line').first().click();
    await film(3000);
  });

  it('2 and 3: with System calls ticked Continue stops in the kernel; the Trap view shows itself', async () => {
    await workbench.tickTrap('System calls');
    await press('F5');
    await status(/^Trapframe: kernel mode, pid 1 hello, instant/);
    await workbench.page.locator('.tab.active[data-resource-name="trap_vector.S"]').waitFor();
    const trap = await webview(workbench, 'Trap');
    await trap
      .getByRole('row', { name: /^mode user kernel/ })
      .first()
      .waitFor();
    await trap
      .getByRole('row', { name: /^scause .* 8 \(Environment call from U-mode\)/ })
      .first()
      .waitFor();
    await trap
      .getByRole('row', { name: /^sepc .* 0x1028/ })
      .first()
      .waitFor();
    await trap.getByText('all in one step').waitFor();
    const timeline = await webview(workbench, 'Timeline and Protocol');
    await timeline.locator('[data-lane="cpu 0"] .mark.trap').first().waitFor();
    await film(4500);
  });

  it('4: the call stack goes on through the label to hello.s; each frame has the registers of its own side', async () => {
    const callStack = await runAndDebug();
    await callStack.getByText(/── system call: write ──/).waitFor();
    await workbench.pictures('call-stack', callStack);
    await callStack.getByRole('row', { name: /^Stack Frame main, line \d+, hello\.s/ }).click();
    await workbench.page.locator('.tab.active[data-resource-name="hello.s"]').waitFor();
    // The number of write, its file descriptor, the text and its length.
    await variable(/^a7, value 0xd \(13\)/);
    await variable(/^a0, value 0x1\b/);
    await variable(/^a1, value 0x2000 <message>/);
    await variable(/^a2, value 0x16 \(22\)/);
    await film(3500);
    await callStack.getByRole('row', { name: /^Stack Frame trap_vector/ }).click();
    await workbench.page.locator('.tab.active[data-resource-name="trap_vector.S"]').waitFor();
  });

  it('5: Step Out is back in user mode, behind the ecall, and a0 is 22', async () => {
    await press('Shift+F11');
    await status(/^Trapframe: user mode, pid 1 hello/);
    await variable(/^a0, value 0x16 \(22\)/);
    const timeline = await webview(workbench, 'Timeline and Protocol');
    await timeline.locator('[data-lane="cpu 0"] .mark.return').nth(1).waitFor();
    await film(4000);
    workbench.film('tour', frames);
    await workbench.command('Terminal: Focus Terminal');
    await workbench.page.locator('.xterm-rows').filter({ hasText: 'Hello from user mode!' }).waitFor();
    await workbench.end();
    await workbench.page.locator('.tab.active[data-resource-name="hello.s"]').waitFor();
  });

  it('then step into the ecall, and on into the kernel', async () => {
    await workbench.tickTrap('System calls', false);
    await workbench.start();
    await status(/^Trapframe: user mode/);
    await workbench.waitStopped();
    for (let steps = 0; steps < 12; steps++) {
      const before = await workbench.machineStatus();
      await press('F11');
      await workbench.page.waitForFunction(
        (old) =>
          [...document.querySelectorAll('.statusbar [aria-label]')].some((item) => {
            const label = item.getAttribute('aria-label') ?? '';
            return /^Trapframe: .* mode, /.test(label) && label !== old;
          }),
        before,
      );
      if ((await workbench.machineStatus()).startsWith('Trapframe: kernel mode')) break;
      await workbench.waitStopped();
    }
    await status(/^Trapframe: kernel mode, pid 1 hello/);
    await workbench.page.locator('.tab.active[data-resource-name="trap_vector.S"]').waitFor();
    await workbench.end();
  });

  it('Two loops: the timer interrupts them; counter reads as a number, each in its own process', async () => {
    const { page } = workbench;
    await choose('Two loops');
    await status(/^Trapframe: user mode, pid 1 loop-a/);
    await runAndDebug();
    await workbench.waitStopped();
    await workbench.tickTrap('Timer interrupts');
    const counters: number[] = [];
    const watch = await workbench.pane('^Watch');
    const watched = page.locator('.debug-watch .monaco-list-row').filter({ hasText: 'counter' }).first();
    // The box goes away unread when the list is drawn anew.
    for (let tries = 0; tries < 4 && !(await watched.isVisible()); tries++) {
      await watch.hover();
      await watch.getByRole('button', { name: 'Add Expression' }).click();
      const expression = page.locator('.debug-watch input').first();
      await expression.fill('counter', { timeout: 5000 }).catch(() => undefined);
      await press('Enter');
      await watched.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    for (let rounds = 0; rounds < 3; rounds++) {
      await press('F5');
      await status(/^Trapframe: kernel mode, pid \d loop-/);
      // At the first trap of a session the Trap view shows itself.
      if (rounds === 0) await trapShown();
      await runAndDebug();
      await workbench.waitStopped();
      const row = page
        .locator('.debug-watch .monaco-list-row')
        .filter({ hasText: /counter.*\d+ \(at 0x2000\)/ });
      await row.first().waitFor();
      counters.push(Number(/(\d+) \(at/.exec((await row.first().textContent())!)![1]));
    }
    assert.ok(
      counters.some((count) => count > 0),
      counters.join(),
    );
    await workbench.tickTrap('Timer interrupts', false);
    await workbench.end();
  });

  it('Boot from reset: the machine stands before its first instruction, in machine mode', async () => {
    await choose('Boot from reset');
    await status(/^Trapframe: machine mode, no process, instant 0\b/);
    // The boot ROM has no source: nothing in an editor is marked.
    await runAndDebug();
    await workbench.frames.first().waitFor();
    await workbench.end();
  });

  for (const name of ['privileged', 'kernel-reader'])
    it(`${name}.s: killed; one stops in the kernel, and the call stack leads to the guilty line`, async () => {
      await workbench.openFile(`${name}.s`);
      await choose('The program in the editor');
      await status(new RegExp(`^Trapframe: user mode, pid 1 ${name}`));
      await runAndDebug();
      await workbench.waitStopped();
      await press('F5');
      await status(new RegExp(`^Trapframe: kernel mode, pid 1 ${name}`));
      await trapShown();
      const callStack = await runAndDebug();
      // The kernel has several frames: the list draws only those that it has room for.
      const guilty = callStack.getByRole('row', {
        name: new RegExp(`^Stack Frame main, line \\d+, ${name}\\.s`),
      });
      await callStack.getByRole('row', { name: /^Stack Frame process_end_by_fault/ }).hover();
      for (let tries = 0; tries < 40 && !(await guilty.isVisible()); tries++) {
        await workbench.page.mouse.wheel(0, 60);
        await guilty.waitFor({ timeout: 500 }).catch(() => undefined);
      }
      await guilty.waitFor();
      if (name === 'kernel-reader') await decidedByTheTable();
      await workbench.end();
    });

  /** What decides that the load traps: the same page is the kernel's to read, and a fault for the program. */
  async function decidedByTheTable(): Promise<void> {
    const { page } = workbench;
    await workbench.command('Trapframe: Walk the Page Table for an Address...');
    await page.locator('.quick-input-widget input.input').first().fill('0x80000000');
    await press('Enter');
    const walk = (await webview(workbench, 'Address Space')).getByRole('region', {
      name: 'Page walk of 0x80000000',
    });
    const accesses = walk.getByRole('table', { name: 'What each access would come to' });
    await accesses.getByRole('row', { name: /^user ✗ faults: / }).waitFor();
    await accesses.getByRole('row', { name: /^kernel ✓ allowed/ }).waitFor();
  }

  it('the command trapframe runs them in a terminal of the window, without anything installed', async () => {
    const { page } = workbench;
    await workbench.command('Terminal: Create New Terminal');
    await page
      .locator('.terminal-wrapper.active .xterm-helper-textarea, .xterm-helper-textarea')
      .last()
      .waitFor({ state: 'attached' });
    await page.locator('.xterm-rows').last().filter({ hasText: /[$#]/ }).waitFor();
    const rows = page
      .locator('.xterm-rows')
      .filter({ hasText: 'Hello from user mode!' })
      .filter({ hasText: 'privileged' })
      .first();
    for (let tries = 0; tries < 3 && !(await rows.isVisible()); tries++) {
      // What is typed before the shell is ready to edit a line may be lost.
      await page.keyboard.type('trapframe run privileged.s -- hello.s');
      await press('Enter');
      await rows.waitFor({ timeout: 30_000 }).catch(() => undefined);
    }
    await rows.waitFor();
    assert.equal(await notified(), 0);
  });
});
