import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { webview, withoutFindings } from '../host/webview';
import type { Workbench } from '../host/workbench';
import { helloInTheKernel } from './debugging';

describe('the views in the panel', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await helloInTheKernel({ 'breadcrumbs.enabled': false });
  });
  after(() => workbench.close());
  const page = (): Promise<Frame> => webview(workbench, 'Timeline and Protocol');

  /** Folds a pane of the side bar, so that others have room. */
  const fold = async (title: string): Promise<void> => {
    const header = (await workbench.pane(`^${title}`)).locator('.pane-header').first();
    await header.click();
  };
  before(async () => {
    for (const title of ['Variables', 'Watch', 'Call Stack', 'Breakpoints', 'Processes']) await fold(title);
  });

  it('Timeline: user, trap, kernel; the keyboard goes from event to event', async () => {
    await workbench.command('Trapframe: Focus on Timeline and Protocol View');
    const timeline = await page();
    await timeline.locator('[data-lane="cpu 0"] rect.user').first().waitFor();
    await timeline.locator('[data-lane="cpu 0"] rect.kernel').first().waitFor();
    assert.equal(await timeline.locator('[data-lane="cpu 0"] .mark.trap').count(), 1);
    const drawing = timeline.getByRole('application');
    await drawing.focus();
    await drawing.press('End');
    await timeline
      .locator('[aria-live]')
      .filter({ hasText: /trap: System call: write/ })
      .waitFor();
    await timeline.getByRole('region', { name: 'Selected event' }).getByText('user → kernel').waitFor();
    await withoutFindings(workbench, timeline);
  });

  it('Protocol: the three columns; a row opens its source', async () => {
    const protocol = await page();
    await protocol.getByRole('columnheader', { name: 'Hardware' }).waitFor();
    const call = protocol.getByRole('button', { name: /hello \(1\): traps into the OS: write/ });
    await call.waitFor();
    await withoutFindings(workbench, protocol);
    await call.click();
    await workbench.page.locator('.tab.active[data-resource-name="hello.s"]').waitFor();
    // The timeline beside it shows the same instant.
    const timeline = await page();
    await timeline
      .getByRole('region', { name: 'Selected event' })
      .getByText(/traps into the OS: write/)
      .waitFor();
  });

  it('both follow the machine: the system call is over, the next one has begun', async () => {
    await workbench.page.keyboard.press('F5');
    const [timeline, protocol] = [await page(), await page()];
    const lane = timeline.locator('[data-lane="cpu 0"]');
    await lane.locator('.mark.trap').nth(1).waitFor();
    // user, trap, kernel, return from trap, user, trap: as it is drawn in the lecture
    assert.equal(await lane.locator('.mark.trap').count(), 2);
    assert.equal(await lane.locator('.mark.return').count(), 2);
    await protocol.getByRole('button', { name: /hello \(1\): traps into the OS: exit/ }).waitFor();
    await timeline.getByRole('application').press('End');
    await timeline.locator('[aria-live]').filter({ hasText: /exit/ }).waitFor();
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.picture('timeline');
    await workbench.command('View: Toggle Maximized Panel');
    await workbench.pictures('timeline', workbench.page.locator('.part.panel'), undefined, {
      width: 1440,
      height: 410,
    });
    await workbench.command('View: Toggle Maximized Panel');
    await workbench.command('View: Toggle Primary Side Bar Visibility');
  });

  it('Events: what happened, by a condition over its facts', async () => {
    await workbench.command('Events: Focus on Events View');
    const events = await webview(workbench, 'Events');
    await events.getByLabel('Where').fill('pid == 1 && (kind == trap || kind == return)');
    await events.getByLabel('Where').press('Enter');
    await events
      .getByRole('row', { name: /hello \(1\).*trap: System call: write\(1, 0x2000, 22\)/ })
      .waitFor();
    await withoutFindings(workbench, events);
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.command('View: Toggle Maximized Panel');
    await workbench.pictures('events', workbench.page.locator('.part.panel'), undefined, {
      width: 1200,
      height: 360,
    });
    await workbench.command('View: Toggle Maximized Panel');
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.command('Trapframe: Focus on Timeline and Protocol View');
  });

  it('the end of the run is drawn, and all of it can be looked at, when the session is over', async () => {
    await workbench.tickTrap('System calls', false);
    await workbench.page.keyboard.press('F5');
    // The end of the machine is a stop: one can look at it, and go back from it.
    await workbench.page.getByRole('button', { name: /^Trapframe: kernel mode, no process/ }).waitFor();
    await workbench.end();
    const [timeline, protocol] = [await page(), await page()];
    await isOver(timeline);
    await protocol.getByText('The session has ended. This is its run.').waitFor();
    await protocol.getByText(/hello \(1\) exits with status 0/).waitFor();
    await protocol.getByRole('cell').getByText('the machine is switched off: pass').waitFor();
    // What was never asked for while the session lived.
    await timeline.getByRole('button', { name: 'Whole run' }).click();
    await timeline.getByRole('img', { name: /^Timeline from instant 0 to/ }).waitFor();
    await timeline.getByRole('application').press('Home');
    await timeline.locator('[aria-live]').filter({ hasText: 'boot: reset' }).waitFor();
  });

  it('a run without debugging, too, though nothing ever stopped it', async () => {
    await workbench.openFile('privileged.s');
    await workbench.command('Debug: Start Without Debugging');
    const timeline = await page();
    await timeline.locator('[data-lane="cpu 0"]').getByText('fault: Illegal instruction').waitFor();
    await isOver(timeline);
    await timeline.locator('[data-lane="cpu 0"] rect.user').first().waitFor();
  });

  /** A timeline has the last event of a run, and says that it is over. */
  async function isOver(timeline: Frame): Promise<void> {
    const told = timeline.locator('[aria-live]').filter({ hasText: /halt: the machine is switched off/ });
    // It may still be the run before that is over: a key that comes while it is exchanged for this one leads nowhere.
    for (let tries = 0; tries < 10 && (await told.count()) === 0; tries++) {
      await timeline.getByText('The session has ended. This is its run.').waitFor();
      await timeline.getByRole('application').press('End');
      await told.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
    await told.waitFor();
  }
});
