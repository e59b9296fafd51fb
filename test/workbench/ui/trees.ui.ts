// The views of the side bar as a person uses them: unfold, act, change, and see the machine follow.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { inRoot } from '../../../scripts/root';
import { webview, withoutFindings } from '../host/webview';
import { Workbench } from '../host/workbench';
import { severalProcesses } from './programs';

const PANES = ['Variables', 'Watch', 'Call Stack', 'Breakpoints', 'Processes'];
/** Those of our own container. */
const OURS = ['CPU', 'Trap', 'Processes', 'Address Space', 'Trap Table'] as const;

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
    await workbench.start();
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
    for (const other of PANES) {
      const header = workbench.page
        .locator('.pane-header', { hasText: new RegExp(`^${other}`, 'i') })
        .first();
      if (other !== title && (await header.getAttribute('aria-expanded')) === 'true') await header.click();
    }
    return workbench.pane(`^${title}$`);
  };
  /** Leaves one pane of our own container unfolded. */
  const onlyOurs = async (title: (typeof OURS)[number]): Promise<Frame> => {
    await workbench.command('View: Show Trapframe');
    for (const other of OURS) {
      const header = workbench.page
        .locator('.pane-header', { hasText: new RegExp(`^${other}${other === 'Processes' ? '' : '$'}`, 'i') })
        .first();
      const isOpen = (await header.getAttribute('aria-expanded')) === 'true';
      if (isOpen !== (other === title)) await header.click();
    }
    return webview(workbench, title);
  };
  const debugContainer = (): Promise<void> => workbench.command('View: Show Run and Debug');
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
  /** The docked toolbar, by which one sees that the machine stands, is in Run and Debug. */
  const goOn = async (): Promise<void> => {
    await goOnUnseen();
    await stands();
  };
  const goOnUnseen = async (): Promise<void> => {
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
    const space = await onlyOurs('Address Space');
    await space.getByText(/^Process 2 \(loop\), page table at 0x/).waitFor();
    const code = space
      .getByRole('table', { name: 'Regions', exact: true })
      .getByRole('row', { name: /^Code/ });
    await code.getByRole('cell', { name: 'read, execute' }).first().waitFor();
    await space
      .getByRole('table', { name: 'Arguments' })
      .getByRole('row', { name: /argv\[1\] "one"/ })
      .waitFor();
    await withoutFindings(workbench, space);
  });

  it('Address Space: the page walk of any address, why an access would fault, and another process beside it', async () => {
    const { page } = workbench;
    const space = await webview(workbench, 'Address Space');
    const ask = async (text: string): Promise<void> => {
      await workbench.command('Trapframe: Walk the Page Table for an Address...');
      await page.locator('.quick-input-widget input.input').first().fill(text);
      await page.keyboard.press('Enter');
    };
    await ask('&trap_vector');
    const walk = space.getByRole('region', { name: /^Page walk of &trap_vector = 0x80/ });
    // Cut where the hardware cuts it: a page of 2 MiB, so two numbers of entries.
    await walk
      .getByRole('table', { name: /^Fields of/ })
      .getByRole('cell', { name: '2', exact: true })
      .waitFor();
    await walk.getByText('entry 2', { exact: true }).waitFor();
    const accesses = walk.getByRole('table', { name: 'What each access would come to' });
    await accesses.getByRole('row', { name: /^user ✗ faults: / }).waitFor();
    await accesses.getByRole('row', { name: /^kernel .*✓ allowed$/ }).waitFor();
    await withoutFindings(workbench, space);
    await workbench.pictures('address-space', await workbench.pane('^Address Space$'), space);
    await walk.getByRole('button', { name: /^Remove/ }).click();
    await walk.waitFor({ state: 'detached' });

    await ask('counter');
    await space.getByRole('region', { name: /^Page walk of counter = 0x/ }).waitFor();
    await workbench.command('Trapframe: Show Another Process Beside It...');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: '3 loop' }).click();
    const both = space.getByRole('region', { name: /^Page walk of counter/ });
    await both.getByText('In process 3').waitFor();
    const found = await both.locator('.result').allTextContents();
    assert.equal(found.length, 2);
    assert.notEqual(found[0], found[1]);
    await space.getByRole('columnheader', { name: 'Frames of 3 loop' }).first().waitFor();
    await space.getByText(/^\d+ regions of the kernel and of devices, the same in both$/).waitFor();
    await withoutFindings(workbench, space);
    await workbench.pictures('two-address-spaces', await workbench.pane('^Address Space$'), space, {
      width: 1440,
      height: 1700,
    });
    await workbench.command('Trapframe: Follow the Selected Stack Frame Again');
    await space.getByText(/^Process 2 \(loop\), page table at 0x\w+\.$/).waitFor();
    await both.getByRole('button', { name: /^Remove/ }).click();
    await both.waitFor({ state: 'detached' });
  });

  it('Physical memory: a map of frames by owner; a page of a process is shown in the Address Space', async () => {
    await (
      await webview(workbench, 'Address Space')
    )
      .getByRole('button', { name: 'Physical memory…' })
      .click();
    const map = await webview(workbench, 'Physical Memory');
    await map.getByRole('button', { name: /^Page tables / }).waitFor();
    const code = (pid: number): Locator =>
      map.getByRole('gridcell', { name: new RegExp(`Process ${pid} .*: code, virtual address 0x1000$`) });
    await code(3).click();
    const space = await webview(workbench, 'Address Space');
    const walk = space.getByRole('region', { name: 'Page walk of 0x1000' });
    await walk.getByText(/^Physical address/).waitFor();
    await space.getByText(/^Process 3 \(loop\), page table at 0x\w+, stays in view/).waitFor();
    // The same virtual address, three frames: the others are marked.
    assert.equal(await map.locator('.cell.chosen').count(), 1);
    assert.equal(await map.locator('.cell.same').count(), 2);
    await map.getByRole('region', { name: 'Chosen frames' }).getByText('Process 2 (loop): code').waitFor();
    await withoutFindings(workbench, map);
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.command('View: Toggle Maximized Panel');
    await workbench.pictures('physical-memory', workbench.page.locator('.part.panel'), map, {
      width: 1200,
      height: 472,
    });
    await workbench.command('View: Toggle Maximized Panel');
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    const again = await webview(workbench, 'Address Space');
    await again
      .getByRole('region', { name: 'Page walk of 0x1000' })
      .getByRole('button', { name: /^Remove/ })
      .click();
    await workbench.command('Trapframe: Follow the Selected Stack Frame Again');
    await again.getByRole('region', { name: /^Page walk/ }).waitFor({ state: 'detached' });
    await debugContainer();
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

  it('Trap: three bands: what the hardware changed, what the kernel has saved, what will be restored', async () => {
    const trap = await onlyOurs('Trap');
    const hardware = trap.getByRole('region', { name: 'The hardware changed' });
    await hardware.getByRole('row', { name: /^mode user kernel/ }).waitFor();
    await hardware.getByRole('row', { name: /^sepc not known 0x/ }).waitFor();
    await trap.getByRole('region', { name: 'The kernel saved' }).getByText('nothing yet').waitFor();
    await trap
      .getByRole('region', { name: /^The return/ })
      .getByRole('row', { name: /^mode kernel user/ })
      .waitFor();
    await withoutFindings(workbench, trap);
    await workbench.pictures('trap', await workbench.pane('^Trap$'), trap);
  });

  it('CPU: mode, pc, registers and what of them changed; CSRs unfold into fields', async () => {
    const cpu = await onlyOurs('CPU');
    await cpu.getByText('kernel mode').waitFor();
    await cpu.getByRole('button', { name: /^trap_vector \(trap_vector\.S:\d+\)/ }).waitFor();
    const pc = await cpu.locator('.first .value').first().textContent();
    await cpu.getByText('All registers').click();
    assert.equal(await cpu.locator('details .registers dt').count(), 32);
    await cpu.getByText('Interrupts, timer, address space').click();
    await cpu.getByText('CSRs: control').click();
    await cpu.locator('summary', { hasText: 'sstatus' }).click();
    await cpu.locator('details[open] dt', { hasText: /^SPP$/ }).first().waitFor();
    await withoutFindings(workbench, cpu);
    await cpu.locator('summary', { hasText: 'sstatus' }).click();
    await cpu.getByText('CSRs: control').click();
    await workbench.pictures('cpu', await workbench.pane('^CPU$'), cpu);
    await workbench.page.keyboard.press('F10');
    await cpu.locator('.first .changed', { hasText: '(changed)' }).first().waitFor();
    assert.notEqual(await cpu.locator('.first .value').first().textContent(), pc);
    // What was unfolded stays so.
    assert.ok(await cpu.locator('details .registers dt').first().isVisible());
    // So does the view: at a breakpoint the editor turns to Run and Debug by itself.
    for (let stops = 0; stops < 3; stops++) {
      await goOnUnseen();
      const [, instant] = /instant (.+)$/.exec(await workbench.machineStatus())!;
      // Its page is loaded anew, and may be found while that of before is on its way out.
      const told = async (): Promise<void> =>
        (await webview(workbench, 'CPU')).getByText(`Instant ${instant}`).waitFor({ timeout: 20_000 });
      await told().catch(told);
    }
  });

  it('Trap Table: the kernel’s handler, how often, and a box that stops', async () => {
    const table = await onlyOurs('Trap Table');
    const timer = table.getByRole('row', { name: /Supervisor timer interrupt timer_interrupt \d+/ });
    await timer.waitFor();
    await table.getByRole('row', { name: /8 Environment call from U-mode system_call_handler/ }).waitFor();
    await timer.getByRole('checkbox').check();
    await withoutFindings(workbench, table);
    await workbench.pictures('trap-table', await workbench.pane('^Trap Table$'), table);
    await debugContainer();
    await workbench.tickTrap('Timer interrupts', false);
    await goOn();
    assert.match(await workbench.machineStatus(), /kernel mode, pid 2/);
    await (
      await onlyOurs('Trap Table')
    )
      .getByRole('row', { name: /Supervisor timer/ })
      .getByRole('checkbox')
      .uncheck();
  });

  it('the current line has the colour of its mode and says it; a slow run moves it, and the status bar', async () => {
    const { page } = workbench;
    await page.keyboard.press('Shift+F11');
    await page.getByRole('button', { name: /Trapframe: user mode, pid 2 loop/ }).waitFor();
    await debugContainer();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.view-line span')].some((span) =>
        /user.mode/.test(getComputedStyle(span, '::after').content),
      ),
    );
    // In the gutter it cannot be pushed away.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.glyph-margin-widgets div')].some((glyph) =>
        getComputedStyle(glyph).backgroundImage.includes('mode-user.svg'),
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
    // Registers go along.
    const cpu = await onlyOurs('CPU');
    const counting = (): Promise<string | null> => cpu.locator('.first .value').first().textContent();
    const pc = await counting();
    for (let tries = 0; tries < 600 && (await counting()) === pc; tries++) await page.waitForTimeout(50);
    assert.notEqual(await counting(), pc);
    await workbench.pictures('slow', await workbench.pane('^CPU$'), cpu);
    await debugContainer();
    const before = await seen.getAttribute('aria-label');
    await page.waitForFunction((label) => document.querySelector(`[aria-label="${label}"]`) === null, before);
    await page.keyboard.press('F6');
    await page.getByRole('button', { name: /Trapframe: user mode, pid 2 loop, instant/ }).waitFor();
    await stands();
    await workbench.choose('Trapframe: Set the Speed of the Run...', 'full speed');
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
    await page.keyboard.type('Aa');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('d');
    await page.keyboard.press('Enter');
    await page.locator('.xterm-rows').filter({ hasText: 'Hello Ada' }).waitFor();
    await page.locator('.xterm-rows').filter({ hasText: 'Name? Ada' }).waitFor();
    await workbench.pictures('terminal', page.locator('.part.panel'));
    await page.locator('.terminal-wrapper.active .xterm').click();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('!');
    await page.keyboard.press('Enter');
    await page.locator('.xterm-rows').filter({ hasText: 'Hello Ada!' }).waitFor();
    await page.keyboard.press('F6');
    await stands();
  });
});
