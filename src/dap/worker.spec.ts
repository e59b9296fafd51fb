import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { Receipts } from '../protocol/worker';
import { MOST_OUTSTANDING } from './outstanding';

const folder = mkdtempSync(join(tmpdir(), 'tf '));
after(() => rmSync(folder, { recursive: true }));

/** Writes lines to the console without end. */
const FLOOD = `
        .globl  _start
_start: li      t0, 0x10000000
        li      t1, 10
1:      sb      t1, (t0)
        j       1b
`;

test('the machine waits for whoever does not take its messages; Pause works as soon as somebody does', async () => {
  const program = join(folder, 'flood.s');
  writeFileSync(program, FLOOD);
  const bundle = join(folder, 'worker.js');
  await build({
    entryPoints: [join(__dirname, 'worker.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
  });
  const worker = new Worker(bundle);
  const receipts = new Receipts((receipt) => worker.postMessage(receipt));
  let isTaking = true;
  let held = 0;
  const seen: { event?: string; command?: string }[] = [];
  let wake: () => void = () => undefined;
  worker.on('message', (message: (typeof seen)[number]) => {
    seen.push(message);
    if (isTaking) receipts.took();
    else held++;
    wake();
  });
  let seq = 0;
  const ask = (command: string, args: object = {}): void =>
    worker.postMessage({ seq: ++seq, type: 'request', command, arguments: args });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => (wake = resolve));
  };
  const hasSeen = (name: string) => () => seen.some(({ event }) => event === name);

  ask('initialize');
  ask('launch', { program, kernel: 'none', stopOnEntry: false });
  await until(hasSeen('initialized'));
  isTaking = false;
  ask('configurationDone');
  // Of what came before, not everything was worth a receipt.
  await until(() => held >= MOST_OUTSTANDING - 16);
  const answered = (): number => seen.filter(({ command }) => command === 'threads').length;
  // A machine that did not wait would say something before each answer.
  const asked = 100;
  for (let i = 0; i < asked; i++) {
    ask('threads');
    await until(() => answered() > i);
  }
  assert.ok(held < MOST_OUTSTANDING + asked + 16, `${held} messages while nobody took any`);

  ask('pause');
  isTaking = true;
  for (; held > 0; held--) receipts.took();
  await until(hasSeen('stopped'));
  await worker.terminate();
});
