// The list of processes when there are many: what is unfolded and where it is scrolled to outlasts stops, and nothing flickers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import type { Workbench } from '../host/workbench';
import { debugging } from './debugging';
import { severalProcesses } from './programs';

const COUNT = 64;

describe('the list of many processes', () => {
  let workbench: Workbench;
  const example = severalProcesses(Array.from({ length: COUNT }, () => ['loop.s']));

  before(async () => {
    workbench = await debugging(example.folder, 'loop.s');
    await workbench.tickTrap('Timer interrupts');
    for (const title of ['Variables', 'Watch', 'Call Stack', 'Breakpoints']) {
      const header = (await workbench.pane(`^${title}`)).locator('.pane-header').first();
      await header.click();
    }
  });
  after(async () => {
    await workbench.close();
    example.remove();
  });

  const tree = (): Locator => workbench.page.getByRole('tree', { name: 'Processes', exact: true });
  const row = (name: RegExp): Locator => tree().getByRole('treeitem', { name }).first();

  const unfold = async (name: RegExp): Promise<void> => {
    await row(name).locator('.monaco-tl-twistie').click();
    await tree().getByRole('treeitem', { name, expanded: true }).waitFor();
    await row(/^Address space/).waitFor();
  };

  /** Presses a key that makes the machine run, and waits for the stop. */
  async function go(key: 'F5' | 'F10'): Promise<void> {
    const continues = workbench.page.getByRole('button', { name: /^Continue/ }).first();
    await continues.waitFor();
    const before = await workbench.machineStatus();
    await workbench.page.keyboard.press(key);
    await workbench.page.waitForFunction(
      (label) =>
        [...document.querySelectorAll('[aria-label^="Trapframe: "]')].some((item) => {
          const now = item.getAttribute('aria-label') ?? '';
          return / mode, /.test(now) && now !== label;
        }),
      before,
    );
    await continues.waitFor();
  }

  it('has them all', async () => {
    await row(/^process 1, loop/).waitFor();
    await tree().focus();
    await workbench.page.keyboard.press('End');
    // The ready queue is below them; folded, it leaves the screen to the last of them.
    await workbench.page.keyboard.press('ArrowLeft');
    await workbench.page.keyboard.press('ArrowLeft');
    await tree()
      .getByRole('treeitem', { name: /^ready queue/, expanded: false })
      .waitFor();
    await workbench.page.keyboard.press('End');
    await row(new RegExp(`^process ${COUNT}, loop`)).waitFor();
  });

  it('keeps its place and what is unfolded while one process is stepped', async () => {
    await unfold(/^process 60, loop/);
    const at = await tree().evaluate(watchRows);
    for (let steps = 0; steps < 5; steps++) await go('F10');
    await tree()
      .getByRole('treeitem', { name: /^process 60, loop/, expanded: true })
      .waitFor();
    await row(/^Address space/).waitFor();
    assert.deepEqual(await tree().evaluate(seenRows), { top: at, removed: [] });
  });

  it('follows the process that runs, and takes no row away to put it back', async () => {
    await tree().focus();
    await workbench.page.keyboard.press('Home');
    await row(/^process 1, loop/).waitFor();
    await unfold(/^process 3, loop/);
    const at = await tree().evaluate(watchRows);
    for (const pid of [1, 2, 3, 4, 5]) {
      await go('F5');
      const running = new RegExp(`^process ${pid}, loop, running, kernel mode`);
      await tree().getByRole('treeitem', { name: running, selected: true }).waitFor();
    }
    await tree()
      .getByRole('treeitem', { name: /^process 3, loop/, expanded: true })
      .waitFor();
    assert.deepEqual(await tree().evaluate(seenRows), { top: at, removed: [] });
  });
});

interface Watched extends HTMLElement {
  removed?: string[];
}

/** Begins to note the rows that are taken out. */
function watchRows(tree: Element): string {
  const rows = tree.querySelector<Watched>('.monaco-list-rows')!;
  const removed: string[] = (rows.removed = []);
  new MutationObserver((records) => {
    for (const { removedNodes } of records) {
      for (const node of removedNodes) removed.push((node as Element).getAttribute('aria-label') ?? '');
    }
  }).observe(rows, { childList: true });
  return rows.style.top;
}

/** Where it is scrolled to now, and what was taken out meanwhile. */
function seenRows(tree: Element): { top: string; removed: string[] } {
  const rows = tree.querySelector<Watched>('.monaco-list-rows')!;
  return { top: rows.style.top, removed: rows.removed! };
}
