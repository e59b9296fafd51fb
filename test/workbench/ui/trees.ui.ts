// The tree views of the debug container as a person uses them: unfold, act, change, and see the machine follow.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { inRoot } from '../../../scripts/root';
import { webview, withoutFindings } from '../host/webview';
import { Workbench } from '../host/workbench';
import { severalProcesses } from './programs';

const PANES = ['Variables', 'Watch', 'Call Stack', 'Breakpoints', 'Processes', 'Trap', 'Address Space'];

describe('the views of the machine', () => {
  let workbench: Workbench;
  const example = severalProcesses();

  before(async () => {
    workbench = await Workbench.open({
      folder: example.folder,
      extension: inRoot(),
      size: { width: 1440, height: 1000 },
      settings: {
        'debug.toolBarLocation': 'docked',
        // Else the terminal is painted as a picture, which nobody can read.
        'terminal.integrated.gpuAcceleration': 'off',
      },
    });
    await workbench.openFile('loop.s');
    await workbench.page.keyboard.press('F5');
    await workbench.waitStopped();
    await workbench.tickTrap('Timer interrupts');
    await workbench.widenSideBar(260);
    await only('Processes');
  });
  after(async () => {
    await workbench.close();
    example.remove();
  });

  /** Leaves one pane of the side bar unfolded. */
  const only = async (title: string): Promise<Locator> => {
    for (const other of [...PANES, 'Machine', 'Trap Table']) {
      const header = workbench.page
        .locator('.pane-header', { hasText: new RegExp(`^${other}`, 'i') })
        .first();
      if (other !== title && (await header.getAttribute('aria-expanded')) === 'true') await header.click();
    }
    return workbench.pane(`^${title}$`);
  };
  const tree = (title: string): Locator => workbench.page.getByRole('tree', { name: title, exact: true });
  const row = (title: string, name: RegExp): Locator => tree(title).getByRole('treeitem', { name }).first();
  const unfold = async (title: string, name: RegExp): Promise<void> => {
    const found = row(title, name);
    await found.waitFor();
    if ((await found.getAttribute('aria-expanded')) === 'false') {
      await found.locator('.monaco-tl-twistie').click();
    }
    await tree(title).getByRole('treeitem', { name, expanded: true }).first().waitFor();
  };
  /** Uses one of the icons at the end of a row. */
  const act = async (title: string, name: RegExp, action: string): Promise<void> => {
    await row(title, name).hover();
    await row(title, name).getByRole('button', { name: action }).click();
  };
  /** Ticks the box of a row, or unticks it. A click that meets a row that is being drawn anew is lost. */
  const tick = async (of: Locator, on: boolean): Promise<void> => {
    const wanted = of.getByRole('checkbox', { checked: on });
    for (let tries = 0; tries < 5 && !(await wanted.isVisible()); tries++) {
      await of.getByRole('checkbox').click();
      await wanted.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
    await wanted.waitFor();
  };
  const goOn = async (): Promise<void> => {
    const instant = await workbench.machineStatus();
    await workbench.page.keyboard.press('F5');
    await workbench.page.waitForFunction(
      (before) =>
        [...document.querySelectorAll('[aria-label^="Trapframe: "]')].some((item) => {
          const label = item.getAttribute('aria-label') ?? '';
          return / mode, /.test(label) && label !== before;
        }),
      instant,
    );
    await stands();
  };
  /** The machine stands, and the debugger listens to keys. */
  const stands = (): Promise<void> =>
    workbench.page
      .getByRole('button', { name: /^Continue/ })
      .first()
      .waitFor();

  it('Processes: state and why, function and line; below each what the kernel keeps for it', async () => {
    await goOn();
    await row(
      'Processes',
      /^process 1, ask, blocked for input, kernel mode, in \w+\+\d+ \(\w+\.c:\d+\)/,
    ).waitFor();
    await row(
      'Processes',
      /^process 2, loop, running, kernel mode, in trap_vector \(trap_vector\.S:/,
    ).waitFor();
    await row('Processes', /^process 3, loop, ready/).waitFor();
    await unfold('Processes', /^process 1, ask/);
    await row('Processes', /^Saved registers.* at 0x/).waitFor();
    await row('Processes', /^Open files/).waitFor();
    await unfold('Processes', /^Address space/);
    await row('Processes', /^Stack, from 0x.*rw-, user/).waitFor();
    await workbench.pictures('processes', await workbench.pane('^Processes$'));
  });

  it('what is unfolded stays so from stop to stop, and the row of the selected frame is selected', async () => {
    await goOn();
    await row('Processes', /^process 3, loop, running, kernel mode/).waitFor();
    await row('Processes', /^Stack, from 0x/).waitFor();
    await tree('Processes')
      .getByRole('treeitem', { name: /^process 3, loop/, selected: true })
      .waitFor();
    await row('Processes', /^process 1, ask/)
      .locator('.monaco-tl-twistie')
      .click();
  });

  it('a click on a process leads the editor and the views to it', async () => {
    await row('Processes', /^process 2, loop/).click();
    await workbench.page.locator('.tab.active[data-resource-name="scheduler.c"]').waitFor();
    await only('Address Space');
    await workbench.page.getByText(/^Process 2 \(loop\), page table at 0x/).waitFor();
    await row('Address Space', /^Arguments/).waitFor();
    await unfold('Address Space', /^Arguments/);
    await row('Address Space', /argv\[1\]/).waitFor();
  });

  it('Address Space: the page walk of any address, why an access would fault, and another process beside it', async () => {
    const { page } = workbench;
    await workbench.command('Trapframe: Walk the Page Table for an Address...');
    await page.locator('.quick-input-widget input.input').first().fill('&trap_vector');
    await page.keyboard.press('Enter');
    await row('Address Space', /^Page walk of &trap_vector = 0x80/).waitFor();
    await row('Address Space', /^Level 2, entry 2, /).waitFor();
    await row('Address Space', /^read in user mode faults: /).waitFor();
    await row('Address Space', /^execute in kernel mode is allowed/).waitFor();
    await workbench.pictures('address-space', await workbench.pane('^Address Space$'));
    await act('Address Space', /^Page walk of/, 'Remove Page Walk');
    await row('Address Space', /^Page walk of/).waitFor({ state: 'detached' });

    await workbench.command('Trapframe: Walk the Page Table for an Address...');
    await page.locator('.quick-input-widget input.input').first().fill('counter');
    await page.keyboard.press('Enter');
    // The view takes the focus when it shows the walk, and with it the place of a palette that is open by then.
    await row('Address Space', /^Page walk of counter = 0x/).waitFor();
    await workbench.command('Trapframe: Show Another Process Beside It...');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: '3 loop' }).click();
    await row(
      'Address Space',
      /^Page walk of counter = 0x\w+: process 2: (0x\w+), process 3: (?!\1)0x/,
    ).waitFor();
    await row(
      'Address Space',
      /^Code at 0x1000: in (0x\w+) for process 2, in (?!\1)0x\w+ for process 3/,
    ).waitFor();
    await row('Address Space', /^The same in both: \d+ regions of the kernel/).waitFor();
    await workbench.pictures('two-address-spaces', await workbench.pane('^Address Space$'));
    await workbench.command('Trapframe: Follow the Selected Stack Frame Again');
    await row('Address Space', /^Code, from 0x1000 to 0x2000, r-x, user/).waitFor();
    await act('Address Space', /^Page walk of/, 'Remove Page Walk');
    await row('Address Space', /^Page walk of/).waitFor({ state: 'detached' });
  });

  it('Physical memory: a map of frames by owner; a page of a process is shown in the Address Space', async () => {
    await row('Address Space', /^Physical memory/).click();
    const map = await webview(workbench, 'Physical Memory');
    await map.getByRole('button', { name: /^Page tables / }).waitFor();
    const code = (pid: number): Locator =>
      map.getByRole('gridcell', { name: new RegExp(`Process ${pid} .*: code, virtual address 0x1000$`) });
    await code(3).click();
    await row('Address Space', /^Page walk of 0x1000: 0x/).waitFor();
    await workbench.page.getByText(/^Process 3 \(loop\), page table at 0x\w+, stays in view/).waitFor();
    // The same virtual address, three frames: the others are marked.
    assert.equal(await map.locator('.cell.chosen').count(), 1);
    assert.equal(await map.locator('.cell.same').count(), 2);
    await map.getByRole('region', { name: 'Chosen frames' }).getByText('Process 2 (loop): code').waitFor();
    await withoutFindings(workbench, map);
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.pictures('physical-memory', workbench.page.locator('.part.panel'));
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await act('Address Space', /^Page walk of/, 'Remove Page Walk');
    await workbench.command('Trapframe: Follow the Selected Stack Frame Again');
    await row('Address Space', /^Page walk of/).waitFor({ state: 'detached' });
  });

  it('Break When Scheduled stops when that process, and no other, is given the CPU', async () => {
    await workbench.tickTrap('Timer interrupts', false);
    await only('Processes');
    await act('Processes', /^process 2, loop/, 'Break When Scheduled');
    await row('Processes', /^process 2, loop, \w+, stops when scheduled/).waitFor();
    await goOn();
    await row('Processes', /^process 2, loop, running, stops when scheduled, kernel mode/).waitFor();
    await workbench.page.locator('.tab.active[data-resource-name="context_switch.S"]').waitFor();
    await act('Processes', /^process 2, loop/, 'Do Not Break When Scheduled');
    await row('Processes', /^process 2, loop, \w+, kernel mode/).waitFor();
  });

  it('Kill Process: the kernel ends it when it would next return to user mode', async () => {
    await act('Processes', /^process 3, loop/, 'Kill Process');
    await workbench.page.getByText('The kernel will end loop (pid 3)').first().waitFor();
    await workbench.tickTrap('Process exits');
    await only('Processes');
    await goOn();
    await workbench.tickTrap('Process exits', false);
    await workbench.tickTrap('Timer interrupts');
    await only('Processes');
    await goOn();
    await row('Processes', /^process 3, loop, zombie/).waitFor();
  });

  it('Trap: what the hardware changed, what the kernel has saved, what will be restored', async () => {
    await only('Trap');
    await row('Trap', /^mode: before user, after kernel/).waitFor();
    await row('Trap', /^sepc: before .*, after 0x/).waitFor();
    await row('Trap', /The kernel saved.*nothing yet/).waitFor();
    await workbench.pictures('trap', await workbench.pane('^Trap$'));
  });

  it('Machine: mode, code, interrupts, timer; CSRs unfold into fields', async () => {
    const pane = await only('Machine');
    await row('Machine', /^CPU 0, kernel mode, pid 2/).waitFor();
    await row('Machine', /^pc: 0x8\w+ trap_vector \(trap_vector\.S:\d+\)/).waitFor();
    await row('Machine', /^interrupts: off/).waitFor();
    await row('Machine', /^timer: /).waitFor();
    await unfold('Machine', /^CSRs/);
    await unfold('Machine', /^sstatus, 0x/);
    await row('Machine', /^SPP, /).waitFor();
    await workbench.pictures('machine', pane);
  });

  it('Trap Table: the kernel’s handler, how often, and a box that stops', async () => {
    const pane = await only('Trap Table');
    const timer = row(
      'Trap Table',
      /^interrupt 5, Supervisor timer.*handled by timer_interrupt, taken \d+ times/,
    );
    await timer.waitFor();
    await row('Trap Table', /^exception 8, Environment call.*handled by system_call_handler/).waitFor();
    await tick(timer, true);
    await workbench.pictures('trap-table', pane);
    await workbench.tickTrap('Timer interrupts', false);
    await goOn();
    assert.match(await workbench.machineStatus(), /kernel mode, pid 2/);
    await only('Trap Table');
    await tick(timer, false);
  });

  it('the current line has the colour of its mode and says it; a slow run moves it, and the status bar', async () => {
    const { page } = workbench;
    await page.keyboard.press('Shift+F11');
    await page.getByRole('button', { name: /Trapframe: user mode, pid 2 loop/ }).waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.view-line span')].some((span) =>
        /user.mode/.test(getComputedStyle(span, '::after').content),
      ),
    );
    await workbench.pictures('editor', page.locator('.part.editor'));
    await page.getByRole('button', { name: /^Trapframe: the machine runs at full speed/ }).click();
    await page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: /^10 instructions/ })
      .click();
    await page.getByRole('button', { name: /^Trapframe: the machine runs at 10 instructions\/s/ }).waitFor();
    await page.keyboard.press('F5');
    const seen = page.getByRole('button', {
      name: /Trapframe: running slowly, user mode, pid 2 loop, instant/,
    });
    await seen.waitFor();
    const before = await seen.getAttribute('aria-label');
    await page.waitForFunction((label) => document.querySelector(`[aria-label="${label}"]`) === null, before);
    await page.keyboard.press('F6');
    await page.getByRole('button', { name: /Trapframe: user mode, pid 2 loop, instant/ }).waitFor();
    await stands();
    await workbench.command('Trapframe: Set the Speed of the Run...');
    await page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: /^full speed/ })
      .click();
  });

  it('what is typed into the terminal reaches the program through the UART and the kernel', async () => {
    const { page } = workbench;
    await workbench.command('Terminal: Focus Terminal');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    const pause = page.getByRole('button', { name: /^Pause/ }).first();
    // A key that comes while the list of speeds is leaving is lost.
    for (let tries = 0; tries < 5 && !(await pause.isVisible()); tries++) {
      await page.keyboard.press('F5');
      await pause.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
    await page.locator('.terminal-wrapper.active .xterm').click();
    await page.locator('.terminal-wrapper.active .xterm.focus').waitFor();
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await page.locator('.xterm-rows').filter({ hasText: 'Hello Ada' }).waitFor();
    await workbench.pictures('terminal', page.locator('.part.panel'));
    await page.keyboard.press('F6');
    await stands();
  });
});
