// Scheduling made visible: the ready queue as the policy has it, and one workload under several policies.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import { webview, withoutFindings } from '../host/webview';
import { Workbench } from '../host/workbench';

const LOOP = '        .globl  main\nmain:   addi    s0, s0, 1\n        j       main\n';

describe('scheduling', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));

  before(async () => {
    writeFileSync(path.join(folder, 'loop.s'), LOOP);
    mkdirSync(path.join(folder, '.vscode'));
    const loop = '${workspaceFolder}/loop.s';
    const configuration = {
      type: 'trapframe',
      request: 'launch',
      name: 'Three',
      programs: [loop, loop, loop],
    };
    writeFileSync(
      path.join(folder, '.vscode', 'launch.json'),
      JSON.stringify({
        version: '0.2.0',
        configurations: [{ ...configuration, policy: 'mlfq:allotment=1,quantum=1', timeSlice: 2000 }],
      }),
    );
    workbench = await Workbench.open({
      folder,
      extension: inRoot(),
      size: { width: 1440, height: 1000 },
      settings: { 'debug.toolBarLocation': 'docked' },
    });
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the ready queue has the levels of mlfq, and who is next', async () => {
    const { page } = workbench;
    await workbench.openFile('loop.s');
    await workbench.start();
    await workbench.waitStopped();
    await workbench.tickTrap('Timer interrupts');
    await page.keyboard.press('F5');
    await page.getByRole('button', { name: /^Trapframe: kernel mode/ }).waitFor();
    const rows = (await workbench.pane('Processes')).locator('.monaco-list-row');
    await rows.filter({ hasText: /Ready queue.*mlfq · 2 ready/ }).waitFor();
    await rows.filter({ hasText: /Level 0/ }).waitFor();
    await rows.filter({ hasText: /2 loop.*next · ticks left on its level 1/ }).waitFor();
    // For the picture the other views of the side bar give their room.
    for (const title of ['Variables', 'Watch', 'Call Stack', 'Breakpoints']) {
      await (await workbench.pane(`^${title}`)).locator('.pane-header').first().click();
    }
    await workbench.widenSideBar(200);
    await workbench.pictures('ready-queue', await workbench.pane('^Processes$'));
    await workbench.end();
  });

  it('one workload under several policies: a chart for each, and the averages', async () => {
    const { page } = workbench;
    await workbench.choose('Trapframe: Compare Scheduling Policies...', 'A convoy');
    const list = page.locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: 'multi-level feedback queue' }).waitFor();
    await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    const frame = await webview(workbench, 'Scheduling Policies');
    await frame.getByRole('table', { name: 'Averages' }).waitFor();
    const averages = await frame.getByRole('table', { name: 'Averages' }).ariaSnapshot();
    // The textbook: (20 + 23 + 26) / 3 and (3 + 6 + 26) / 3.
    assert.match(averages, /fifo 14\.33 23 14\.33/);
    assert.match(averages, /sjf 3 11\.67 \(least\) 3 \(least\)/);
    for (const policy of ['fifo', 'sjf', 'stcf', 'rr', 'mlfq', 'lottery', 'stride']) {
      await frame.getByRole('img', { name: new RegExp(`^Who has the CPU under ${policy},`) }).waitFor();
    }
    const chart = frame.getByRole('img', { name: /under sjf/ });
    assert.match((await chart.getAttribute('aria-label'))!, /short 1 0 to 3, short 2 3 to 6, long 6 to 26$/);
    await withoutFindings(workbench, frame);
    await workbench.pictures('policies', page.locator('.part.editor'), frame, { width: 1200, height: 1600 });
    await frame.getByRole('button', { name: 'Show the Workload' }).click();
    await page.locator('.editor-instance .view-line').filter({ hasText: '"short 1"' }).first().waitFor();
  });
});
