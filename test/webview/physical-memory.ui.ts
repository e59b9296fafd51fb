import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import type { PageWalkBody } from '../../src/protocol/requests';
import type { TestClient } from '../dap/adapter';
import { workplace } from '../dap/adapter';
import { findBrowser } from '../workbench/host/find-host';
import { axeFindings } from './axe';
import { WebviewPage } from './page';

const browser = findBrowser();

describe('the map of physical memory', { skip: browser === undefined && 'no browser' }, () => {
  const place = workplace();
  let opened: WebviewPage | undefined;
  afterEach(() => opened?.close());

  /** Runs programs to a stop, and draws. */
  async function draw(
    launch: Record<string, unknown>,
    filters: string[] = [],
  ): Promise<{ view: WebviewPage; client: TestClient; cell: (name: string | RegExp) => Locator }> {
    const client = await place.start();
    await client.begin({ launch, filters });
    await client.stopped();
    const view = (opened = await WebviewPage.open('physical-memory', browser!, (request, args) =>
      client.request(request, args),
    ));
    await view.tell({ type: 'changed', session: 'one' });
    await view.page.getByRole('gridcell').first().waitFor();
    return { view, client, cell: (name) => view.page.getByRole('gridcell', { name }).first() };
  }
  const two = { programs: ['hello.s', 'loop.s'].map((name) => place.path(name)) };
  const walk = (client: TestClient, pid: number, address: string): Promise<PageWalkBody> =>
    client.request<PageWalkBody>('trapframe/pageWalk', { pid, address });

  it('has a square for each frame, with its owner in words, colour and sign; what is free is one bar', async () => {
    const { view, client, cell } = await draw(two);
    const { physical } = await walk(client, 1, '0x1000');
    const code = cell(`Frame ${physical}, Process 1 (hello): code, virtual address 0x1000`);
    assert.equal(await code.textContent(), '1');
    const other = cell(/^Frame 0x\w+, Process 2 \(loop\): code, virtual address 0x1000$/);
    assert.equal(await other.textContent(), '2');
    const color = (of: Locator): Promise<string> =>
      of.evaluate((one) => getComputedStyle(one).borderTopColor);
    assert.notEqual(await color(code), await color(other));
    for (const [name, sign] of [
      [/Kernel: code$/, 'K'],
      [/Page table of process 2 \(loop\)$/, 'T'],
      [/Kernel heap/, 'H'],
      [/Initial RAM disk$/, 'R'],
      [/Device tree$/, 'D'],
    ] as const) {
      assert.equal(await cell(name).textContent(), sign);
    }
    // 128 MiB, of which a few hundred frames are in use.
    assert.match(
      (await cell(/^Free: 61\.\d MiB, 15\d+ frames, .*Free: nobody has it$/).textContent()) ?? '',
      /^Free: 61/,
    );
    assert.equal(await view.page.locator('[data-owner="process 1"].cell:not(.owner .cell)').count(), 18);
    await view.page.getByRole('button', { name: 'Process 1 (hello) 72 KiB' }).waitFor();
    await view.page.getByText('128 MiB of RAM. Each square is a frame, 4 KiB').waitFor();
    assert.deepEqual(await axeFindings(view.page), []);
  });

  it('the keyboard goes from square to square; Enter chooses, and marks the frame that another process has there', async () => {
    const { view, client, cell } = await draw(two);
    const { page } = view;
    await cell(/Process 1 \(hello\): code/).click();
    const [mine, others] = await Promise.all([walk(client, 1, '0x1000'), walk(client, 2, '0x1000')]);
    const details = page.getByRole('region', { name: 'Chosen frames' });
    await details.getByRole('heading', { name: `Frame ${mine.physical}` }).waitFor();
    await details.getByText('The same address 0x1000 is also in').waitFor();
    const marked = page.locator('.cell.same');
    assert.deepEqual(await marked.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))), [
      `Frame ${others.physical}, Process 2 (loop): code, virtual address 0x1000`,
    ]);
    await details.getByRole('button', { name: `frame ${others.physical}` }).click();
    const focused = (): Promise<string | null> => page.locator('.grid :focus').getAttribute('aria-label');
    assert.match((await focused()) ?? '', /Process 2 \(loop\): code/);
    await page.keyboard.press('ArrowRight');
    assert.match((await focused()) ?? '', /Page table of process 2/);
    await page.keyboard.press('ArrowRight');
    assert.match((await focused()) ?? '', /Process 2 \(loop\): stack, virtual address 0x1ff0000/);
    await page.keyboard.press('Enter');
    assert.deepEqual(view.said.at(-1), { type: 'walk', pid: 2, address: '0x1ff0000' });
    assert.equal(await page.locator('.grid [aria-selected=true]').count(), 1);
    await page.keyboard.press('Control+Home');
    assert.match((await focused()) ?? '', /^Frame 0x80000000, Kernel: code/);
    await page.keyboard.press('ArrowDown');
    // A long run of frames that belong together is one square.
    assert.match((await focused()) ?? '', /0x800[12]0000 – 0x80[0-9a-f]{6}, Kernel: static data/);
  });

  it('the pointer learns what a square is; an owner of the legend stands out with its page tables', async () => {
    const { view, cell } = await draw(two);
    const { page } = view;
    await cell(/Process 1 \(hello\): stack/).hover();
    await page.locator('.card').getByText('Process 1 (hello): stack').waitFor();
    await page.getByRole('button', { name: /^Process 1/ }).click();
    const faint = (of: Locator): Promise<boolean> => of.evaluate((one) => one.classList.contains('faint'));
    assert.equal(await faint(cell(/Process 1 \(hello\): stack/)), false);
    assert.equal(await faint(cell(/Page table of process 1/)), false);
    assert.equal(await faint(cell(/Process 2 \(loop\): stack/)), true);
  });

  it('follows the machine, and keeps the squares that are as they were, with the focus', async () => {
    const { view, client, cell } = await draw({ programs: [place.path('hello.s'), place.path('loop.s')] }, [
      'processExit',
    ]);
    await view.page.evaluate(() => {
      for (const one of document.querySelectorAll<HTMLElement>('.row')) one.dataset['mine'] = 'yes';
    });
    await cell(/^Frame 0x80000000/).focus();
    await client.go('continue');
    await client.setExceptionBreakpointsRequest({ filters: ['timer'] });
    await client.go('continue');
    await view.tell({ type: 'changed', session: 'one' });
    // Its frames are free again, or were given to somebody else: the legend tells.
    await view.page.getByRole('button', { name: /^Process 1 / }).waitFor({ state: 'detached' });
    const kept = await view.page.locator('.row[data-mine]').count();
    const all = await view.page.locator('.row').count();
    assert.ok(kept > all / 2 && kept < all, `${kept} of ${all} rows stayed`);
    assert.match(
      (await view.page.locator('.grid :focus').getAttribute('aria-label')) ?? '',
      /^Frame 0x80000000/,
    );
    await view.tell({ type: 'changed', session: undefined });
    await view.page.getByText('The session has ended. This is what was last seen of its memory.').waitFor();
    await cell(/Process 2 \(loop\): code/).waitFor();
  });

  it('of a gigabyte, and of a machine without a kernel', async () => {
    const { view, cell } = await draw({ program: place.path('hello.s'), memory: '1G' });
    await view.page.getByText('1024 MiB of RAM. Each square is a frame, 4 KiB').waitFor();
    assert.ok((await view.page.getByRole('gridcell').count()) < 2048);
    await cell(/Process 1 \(hello\): stack/).waitFor();
    await view.close();
    const bare = await draw({ program: place.path('bare.s'), kernel: 'none', stopOnEntry: 'reset' });
    await bare.view.page
      .getByRole('status')
      .filter({ hasText: 'Owners are not known: there is no kernel' })
      .waitFor();
    await bare.cell(/Not known whose it is/).waitFor();
  });
});
