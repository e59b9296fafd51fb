/** What a cost model adds to the views: how warm memory is, a second axis, and what never happened. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { inRoot } from '../../scripts/root';
import type { TransientBody } from '../../src/protocol/requests';
import { workplace } from '../dap/adapter';
import { findBrowser } from '../workbench/host/find-host';
import { axeFindings } from './axe';
import { WebviewPage } from './page';

const browser = findBrowser();
const PEEKER = `
        .globl main
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

describe('timing in the views', { skip: browser === undefined && 'no browser' }, () => {
  const place = workplace();
  let opened: WebviewPage | undefined;
  afterEach(() => opened?.close());

  /** Stands where the load has faulted, and draws. */
  async function draw(name: string, model: object) {
    const program = place.path('peeker.s');
    writeFileSync(program, PEEKER);
    const client = await place.start();
    await client.begin({ launch: { program, ...model }, filters: ['pageFault'] });
    await client.stopped();
    const { instruction } = await client
      .go('continue')
      .then(() => client.request<{ instruction: number }>('trapframe/machine'));
    const view = (opened = await WebviewPage.open(
      name,
      browser!,
      (request, args) => client.request(request, args),
      {
        size: { width: 1100, height: 620 },
      },
    ));
    await view.tell({ type: 'changed', session: 'one' });
    return { view, client, instruction };
  }
  const caches = { costModel: 'caches', transient: 8 };

  it('the line that a load touched which never happened is lit in its frame', async () => {
    const { view, client, instruction } = await draw('physical-memory', caches);
    const { stretches } = await client.request<TransientBody>('trapframe/transient', { instruction });
    const physical = Number(stretches[0].instructions[2].load!.physical);
    const frame = physical - (physical % 4096);
    const cell = view.page
      .getByRole('gridcell', { name: new RegExp(`^Frame 0x${frame.toString(16)},`) })
      .first();
    await cell.waitFor();
    assert.match((await cell.getAttribute('class')) ?? '', /\bhot\b/);
    await cell.click();
    const line = view.page.locator(`.lines .line[title^="0x${(physical - (physical % 64)).toString(16)}:"]`);
    await line.waitFor();
    assert.match((await line.getAttribute('class')) ?? '', /\bfirst\b/);
    assert.match((await view.page.locator('.details').textContent()) ?? '', /in an L1 cache/);
    assert.deepEqual(await axeFindings(view.page), []);
    if (process.env['TRAPFRAME_PICTURES'] !== undefined)
      await view.page.screenshot({ path: inRoot('docs', 'pictures', 'timing-heat.png') });
  });

  it('a stretch is shown instruction by instruction, and that it was thrown away; cycles are a second axis', async () => {
    const { view } = await draw('run', caches);
    await view.page.locator('.axis .cycles').first().waitFor();
    const chart = view.page.locator('.chart');
    await chart.focus();
    const heading = view.page.locator('.details h2');
    const others = async (before: string | null): Promise<void> => {
      await view.page.waitForFunction(
        (words) => document.querySelector('.details h2')?.textContent !== words,
        before,
      );
    };
    const idle = await heading.textContent();
    await view.page.keyboard.press('End');
    await others(idle);
    // Behind it comes the fault.
    for (let words = await heading.textContent(); !words?.startsWith('transient');) {
      await view.page.keyboard.press('ArrowLeft');
      await others(words);
      words = await heading.textContent();
    }
    const stretch = view.page.locator('.stretch');
    await stretch.waitFor();
    const words = (await stretch.textContent()) ?? '';
    assert.match(words, /What never happened/);
    assert.match(words, /from 0x80000000, which U refuses/);
    assert.match(words, /lbu t1,0\(t0\)/);
    assert.match(words, /a fence ended it\. All of it was thrown away/);
    assert.deepEqual(await axeFindings(view.page), []);
    if (process.env['TRAPFRAME_PICTURES'] !== undefined)
      await view.page.screenshot({ path: inRoot('docs', 'pictures', 'timing-stretch.png') });
  });

  it('without a cost model nothing of it is there', async () => {
    const { view } = await draw('run', {});
    await view.page.locator('.lanes').waitFor();
    assert.equal(await view.page.locator('.axis .cycles').count(), 0);
  });
});
