import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Receipts } from '../protocol/worker';
import { MOST_OUTSTANDING, Outstanding } from './outstanding';

test('who sends waits when too little has been taken, and goes on when enough has', async () => {
  const outstanding = new Outstanding();
  const receipts = new Receipts(({ count }) => outstanding.taken(count));
  let sent = 0;
  let taken = 0;
  const sender = async (): Promise<void> => {
    for (; sent < 10 * MOST_OUTSTANDING; sent++) {
      await outstanding.ready();
      outstanding.sent();
    }
  };
  const done = sender();
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await settle();
  assert.equal(sent, MOST_OUTSTANDING, 'nobody has taken anything');
  while (sent < 10 * MOST_OUTSTANDING) {
    for (; taken < sent; taken++) receipts.took();
    await settle();
    assert.ok(sent - taken <= MOST_OUTSTANDING, `${sent} sent, ${taken} taken`);
  }
  await done;
});
