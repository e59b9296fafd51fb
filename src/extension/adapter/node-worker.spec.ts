import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Message } from './messages';
import { openNodeWorker } from './node-worker';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trapframe worker '));
});
after(() => rm(folder, { recursive: true }));

async function open(source: string) {
  const script = join(folder, `${Math.floor(performance.now() * 1000)}.js`);
  await writeFile(script, source);
  return openNodeWorker(script, { ...process.env, TRAPFRAME_CC: 'chosen' });
}

test('carries messages to the worker and back', async () => {
  const channel = await open(
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', (m) => parentPort.postMessage({ seq: m.seq + 1, type: 'event', event: m.command }));`,
  );
  const answer = new Promise<Message>((resolve) => channel.onMessage(resolve));
  channel.send({ seq: 1, type: 'request', command: 'threads' });
  assert.deepEqual(await answer, { seq: 2, type: 'event', event: 'threads' });
  channel.close();
});

test('the worker has the environment that it is given', async () => {
  const channel = await open(
    `const { parentPort } = require('node:worker_threads');
     parentPort.postMessage({ seq: 1, type: 'event', event: process.env.TRAPFRAME_CC });`,
  );
  const answer = new Promise<Message>((resolve) => channel.onMessage(resolve));
  assert.deepEqual(await answer, { seq: 1, type: 'event', event: 'chosen' });
  channel.close();
});

test('tells why the worker died', async () => {
  const channel = await open(`throw new Error('no kernel');`);
  assert.equal(await new Promise((resolve) => channel.onFailure(resolve)), 'no kernel');
});

test('a busy worker ends when the channel is closed', async () => {
  const channel = await open(
    `require('node:worker_threads').parentPort.postMessage({ seq: 1, type: 'event', event: 'up' }); for (;;);`,
  );
  await new Promise<Message>((resolve) => channel.onMessage(resolve));
  let failed = false;
  channel.onFailure(() => (failed = true));
  channel.close();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(failed, false);
  // The endless loop would keep this process from ending if the thread were still there.
});
