import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { inRoot } from '../../scripts/root';
import { workplace } from '../dap/adapter';
import { findBrowser } from '../workbench/host/find-host';
import { axeFindings } from './axe';
import { WebviewPage } from './page';

const browser = findBrowser();
const CALLS = 1500;

describe('the protocol, on the page', { skip: browser === undefined && 'no browser' }, () => {
  const place = workplace();
  let opened: WebviewPage | undefined;
  afterEach(() => opened?.close());

  async function show(program: string): Promise<WebviewPage> {
    const client = await place.start();
    await client.begin({ launch: { program }, filters: ['processExit'] });
    await client.stopped();
    await client.go('continue');
    const view = (opened = await WebviewPage.open('run', browser!, (request, args) =>
      client.request(request, args),
    ));
    await view.tell({ type: 'changed', session: 'one' });
    await view.page.locator('tr[data-at]').first().waitFor();
    return view;
  }

  it('has a column for each actor; a row shows its source and its instant', async () => {
    const view = await show(inRoot('labs', '00-first-light', 'starter', 'hello.s'));
    const { page } = view;
    const trap = page.getByRole('row').filter({ hasText: 'traps into the OS: write' });
    assert.equal(await trap.getAttribute('data-actor'), 'program');
    const [mine, header] = await Promise.all([
      trap.getByRole('button').boundingBox(),
      page.getByRole('columnheader', { name: /^Program/ }).boundingBox(),
    ]);
    assert.ok(mine!.x >= header!.x && mine!.x < header!.x + header!.width);
    await trap.getByRole('button').click();
    assert.equal(await trap.getAttribute('aria-current'), 'true');
    // The timeline beside it shows the same instant.
    await page
      .getByRole('region', { name: 'Selected event' })
      .getByText('traps into the OS: write')
      .waitFor();
    const [open] = view.said.slice(-1);
    assert.equal(open.type === 'open' && open.place.path.endsWith('hello.s'), true);
    await page.keyboard.press('ArrowDown');
    const next = page.locator('tr', { has: page.locator('button:focus') });
    assert.equal(await next.getAttribute('data-actor'), 'hardware');
  });

  it('of a long run has a few hundred rows at a time; scrolling up comes to the reset', async () => {
    const program = place.path('calls.s');
    const loop = '1: li a7, SYS_getpid\n ecall\n addi s0, s0, -1\n bnez s0, 1b\n li a0, 0\n ret\n';
    writeFileSync(program, `.globl main\nmain: li s0, ${CALLS}\n${loop}`);
    const { page } = await show(program);
    const rows = page.locator('tr[data-at]');
    const first = async (): Promise<number> => Number(await rows.first().getAttribute('data-at'));
    await page.getByText(/exits with status 0/).waitFor();
    let before = await first();
    for (let i = 0; i < 3; i++) {
      await page.evaluate(() => document.querySelector('.protocol')!.scrollTo(0, 0));
      await page.waitForFunction(
        (at) => Number(document.querySelector<HTMLElement>('tr[data-at]')!.dataset['at']) < at,
        before,
      );
      before = await first();
      assert.ok((await rows.count()) <= 600);
    }
    // What is chosen in the timeline is brought here, however far away it is.
    await page.getByRole('application').press('Home');
    await page.getByRole('listitem').filter({ hasText: 'reset: cpu 0 starts' }).waitFor();
    await page.locator('tr[aria-current]').first().waitFor();
    assert.equal(await first(), 0);
    assert.equal(await page.getByRole('button', { name: 'Earlier steps' }).isVisible(), false);
    assert.deepEqual(await axeFindings(page), []);
  });
});
