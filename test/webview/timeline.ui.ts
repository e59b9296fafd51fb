import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { inRoot } from '../../scripts/root';
import type { Stop, TestClient } from '../dap/adapter';
import { workplace } from '../dap/adapter';
import { findBrowser } from '../workbench/host/find-host';
import { WebviewPage } from './page';

const browser = findBrowser();
const lab = (name: string): string => inRoot('labs', '00-first-light', 'starter', name);

describe('the timeline, drawn', { skip: browser === undefined && 'no browser' }, () => {
  const place = workplace();
  let opened: WebviewPage | undefined;
  afterEach(() => opened?.close());

  /** Runs programs to so many stops, and draws. */
  async function draw(
    launch: Record<string, unknown>,
    filters: string[],
    stops: number,
  ): Promise<{ view: WebviewPage; client: TestClient; lane: (id: string) => Locator }> {
    const client = await place.start();
    await client.begin({ launch, filters });
    let stop: Stop = await client.stopped();
    for (let i = 0; i < stops; i++) stop = await client.go('continue');
    assert.ok(stop);
    const view = (opened = await WebviewPage.open('run', browser!, (request, args) =>
      client.request(request, args),
    ));
    await view.tell({ type: 'changed', session: 'one' });
    await view.page.locator('.lanes').waitFor();
    return { view, client, lane: (id) => view.page.locator(`[data-lane="${id}"]`) };
  }

  it('hello is the picture of the lecture: user, trap, kernel, return', async () => {
    const { lane } = await draw({ program: lab('hello.s') }, ['processExit'], 1);
    // One process on one CPU: their lanes would say the same twice.
    assert.equal(await lane('pid 1').count(), 0);
    assert.equal(await lane('cpu 0').locator('.label title').textContent(), 'CPU 0: hello (1)');
    const { bars, arrows } = await drawnOn(lane('cpu 0'));
    assert.deepEqual(
      bars.map(({ mode }) => mode),
      ['kernel', 'user', 'kernel', 'user', 'kernel'],
    );
    assert.deepEqual(
      arrows.map(({ kind }) => kind),
      ['return', 'trap', 'return', 'trap'],
    );
    for (const [i, { x, top, bottom, tip, kind }] of arrows.entries()) {
      const [from, to] = [bars[i], bars[i + 1]];
      // At the edge between the two, from the level of the one to that of the other.
      assert.ok(Math.abs(from.right - x) < 2 && Math.abs(to.left - x) < 2);
      const [user, kernel] = from.mode === 'user' ? [from, to] : [to, from];
      assert.ok(user.bottom <= top + 2 && bottom <= kernel.top + 2 && user.bottom < kernel.top);
      assert.equal(tip, kind === 'trap' ? 'down' : 'up');
    }
    const words = await lane('cpu 0').locator('.mark text').allTextContents();
    assert.match(words.join(), /return.*,trap: write.*,return.*,trap: exit/);
  });

  it('two loopers are the picture of the lecture: user, timer interrupt, kernel, other user', async () => {
    const launch = { programs: [lab('loop-a.s'), lab('loop-b.s')], timeSlice: 5000 };
    const { lane } = await draw(launch, ['timer'], 5);
    const { bars, arrows } = await drawnOn(lane('cpu 0'));
    const users = bars.filter(({ mode }) => mode === 'user');
    assert.deepEqual(
      users.slice(-4).map(({ pid }) => pid),
      ['2', '1', '2', '1'],
    );
    for (const user of users.slice(0, -1)) {
      const interrupt = arrows.find(({ kind, x }) => kind === 'interrupt' && Math.abs(x - user.right) < 2);
      assert.equal(interrupt?.tip, 'down');
      assert.equal(bars[bars.indexOf(user) + 1].mode, 'kernel');
    }
    const own = await drawnOn(lane('pid 2'));
    assert.deepEqual([...new Set(own.bars.map(({ pid }) => pid))], ['2']);
  });

  it('a process that waits has a dotted bar, in which others run', async () => {
    const program = place.path('sleeps.s');
    writeFileSync(program, '.globl main\nmain: li a0, 2\n li a7, SYS_sleep\n ecall\n j main\n');
    const { lane } = await draw({ programs: [program, lab('loop-a.s')], timeSlice: 5000 }, ['syscall'], 2);
    const waiting = (await lane('pid 1').locator('.waiting').first().boundingBox())!;
    await lane('pid 1').getByText('waits for the timer').first().waitFor();
    const { bars } = await drawnOn(lane('cpu 0'));
    const meanwhile = bars.filter(({ left, right }) => left > waiting.x && right < waiting.x + waiting.width);
    assert.ok(meanwhile.some(({ mode, pid }) => mode === 'user' && pid === '2'));
    assert.ok(!meanwhile.some(({ pid }) => pid === '1'));
  });

  it('the keyboard goes from event to event, says each, and opens its source', async () => {
    const { view } = await draw({ program: lab('hello.s') }, ['processExit'], 1);
    const { page } = view;
    await page.getByRole('application').focus();
    const said = page.locator('[aria-live=polite]');
    await page.keyboard.press('End');
    await said.filter({ hasText: 'exit: hello (1) exits with status 0' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await said.filter({ hasText: 'trap: System call: exit(0)' }).waitFor();
    await page.getByRole('region', { name: 'Selected event' }).getByText('user → kernel').waitFor();
    await page
      .getByRole('button', { name: /^\w+\.\w+:\d+$/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Home');
    await said.filter({ hasText: 'boot: reset' }).waitFor();
    const places = view.said.flatMap((message) => (message.type === 'open' ? [message.place.path] : []));
    assert.equal(places.length, 1);
  });

  it('what the pointer is on is told beside the lanes, narrow below them; nothing of them is covered, or moves', async () => {
    const { view, lane } = await draw({ program: lab('hello.s') }, ['processExit'], 1);
    const { page } = view;
    const [room, told] = [page.locator('.room'), page.locator('.pointed')];
    const box = async (part: Locator) => (await part.boundingBox())!;
    for (const size of [
      { width: 1600, height: 500 },
      { width: 500, height: 700 },
    ]) {
      await page.setViewportSize(size);
      await page.mouse.move(1, 1);
      await told.and(page.locator(':empty')).waitFor({ state: 'attached' });
      const before = await box(room);
      const span = await box(lane('cpu 0').locator('rect.user').first());
      await page.mouse.move(span.x + span.width / 2, span.y + span.height / 2);
      await told.filter({ hasText: 'hello (1) in user mode' }).waitFor();
      const [lanes, words] = [await box(room), await box(told)];
      assert.deepEqual(lanes, before);
      assert.ok(words.x >= lanes.x + lanes.width || words.y >= lanes.y + lanes.height);
    }
  });

  it('zoom from single steps to the whole run; the drawing is saved as SVG in its colours', async () => {
    const { view, lane } = await draw({ program: lab('hello.s') }, ['processExit'], 1);
    const { page } = view;
    await page.getByRole('button', { name: 'Whole run' }).click();
    await lane('cpu 0').locator('.machine').first().waitFor();
    await page.getByRole('application').focus();
    await page.keyboard.press('End');
    for (let i = 0; i < 30; i++) await page.keyboard.press('+');
    await page.getByRole('img', { name: /^Timeline from instant/ }).waitFor();
    const label = await page.locator('.lanes').getAttribute('aria-label');
    const [from, to] = [...label!.matchAll(/[\d\u00a0]+(?= to|:)/g)].map(([digits]) =>
      Number(digits.replaceAll('\u00a0', '')),
    );
    assert.ok(to - from <= 8, label!);
    await page.getByRole('button', { name: 'SVG' }).click();
    const saved = view.said.find((message) => message.type === 'save');
    assert.match(saved?.text ?? '', /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*fill="rgb/);
  });

  it('timeline and protocol lie beside each other, narrow one below the other; the edge between them can be moved', async () => {
    const { view } = await draw({ program: lab('hello.s') }, ['processExit'], 1);
    const { page } = view;
    const box = async (name: string) =>
      (await page.getByRole('region', { name, exact: true }).boundingBox())!;
    const edge = page.getByRole('separator');
    await page.setViewportSize({ width: 1200, height: 420 });
    const [timeline, protocol] = [await box('Timeline'), await box('Protocol')];
    assert.ok(timeline.x + timeline.width <= protocol.x && timeline.y === protocol.y);
    await edge.focus();
    await page.keyboard.press('ArrowLeft');
    assert.ok((await box('Timeline')).width < timeline.width);
    await page.setViewportSize({ width: 500, height: 700 });
    const [above, below] = [await box('Timeline'), await box('Protocol')];
    assert.ok(above.y + above.height <= below.y && above.x === below.x);
    const at = (await edge.boundingBox())!;
    await page.mouse.move(at.x + 100, at.y + 2);
    await page.mouse.down();
    await page.mouse.move(at.x + 100, at.y - 100, { steps: 3 });
    await page.mouse.up();
    assert.ok((await box('Timeline')).height < above.height - 50);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  });
});

interface Bar {
  readonly mode: string;
  readonly pid: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
interface Arrow {
  readonly kind: string;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly tip: string;
}

/** What is drawn on a lane, from left to right, by where it is on the screen. */
async function drawnOn(lane: Locator): Promise<{ bars: Bar[]; arrows: Arrow[] }> {
  const bars = await lane.locator('rect.span').evaluateAll((rects) =>
    rects.map((rect) => {
      const { left, right, top, bottom } = rect.getBoundingClientRect();
      const { mode, pid } = (rect as SVGRectElement).dataset;
      return { mode: mode!, pid: pid!, left, right, top, bottom };
    }),
  );
  const arrows = await lane.locator('.mark:has(.shaft)').evaluateAll((marks) =>
    marks.map((mark) => {
      const shaft = mark.querySelector('.shaft')!.getBoundingClientRect();
      const head = mark.querySelector('.shaft + path')!.getBoundingClientRect();
      const { top, bottom } = shaft;
      const isDown = head.top + head.bottom > top + bottom;
      const { kind } = (mark as SVGGElement).dataset;
      return { kind: kind!, x: shaft.left + shaft.width / 2, top, bottom, tip: isDown ? 'down' : 'up' };
    }),
  );
  return { bars: bars.sort((a, b) => a.left - b.left), arrows: arrows.sort((a, b) => a.x - b.x) };
}
