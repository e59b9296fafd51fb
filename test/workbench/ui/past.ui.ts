// A program that is killed by a wild store of its own, and the questions that lead to why: by keys, and by a click on what it printed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Workbench } from '../host/workbench';
import { debugging } from './debugging';

/** Stores behind the end of a table, where a pointer lies, and uses that long after. */
const WILD = `# wild.s - fills a table of four numbers, and one more.
        .globl  main, fill, table, last
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 1
        la      a1, message
        li      a2, 8
        li      a7, SYS_write
        ecall
        li      a0, 5                   # the table has four entries
        call    fill
        li      t0, 20000
wait:   addi    t0, t0, -1
        bnez    t0, wait
        ld      t1, last                # a pointer into the table, it was
        sd      zero, 0(t1)             # here the kernel ends the process
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
fill:
        la      t0, table
        li      t1, 8
next:   sd      t1, 0(t0)
        addi    t0, t0, 8
        addi    a0, a0, -1
        bnez    a0, next
        ret

        .section .rodata
message: .ascii "filling\\n"
        .data
table:  .dword  0, 0, 0, 0
last:   .dword  table
`;

describe('who wrote that, when, and what printed this line', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));

  before(async () => {
    writeFileSync(path.join(folder, 'wild.s'), WILD);
    workbench = await debugging(folder, 'wild.s', {
      // Else the terminal is painted as a picture, which nobody can read.
      'terminal.integrated.gpuAcceleration': 'off',
      'breadcrumbs.enabled': false,
      'editor.stickyScroll.enabled': false,
      'editor.minimap.enabled': false,
    });
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const status = (words: RegExp): Promise<void> =>
    workbench.page.getByRole('button', { name: words }).first().waitFor();
  const frame = (name: string) =>
    workbench.page.getByRole('row', { name: new RegExp(`^Stack Frame ${name}`) }).first();
  /** Answers what a command asks for in a line of its own. */
  const answer = async (title: string, text: string): Promise<void> => {
    await workbench.command(title);
    const { page } = workbench;
    await page.locator('.quick-input-title').filter({ hasText: /\?/ }).waitFor();
    const input = page.locator('.quick-input-widget input.input').first();
    await input.fill(text);
    await input.press('Enter');
  };

  it('killed by a wild store: one question leads to the instruction that spoiled the pointer', async () => {
    const { page } = workbench;
    await page.keyboard.press('F5');
    await status(/^Trapframe: kernel mode, pid 1 wild/);
    await workbench.waitStopped();
    await answer('Trapframe: Who Wrote This Last?', 'last');
    await status(/^Trapframe: user mode, pid 1 wild/);
    await frame('fill, line 25, wild.s').waitFor();
    await page
      .getByRole('tree', { name: 'Processes' })
      .getByRole('treeitem', { name: /process 1, wild, running, user mode/ })
      .waitFor();
    await workbench.command('View: Hide Panel');
    await workbench.command('Notifications: Show Notifications');
    await page
      .locator('.notifications-center')
      .filter({ hasText: /last changed: 12288 -> 8 by sd.*wild\.s:25/ })
      .waitFor();
    // The message lies over the editor, as high as its last line.
    const usual = page.viewportSize()!;
    await page.setViewportSize({ width: 1200, height: 775 });
    await workbench.pictures('last-writer', page.locator('.part.editor'));
    await page.setViewportSize(usual);
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('when did this first become true, when was it, and who called', async () => {
    const { page } = workbench;
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await answer('Trapframe: When Did This First Become True?', 'last == 8');
    await status(/^Trapframe: user mode, pid 1 wild/);
    await frame('fill, line 26, wild.s').waitFor();
    await answer('Trapframe: List Calls of a Function...', 'sys_write');
    await rows
      .filter({ hasText: /sys_write\(.*= 8/ })
      .first()
      .click();
    await status(/^Trapframe: kernel mode, pid 1 wild/);
    await frame('sys_write').waitFor();
    await answer('Trapframe: When Was This True?', 'scause == 8');
    await rows
      .filter({ hasText: /^instant .*steps/ })
      .first()
      .click();
    await frame('trap_vector').waitFor();
  });

  it('a click on a line in the terminal: the instant that printed it, in the kernel', async () => {
    const { page } = workbench;
    // Forward again, behind what was printed. A key that comes while the window still goes to the instant before is lost.
    const killed = frame('process_end_by_fault');
    for (let tries = 0; tries < 5 && !(await killed.isVisible()); tries++) {
      await page.keyboard.press('F5');
      await killed.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await killed.waitFor();
    await workbench.command('Terminal: Focus Terminal');
    const line = page.locator('.xterm-rows > div').filter({ hasText: 'filling' }).first();
    await line.waitFor();
    const there = frame('uart_put');
    for (let tries = 0; tries < 20 && !(await there.isVisible()); tries++) {
      const { x, y, height } = (await line.boundingBox())!;
      // Links are looked for once the pointer is on a line.
      await page.mouse.move(x + 20 + tries, y + height / 2);
      await page
        .locator('.xterm-cursor-pointer')
        .waitFor({ timeout: 2000 })
        .catch(() => undefined);
      await page.keyboard.down('Control');
      await page.mouse.click(x + 20 + tries, y + height / 2);
      await page.keyboard.up('Control');
      await there.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await there.waitFor();
    await status(/^Trapframe: kernel mode, pid 1 wild/);
    const label = (await workbench.pane('Call Stack')).getByText(/── system call: write ──/);
    // The list draws only what it has room for.
    await frame('sys_write').hover();
    for (let tries = 0; tries < 40 && !(await label.isVisible()); tries++) {
      await page.mouse.wheel(0, 60);
      await label.waitFor({ timeout: 500 }).catch(() => undefined);
    }
    await label.waitFor();
    await page
      .getByRole('tree', { name: 'Processes' })
      .getByRole('treeitem', { name: /process 1, wild, running, kernel mode/ })
      .waitFor();
  });
});
