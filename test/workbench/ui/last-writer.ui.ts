// Who wrote this last? From the menus of our own views, whose numbers are the machine's.
import { after, before, describe, it } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { webview } from '../host/webview';
import type { Workbench } from '../host/workbench';
import { helloInTheKernel } from './debugging';

describe('who wrote this last, in the views', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await helloInTheKernel();
  });
  after(() => workbench.close());

  const ask = (what: Locator): Promise<void> => workbench.chooseInMenu(what, 'Who Wrote This Last?');
  const answered = (words: RegExp): Promise<void> =>
    workbench.page.locator('.notification-toast').filter({ hasText: words }).first().waitFor();
  /** Back to where the recording ends: there the machine is in the kernel. */
  const forward = async (): Promise<void> => {
    await workbench.page.keyboard.press('F5');
    await workbench.page.getByRole('button', { name: /^Trapframe: kernel mode, pid 1 hello/ }).waitFor();
  };
  const view = async (id: string, title: string): Promise<Frame> => {
    await workbench.command(`Trapframe: Focus on ${id} View`);
    return webview(workbench, title);
  };

  it('CPU: scause was written by the hardware, which took a trap', async () => {
    const cpu = await view('CPU', 'CPU');
    await cpu.getByText('CSRs: control').click();
    await ask(cpu.locator('.csrs').getByText('scause', { exact: true }).first());
    await answered(/scause.*by the hardware, which took a trap/);
    await workbench.page.getByRole('button', { name: /^Trapframe: user mode, pid 1 hello/ }).waitFor();
    await forward();
  });

  it('Processes: the state of a process, by the kernel', async () => {
    await workbench.command('View: Show Run and Debug');
    const row = (await workbench.pane('Processes'))
      .locator('.monaco-list-row')
      .filter({ hasText: '1 hello' });
    await ask(row.first());
    await answered(/process_table\[0\]\.state.*READY -> RUNNING.*scheduler\.c/);
  });
});
