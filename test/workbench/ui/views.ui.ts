import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import axe, { type AxeResults } from 'axe-core';
import type { Frame, Locator } from 'playwright-core';
import { inRoot } from '../../../scripts/root';
import { Workbench } from '../host/workbench';

describe('the views of the machine', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      folder: inRoot('labs'),
      extension: inRoot(),
      size: { width: 1440, height: 1000 },
      settings: { 'breadcrumbs.enabled': false, 'debug.toolBarLocation': 'docked' },
    });
    await workbench.openFile('hello.s');
    await workbench.page.keyboard.press('F5');
    await workbench.waitStopped();
    await workbench.tickTrap('System calls');
    await workbench.page.keyboard.press('F5');
    await workbench.page.getByRole('button', { name: /Trapframe: kernel mode, pid 1 hello/ }).waitFor();
  });
  after(() => workbench.close());

  /** Folds a pane of the side bar, so that others have room. */
  const fold = async (title: string): Promise<void> => {
    const header = (await workbench.pane(`^${title}`)).locator('.pane-header').first();
    await header.click();
  };
  const tree = async (title: string): Promise<Locator> => {
    await workbench.pane(`^${title}$`);
    return workbench.page.getByRole('tree', { name: title, exact: true });
  };
  const row = (of: Locator, name: RegExp): Locator => of.getByRole('treeitem', { name });

  before(async () => {
    for (const title of ['Variables', 'Watch', 'Call Stack', 'Breakpoints', 'Processes']) await fold(title);
  });

  it('the current line says its mode', async () => {
    // Behind the line, where style sheets put text.
    await workbench.page.waitForFunction(() =>
      [...document.querySelectorAll('.view-line span')].some((span) =>
        /kernel.mode/.test(getComputedStyle(span, '::after').content),
      ),
    );
    await workbench.picture('mode-line');
  });

  it('Trap: what the hardware changed, what the kernel has saved, what will be restored', async () => {
    const trap = await tree('Trap');
    await row(trap, /^mode: before user, after kernel/)
      .first()
      .waitFor();
    await row(trap, /^sepc: before .*, after 0x/).waitFor();
    await row(trap, /The kernel saved.*nothing yet/).waitFor();
  });

  it('Address Space: regions with permissions; the page walk says why user mode faults on the kernel', async () => {
    await fold('Trap$');
    const space = await tree('Address Space');
    await row(space, /^Code, from 0x1000 .*r-x, user/)
      .first()
      .waitFor();
    await row(space, /^Stack, /)
      .first()
      .waitFor();
    const kernel = row(space, /^Kernel, .*kernel only/).first();
    await kernel.locator('.monaco-tl-twistie').click();
    await row(space, /^read in user mode faults/)
      .first()
      .waitFor();
    await workbench.picture('address-space');
    await fold('Address Space');
  });

  it('Machine: mode, interrupts, timer; CSRs unfold into fields', async () => {
    const machine = await tree('Machine');
    await row(machine, /^CPU 0, kernel mode, pid 1/).waitFor();
    await row(machine, /^interrupts: off/).waitFor();
    await row(machine, /^timer: in \d+ ticks/).waitFor();
  });

  it('Trap Table: the kernel’s handler, and how often', async () => {
    await fold('Machine');
    const table = await tree('Trap Table');
    await row(
      table,
      /^exception 8, Environment call from U-mode, handled by system_call_handler, taken once/,
    ).waitFor();
    await workbench.picture('trap-table');
  });

  it('Trap Table: a tick at a cause stops there', async () => {
    const table = await tree('Trap Table');
    await row(table, /^interrupt 5, Supervisor timer/)
      .getByRole('checkbox')
      .click();
    await row(table, /^interrupt 5, Supervisor timer/)
      .getByRole('checkbox', { checked: true })
      .waitFor();
  });

  it('Timeline: user, trap, kernel; the keyboard goes from event to event', async () => {
    await workbench.command('Trapframe: Focus on Timeline View');
    const timeline = await webview(workbench, 'Timeline');
    await timeline.locator('[data-lane="pid 1"] rect.user').first().waitFor();
    await timeline.locator('[data-lane="pid 1"] rect.kernel').first().waitFor();
    assert.equal(await timeline.locator('[data-lane="pid 1"] .mark.trap').count(), 1);
    const drawing = timeline.getByRole('application');
    await drawing.focus();
    await drawing.press('End');
    await timeline
      .locator('[aria-live]')
      .filter({ hasText: /trap: System call: write/ })
      .waitFor();
    await timeline.getByRole('region', { name: 'Selected event' }).getByText('user → kernel').waitFor();
    assert.deepEqual(await axeFindings(timeline), []);
    await workbench.picture('timeline');
  });

  it('Protocol: the three columns; a row opens its source', async () => {
    await workbench.command('Trapframe: Focus on Protocol View');
    const protocol = await webview(workbench, 'Protocol');
    await protocol.getByRole('columnheader', { name: 'Hardware' }).waitFor();
    const call = protocol.getByRole('button', { name: /hello \(1\): traps into the OS: write/ });
    await call.waitFor();
    assert.deepEqual(await axeFindings(protocol), []);
    await workbench.picture('protocol');
    await call.click();
    await workbench.page.locator('.tab.active[data-resource-name="hello.s"]').waitFor();
  });
});

/** The page inside a webview that is on screen. */
async function webview(workbench: Workbench, title: string): Promise<Frame> {
  for (let tries = 0; tries < 100; tries++) {
    for (const frame of workbench.page.frames()) {
      if ((await frame.title().catch(() => '')) === title) return frame;
    }
    await workbench.page.waitForTimeout(100);
  }
  throw new Error(`no webview ${title}`);
}

/** What axe has against a page, in words. */
async function axeFindings(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
