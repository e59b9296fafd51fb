// What never happened, in a workbench: stop at the load that faults, look at what went on behind it, see the line that it
// touched, and go on to the end of the process.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import { webview } from '../host/webview';
import { Workbench } from '../host/workbench';

const PEEKER = `# Reads what it may not, and goes by what it read.
        .globl  main
main:   la      s0, probe
        li      s1, 0x80000000
        lbu     t0, 0(s1)
        slli    t0, t0, 6
        add     t0, t0, s0
        lbu     t1, 0(t0)
        fence
        ret
        .bss
        .balign 4096
probe:  .skip   16384
`;

describe('what never happened', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  let workbench: Workbench;
  before(async () => {
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(path.join(folder, 'peeker.s'), PEEKER);
    const configuration = {
      type: 'trapframe',
      request: 'launch',
      name: 'Peeker',
      program: '${workspaceFolder}/peeker.s',
      costModel: 'caches',
      transient: 8,
    };
    writeFileSync(
      path.join(folder, '.vscode', 'launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
    );
    workbench = await Workbench.open({
      folder,
      extension: inRoot(),
      size: { width: 1440, height: 1000 },
      settings: { 'debug.toolBarLocation': 'docked' },
    });
    await workbench.openFile('peeker.s');
    await workbench.start();
    await workbench.waitStopped();
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const status = (words: RegExp): Promise<void> =>
    workbench.page.getByRole('button', { name: words }).first().waitFor();

  it('is looked at where the load faults: instruction by instruction, with the line that it brought', async () => {
    const { page } = workbench;
    await workbench.tickTrap('Page faults');
    await page.keyboard.press('F5');
    await status(/^Trapframe: kernel mode, pid 1 peeker/);
    await workbench.command('Trapframe: Focus on Timeline and Protocol View');
    const timeline = await webview(workbench, 'Timeline and Protocol');
    await timeline.locator('.axis .cycles').first().waitFor();
    await timeline.locator('.chart').focus();
    await timeline.locator('.chart').press('End');
    const stretch = timeline.locator('.stretch').filter({ hasText: 'from 0x80000000, which U refuses' });
    for (let tries = 0; tries < 20 && !(await stretch.isVisible()); tries++) {
      await timeline.locator('.chart').press('ArrowLeft');
      await stretch.waitFor({ timeout: 1000 }).catch(() => undefined);
    }
    await stretch.filter({ hasText: 'What never happened' }).waitFor();
    await stretch.filter({ hasText: 'lbu t1,0(t0)' }).waitFor();
    await workbench.picture('transient');

    await workbench.command('Physical Memory: Focus on Physical Memory View');
    const memory = await webview(workbench, 'Physical Memory');
    const frame = memory.getByRole('gridcell', { name: /Process 1 \(peeker\): static data/ });
    await frame.and(memory.locator('.hot')).first().click();
    await memory.locator('.lines .line.first').first().waitFor();
    await memory.locator('.details').filter({ hasText: 'in an L1 cache' }).waitFor();
  });

  it('ends with the process: the load was never allowed', async () => {
    const { page } = workbench;
    await workbench.command('View: Show Run and Debug');
    await workbench.tickTrap('Page faults', false);
    await page.keyboard.press('F5');
    await page
      .getByRole('row', { name: /^Stack Frame process_end_by_fault/ })
      .first()
      .waitFor();
  });
});
