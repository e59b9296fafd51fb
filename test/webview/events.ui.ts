import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { inRoot } from '../../scripts/root';
import { workplace } from '../dap/adapter';
import { findBrowser } from '../workbench/host/find-host';
import { axeFindings } from './axe';
import { WebviewPage } from './page';

const browser = findBrowser();

describe('the table of what happened', { skip: browser === undefined && 'no browser' }, () => {
  const place = workplace();
  let opened: WebviewPage | undefined;
  afterEach(() => opened?.close());

  async function show(): Promise<WebviewPage> {
    const client = await place.start();
    const program = inRoot('labs', '00-first-light', 'starter', 'hello.s');
    await client.begin({ launch: { program }, filters: ['processExit'] });
    await client.stopped();
    await client.go('continue');
    const view = (opened = await WebviewPage.open('events', browser!, (request, args) =>
      client.request(request, args),
    ));
    await view.tell({ type: 'changed', session: 'one' });
    await view.page.locator('tr[data-at]').first().waitFor();
    return view;
  }

  it('answers a question; a row leads to its instant', async () => {
    const view = await show();
    const { page } = view;
    await page.getByLabel('Where').fill('kind == trap && pid == 1 && call == write');
    await page.keyboard.press('Enter');
    await page.getByText(/^1 event$/).waitFor();
    const row = page.locator('tbody tr');
    assert.match(await row.innerText(), /hello \(1\).*trap: System call: write\(1, 0x2000, 22\)/);
    await row.getByRole('button').click();
    const at = Number(await row.getAttribute('data-at'));
    assert.deepEqual(view.said.at(-1), { type: 'seek', instruction: at });
    assert.deepEqual(await axeFindings(page), []);
  });

  it('counts by fields, and saves what it shows', async () => {
    const view = await show();
    const { page } = view;
    await page.getByLabel('Where').fill('kind == trap');
    await page.getByLabel('Count by').fill('pid, call');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('2 events in 2 groups').waitFor();
    assert.deepEqual(await page.locator('thead th').allInnerTexts(), [
      'pid',
      'call',
      'count',
      'steps',
      'first',
      'last',
    ]);
    assert.deepEqual((await page.locator('tbody tr td:nth-child(2)').allInnerTexts()).sort(), [
      'exit',
      'write',
    ]);
    await page.getByRole('button', { name: 'CSV' }).click();
    await page.getByRole('button', { name: 'JSON' }).click();
    const saved = () => view.said.filter(({ type }) => type === 'save');
    while (saved().length < 2) await page.evaluate(() => new Promise(requestAnimationFrame));
    const [csv, json] = saved();
    assert.ok(csv.type === 'save' && csv.name === 'events.csv');
    assert.match(csv.text, /^pid,call,count,steps,first,last\n1,write,1,0,\d+,\d+\n/);
    assert.ok(json.type === 'save' && json.name === 'events.json');
    assert.equal((JSON.parse(json.text) as { call: string }[])[0].call, 'write');
  });

  it('what is wrong with a question is said in its place', async () => {
    const { page } = await show();
    await page.getByLabel('Where').fill('call == wrte');
    await page.keyboard.press('Enter');
    await page.getByText('did you mean write?').waitFor();
    await page.getByLabel('Where').fill('');
    await page.getByLabel('Count by').fill('pids');
    await page.keyboard.press('Enter');
    await page.getByText('did you mean pid?').waitFor();
  });
});
