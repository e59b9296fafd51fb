// Malformed and ill-timed messages, in any order: every request is answered, once, and nothing is a defect.
// TRAPFRAME_FUZZ: how many messages; TRAPFRAME_SEED: which.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { randomNumbers } from '../debug/machine';
import { workplace } from './adapter';
import { randomRequest } from './fuzz-messages';

const place = workplace();
const MESSAGES = Number(process.env['TRAPFRAME_FUZZ'] ?? 3000);
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 1);
/** To one adapter; then the next is asked. */
const SESSION = 1500;
/** Sent at once, without waiting for answers. */
const BATCH = 40;

interface Received {
  readonly type: string;
  readonly request_seq?: number;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: { readonly error?: { readonly id: number } };
}

for (let first = 0; first < MESSAGES; first += SESSION) {
  const seed = SEED + first / SESSION;
  const count = Math.min(SESSION, MESSAGES - first);
  test(`${count} random messages (seed ${seed})`, async () => {
    const random = randomNumbers(seed);
    const adapter = new Adapter(place.bundle);
    try {
      await bombard(adapter, random, count);
      assert.deepEqual(adapter.problems, []);
    } finally {
      adapter.end();
    }
    assert.equal(await adapter.exit, 0);
  });
}

async function bombard(adapter: Adapter, random: (below: number) => number, count: number): Promise<void> {
  const request = randomRequest(random, place.folder);
  const programs = ['naps.s', 'loop.s'].map((name) => place.path(name));
  // Now and then nothing has been launched, or nothing has been configured.
  if (random(6) > 0)
    adapter.send({ command: 'launch', arguments: { programs, timeSlice: 1 + random(5000) } });
  if (random(6) > 0) adapter.send({ command: 'configurationDone' });
  for (let sent = 0; sent < count; sent += BATCH) {
    for (let i = 0; i < Math.min(BATCH, count - sent); i++) {
      if (random(200) === 0) adapter.write(junk(random));
      adapter.send(request());
    }
    if (random(3) === 0) adapter.send({ command: 'pause', arguments: { threadId: 1 } });
    if (random(8) === 0) adapter.send({ command: 'restart' });
    // Sometimes all are waited for, and the machine gets somewhere.
    await adapter.answered(random(3) === 0 ? 0 : BATCH);
  }
  // A launch may wait for this.
  adapter.send({ command: 'configurationDone' });
  adapter.send({ command: 'disconnect', arguments: {} });
  await adapter.answered(0);
}

/** What is no message of the protocol. Only what leaves the stream readable behind it. */
function junk(random: (below: number) => number): string {
  const content = [
    'null',
    '{}',
    '[]',
    '7',
    '{"type":"request"',
    '{"type":"response","request_seq":1}',
    '\u0000',
  ];
  const text = content[random(content.length)];
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** An adapter in a process of its own, and what became of each request. */
class Adapter {
  /** Answers that should not have been given, or not so. */
  readonly problems: string[] = [];
  readonly exit: Promise<number | null>;
  private readonly child;
  private readonly open = new Map<number, string>();
  private seq = 0;
  private data = Buffer.alloc(0);
  private wake: () => void = () => undefined;

  constructor(bundle: string) {
    this.child = spawn(process.execPath, [bundle], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.exit = new Promise((resolve) => this.child.once('exit', resolve));
    void this.exit.then(() => this.wake());
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.on('data', (data: Buffer) => this.received(data));
  }

  send(request: { readonly command: unknown; readonly arguments?: unknown }): void {
    const seq = ++this.seq;
    this.open.set(seq, JSON.stringify(request));
    const text = JSON.stringify({ seq, type: 'request', ...request });
    this.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  write(text: string): void {
    this.child.stdin.write(text);
  }

  /** Resolves when at most so many requests have no response. */
  async answered(most: number): Promise<void> {
    for (;;) {
      // A launch is answered when it has been configured, which may never be.
      const waiting = [...this.open.values()].filter((text) => most === 0 || !text.includes('"launch"'));
      if (waiting.length <= most) return;
      if (this.child.exitCode !== null)
        throw new Error(`the adapter ended; open: ${waiting.slice(-5).join('\n')}`);
      if (most === 0 && waiting.every((text) => text.includes('"launch"'))) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  end(): void {
    this.child.stdin.end();
  }

  private received(data: Buffer): void {
    this.data = Buffer.concat([this.data, data]);
    for (;;) {
      const start = this.data.indexOf('\r\n\r\n') + 4;
      if (start < 4) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.data.toString('latin1', 0, start))?.[1]);
      if (this.data.length < start + length) return;
      this.answer(JSON.parse(this.data.toString('utf8', start, start + length)) as Received);
      this.data = this.data.subarray(start + length);
    }
  }

  private answer({ type, request_seq: seq = 0, success, message, body }: Received): void {
    if (type !== 'response') return;
    const request = this.open.get(seq);
    // What was junk, and had a type, is answered as number undefined.
    if (request === undefined && seq > 0) this.problems.push(`answered twice: ${seq}`);
    if (success === false && (body?.error?.id === 2 || (message ?? '').includes('internal error')))
      this.problems.push(`${request}: ${message}`);
    this.open.delete(seq);
    this.wake();
  }
}
