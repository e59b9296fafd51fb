// F5 means the person's program, whatever is on screen.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inRoot } from '../../../scripts/root';
import { Workbench } from '../host/workbench';

describe('F5 means my program, and the kernel is read', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));

  before(async () => {
    copyFileSync(inRoot('labs', '00-first-light', 'starter', 'hello.s'), path.join(folder, 'hello.s'));
    writeFileSync(path.join(folder, 'README.md'), '# Notes\n');
    writeFileSync(path.join(folder, 'typed.s'), '');
    writeFileSync(path.join(folder, 'boot.s'), 'start:\n        pushq   %rbp\n        movq    %rsp, %rbp\n');
    workbench = await Workbench.open({
      folder,
      extension: inRoot(),
      settings: { 'debug.toolBarLocation': 'docked' },
    });
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const active = (name: string): Promise<void> =>
    workbench.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const inUserMode = async (): Promise<void> => {
    await workbench.page.getByRole('button', { name: /^Trapframe: user mode, pid 1 hello/ }).waitFor();
    await workbench.waitStopped();
  };
  /** What is typed into the kernel's source changes nothing, and a lens above it says why. */
  const readOnly = async (): Promise<void> => {
    const { page } = workbench;
    await page.locator('.editor-instance .view-line').filter({ hasText: 'csrrw' }).first().click();
    await page.keyboard.type('x');
    await page
      .getByText(/^Editor is read-only|^Cannot edit in read-only/)
      .first()
      .waitFor();
    assert.equal(await page.locator('.tab.active.dirty').count(), 0);
    await press('Escape');
    await press('ControlOrMeta+Home');
    await page
      .getByRole('button', { name: /^Read-only · Copy the Kernel/ })
      .first()
      .waitFor();
    await workbench.pictures('kernel', page.locator('.part.editor'), undefined, { width: 1240, height: 800 });
  };
  const end = async (): Promise<void> => {
    await workbench.end();
    await active('hello.s');
  };

  it('Enter ends a line, also when suggestions are open on a complete word', async () => {
    const { page } = workbench;
    await page.keyboard.press('ControlOrMeta+P');
    await page.locator('.quick-input-widget input.input').first().fill('typed.s');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'typed.s' }).first().click();
    await active('typed.s');
    const lines = async (): Promise<string[]> => {
      const all = await page.locator('.editor-instance .view-line').allTextContents();
      return all.map((line) => line.trim());
    };
    // The language server may only just be starting, and a list of suggestions goes as it comes: what counts is a round in which it
    // stood there, with a row to take, right until the key was pressed.
    const suggestion = page.locator('.suggest-widget.visible .monaco-list-row.focused');
    for (let tries = 0; ; tries++) {
      await press('ControlOrMeta+A');
      await page.keyboard.type('ecall');
      await press('Control+Space');
      const wasOpen = await suggestion
        .first()
        .waitFor({ timeout: 3000 })
        .then(() => suggestion.first().isVisible())
        .catch(() => false);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Ln 2, Col 1/ }).waitFor();
      if (wasOpen) break;
      assert.ok(tries < 20, 'no suggestion was ever open');
    }
    await page.keyboard.type('ret');
    await page.getByRole('button', { name: /^Ln 2, Col 4/ }).waitFor();
    assert.deepEqual(await lines(), ['ecall', 'ret']);
    await press('ControlOrMeta+S');
    await workbench.command('View: Close Editor');
  });

  it('in a program for another processor, with nothing started before, it asks which', async () => {
    await workbench.openFile('boot.s');
    await press('F5');
    const list = workbench.page.locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: 'hello.s' }).click();
    await inUserMode();
    await workbench.tickTrap('System calls');
    await workbench.end();
  });

  it('ten times: F5, on to the system call, the end; the program comes back, no kernel file stays', async () => {
    await workbench.openFile('hello.s');
    for (let round = 0; round < 10; round++) {
      await workbench.start();
      await inUserMode();
      await press('F5');
      await active('trap_vector.S');
      await workbench.page.getByRole('button', { name: /^Trapframe: kernel mode/ }).waitFor();
      await end();
      assert.equal(await workbench.page.locator('.tab[data-resource-name="trap_vector.S"]').count(), 0);
    }
  });

  it('in a source of the kernel that is kept open, it starts the last program', async () => {
    await workbench.start();
    await inUserMode();
    await press('F5');
    await active('trap_vector.S');
    await readOnly();
    await workbench.command('View: Keep Editor');
    await end();
    await workbench.page.locator('.tab[data-resource-name="trap_vector.S"]').click();
    await active('trap_vector.S');
    await workbench.start();
    await inUserMode();
    assert.equal(await workbench.page.locator('.part.panel .marker-icon').count(), 0);
    await workbench.end();
  });

  for (const other of ['README.md', 'boot.s']) {
    it(`in ${other} it starts the last program`, async () => {
      await workbench.openFile(other);
      await workbench.start();
      await inUserMode();
      await workbench.end();
    });
  }

  it('Copy the Kernel: the copy may be changed, and F5 runs it', async () => {
    await workbench.openFile('hello.s');
    await workbench.start();
    await inUserMode();
    await press('F5');
    await active('trap_vector.S');
    await workbench.page
      .locator('.part.editor .title')
      .getByRole('button', { name: /^Copy the Kernel into My Workspace/ })
      .click();
    await workbench.page
      .getByText(/The kernel is in kernel\/ now/)
      .first()
      .waitFor();
    await workbench.end();
    const copied = readdirSync(path.join(folder, 'kernel'), { recursive: true, encoding: 'utf8' });
    for (const name of ['trap_vector.S', 'kernel.ld', path.join('policies', 'fifo.c'), 'compile_flags.txt']) {
      assert.ok(copied.includes(name), name);
    }
    assert.deepEqual(
      copied.filter((name) => /user[\\/]|hostile|\.mjs$|\.spec\./.test(name)),
      [],
    );
    const file = path.join(folder, 'kernel', 'file_calls.c');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}\nuint64_t changed_by_me = 22;\n`);
    await workbench.openFile('hello.s');
    await workbench.start();
    await inUserMode();
    await press('ControlOrMeta+Shift+Y');
    await workbench.page.locator('.repl').waitFor();
    await workbench.page.keyboard.type('changed_by_me');
    await press('Enter');
    await workbench.page.locator('.repl').getByText(/^22/).first().waitFor();
    await workbench.end();
  });
});
