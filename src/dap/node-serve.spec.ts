import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { after, test } from 'node:test';
import { nodeHost } from '../host/node-host';
import { MessageReader } from './message-reader';
import { serveStreams } from './node-serve';

const folder = mkdtempSync(join(tmpdir(), 'tf '));
after(() => rmSync(folder, { recursive: true }));

/** Writes to the console without end. */
const FLOOD = `
        .globl  _start
_start: li      t0, 0x10000000
        li      t1, 'x'
1:      sb      t1, (t0)
        j       1b
`;

test('a machine that says much waits for a client that does not read; Pause works as soon as it does', async () => {
  const program = join(folder, 'flood.s');
  writeFileSync(program, FLOOD);
  const input = new PassThrough();
  let isReading = true;
  let unread = 0;
  let held: (() => void) | undefined;
  const seen: { event?: string; command?: string; body?: Record<string, unknown> }[] = [];
  let wake: () => void = () => undefined;
  const reader = new MessageReader(
    (message) => {
      seen.push(message as (typeof seen)[number]);
      wake();
    },
    () => undefined,
  );
  const output = new Writable({
    highWaterMark: 1 << 14,
    write(bytes: Uint8Array, _, done) {
      const take = (): void => {
        reader.push(bytes);
        done();
      };
      if (isReading) take();
      else held = take;
    },
  });
  const served = serveStreams(nodeHost(join(__dirname, '..', '..', 'dist')), input, output);
  let seq = 0;
  const ask = (command: string, args: object = {}): void => {
    const text = JSON.stringify({ seq: ++seq, type: 'request', command, arguments: args });
    input.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const next = async (name: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const found = seen.find(({ event, command }) => event === name || command === name);
      if (found) return found.body ?? {};
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  ask('initialize');
  ask('launch', { program, kernel: 'none', stopOnEntry: false });
  await next('initialized');
  isReading = false;
  ask('configurationDone');
  // Nobody reads: what is written does not grow any more.
  let still = 0;
  while (still < 200) {
    await new Promise((resolve) => setImmediate(resolve));
    still = output.writableLength === unread && unread > 1 << 14 ? still + 1 : 0;
    unread = output.writableLength;
  }
  ask('pause');
  isReading = true;
  held?.();
  assert.equal((await next('stopped'))['reason'], 'pause');
  ask('disconnect');
  await served;
});
