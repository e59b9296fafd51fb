// GDB's remote protocol as a hostile client speaks it: senseless and damaged packets, huge numbers, packets of any length, cut anywhere, while
// the machine runs, by clients that do not read, hang up in the middle, or all come at once. TRAPFRAME_FUZZ says how many clients,
// TRAPFRAME_SEED which.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { driveUnderGdb } from '../../src/cli/gdb-drive';
import { Output } from '../../src/cli/output';
import type { RunEnd } from '../../src/cli/drive';
import { board } from '../../src/devices/board.fixture';
import { PACKET_SIZE } from '../../src/gdb/packet';
import { nodeHost } from '../../src/host/node-host';

const CLIENTS = Number(process.env['TRAPFRAME_FUZZ'] ?? (process.env['CI'] === 'true' ? 400 : 40));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 14);

const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-gdb-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const GUEST = `
_start: la      t0, counter
loop:   lw      t1, 0(t0)
        addi    t1, t1, 1
        sw      t1, 0(t0)
        j       loop
        .data
counter: .word  0
`;

let runs = 0;

interface Run {
  readonly socket: string;
  readonly said: string[];
  readonly ended: Promise<RunEnd>;
  end(): Promise<RunEnd>;
}

/** A machine of two CPUs that never ends by itself, behind a socket. */
async function begin(): Promise<Run> {
  const { machine } = board(GUEST, { cpus: 2, memory: 2 ** 20 });
  const socket = path.join(folder, String(runs++));
  const said: string[] = [];
  let isListening: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (isListening = resolve));
  const interrupt = new AbortController();
  const around = {
    output: new Output(new Writable({ write: (_, __, done) => done() })),
    say(text: string): void {
      said.push(text);
      isListening();
    },
    host: nodeHost(folder),
    writeFile: () => Promise.resolve(),
    checkWritable: () => Promise.resolve(),
    interrupt: interrupt.signal,
  };
  const ended = driveUnderGdb(
    machine,
    Number.MAX_SAFE_INTEGER,
    around,
    [],
    { place: { path: socket }, isFree: false },
    () => 7,
  );
  await Promise.race([listening, ended]);
  return {
    socket,
    said,
    ended,
    end() {
      interrupt.abort();
      return ended;
    },
  };
}

const packetOf = (data: string, sum?: string): string => {
  const right = [...data].reduce((total, c) => (total + c.charCodeAt(0)) % 256, 0);
  return `$${data}#${sum ?? right.toString(16).padStart(2, '0')}`;
};

/** One client; what it is told is read, and forgotten when it is looked for. */
class Client {
  private text = '';
  private wake: () => void = () => undefined;
  private constructor(readonly stream: Socket) {
    stream.on('data', (bytes) => {
      // Nobody looks for what lies so far back.
      this.text = (this.text + bytes.toString('latin1')).slice(-100_000);
      this.wake();
    });
    stream.on('error', () => undefined).on('close', () => this.wake());
  }

  static async connect(address: string): Promise<Client> {
    const stream = connect(address);
    await new Promise((resolve, reject) => stream.once('connect', resolve).once('error', reject));
    return new Client(stream);
  }

  /** @returns whether the match came, rather than the end of the connection */
  async hears(pattern: RegExp): Promise<boolean> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) {
        this.text = this.text.slice(match.index + match[0].length);
        return true;
      }
      if (this.stream.destroyed) return false;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Asks why the machine stands, whatever came before, and makes it stand first. */
  isAnswered(): Promise<boolean> {
    this.stream.write(`$#zz\x03${packetOf('?')}`, 'latin1');
    return this.hears(/\$(T|W)[^#]*#../);
  }

  hangUp(): Promise<void> {
    return new Promise((resolve) => {
      if (this.stream.destroyed) return resolve();
      this.stream.once('close', () => resolve());
      this.stream.destroy();
    });
  }
}

const number = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '80000000',
    '80001000',
    '800ffffc',
    '7fffffffffffffff',
    'ffffffffffffffff',
  ),
  fc.constantFrom(
    'f'.repeat(17),
    'f'.repeat(400),
    'zz',
    '1e9',
    '0x10',
    ' 1',
    '1000',
    '1041',
    '1042',
    '21',
    '40',
  ),
  fc.integer({ min: 0, max: 2 ** 31 }).map((value) => value.toString(16)),
);
const hexText = fc.oneof(
  fc
    .array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 })
    .map((bytes) => Buffer.from(bytes).toString('hex')),
  fc.constantFrom('0', 'zz', '00'.repeat(PACKET_SIZE / 2), '13000000'.repeat(33 * 2)),
);
const bytes = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes));
const action = fc.constantFrom(
  'c',
  's',
  'C05',
  'S05',
  'c:1',
  's:2',
  's:3',
  's:0',
  'c:-1',
  't',
  'r1,2',
  '',
  'C',
  's:zz',
);

const data = fc.oneof(
  fc.tuple(fc.constantFrom('m', 'x'), number, number).map(([letter, at, size]) => `${letter}${at},${size}`),
  fc
    .tuple(fc.constantFrom('M', 'X'), number, number, fc.oneof(hexText, bytes))
    .map(([letter, at, size, text]) => `${letter}${at},${size}:${text}`),
  fc
    .tuple(fc.integer({ min: 0, max: 0xff }), number)
    .map(([value, at]) => `M${at},1:${value.toString(16).padStart(2, '0')}`),
  fc
    .tuple(fc.constantFrom('Z', 'z'), fc.constantFrom('0', '1', '2', '3', '4', '5', '-1', ''), number, number)
    .map(([letter, type, at, size]) => `${letter}${type},${at},${size}`),
  number.map((which) => `p${which}`),
  fc.tuple(number, hexText).map(([which, value]) => `P${which}=${value}`),
  hexText.map((text) => `G${text}`),
  fc.array(action, { maxLength: 5 }).map((actions) => ['vCont', ...actions].join(';')),
  fc.tuple(number, number).map(([offset, size]) => `qXfer:features:read:target.xml:${offset},${size}`),
  fc
    .tuple(fc.constantFrom('Hg', 'Hc', 'T', 'qThreadExtraInfo,', 'H'), number)
    .map(([word, thread]) => word + thread),
  hexText.map((text) => `qRcmd,${text}`),
  fc
    .constantFrom('info registers', 'help', 'instant', 'é'.repeat(4000))
    .map((command) => `qRcmd,${Buffer.from(command).toString('hex')}`),
  fc.constantFrom(
    'g',
    'G',
    '?',
    'c',
    's',
    'bc',
    'bs',
    'C',
    'S05',
    'qSupported:x',
    'QStartNoAckMode',
    'qC',
    'qfThreadInfo',
    'qsThreadInfo',
  ),
  fc.constantFrom(
    'D',
    'k',
    'vKill;1',
    'R00',
    '!',
    'vRun',
    'vAttach;1',
    'qAttached',
    'qSymbol::',
    'vCont?',
    'vFile:open:2f,0,0',
  ),
  bytes,
);

/** What a client sends: packets, most of them whole, and what is none. */
const sent = fc.oneof(
  { weight: 12, arbitrary: data.map((text) => packetOf(text)) },
  {
    weight: 2,
    arbitrary: fc.tuple(data, fc.constantFrom('00', 'zz', '#', '')).map(([text, sum]) => packetOf(text, sum)),
  },
  { weight: 1, arbitrary: bytes },
  {
    weight: 1,
    arbitrary: fc.constantFrom('+', '-', '\x03', '-----', '$', '$$', '#', '}', '$}#7d', '\x03\x03'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('x', 'm', '}').map((letter) => `$${letter.repeat(3 * PACKET_SIZE)}`),
  },
);
const attack = fc.record({
  pieces: fc.array(sent, { maxLength: 40 }),
  /** Bytes that are written at once. */
  cut: fc.constantFrom(1, 7, 1000, 1 << 20),
  ending: fc.constantFrom('asks', 'hangs up'),
});

test(
  'whatever a client sends, the server answers it or the next one, and the run can be ended',
  { timeout: 900_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attack, { minLength: 1, maxLength: 3 }), async (attacks) => {
        const run = await begin();
        let isOver = false;
        void run.ended.then(() => (isOver = true));
        for (const { pieces, cut, ending } of attacks) {
          const client = await Client.connect(run.socket).catch(() => undefined);
          if (!client) break;
          const text = Buffer.from('+' + pieces.join(''), 'latin1');
          for (let at = 0; at < text.length; at += cut) client.stream.write(text.subarray(at, at + cut));
          if (ending === 'asks') await client.isAnswered();
          await client.hangUp();
        }
        if (!isOver) {
          // The server takes a while to see that the last one has gone.
          for (;;) {
            const next = await Client.connect(run.socket).catch(() => undefined);
            if (!next) break;
            const isAnswered = await next.isAnswered();
            await next.hangUp();
            if (isAnswered) break;
          }
        }
        await run.end();
        assert.deepEqual(run.said.slice(1), [], 'nobody is sent away for a defect');
      }),
      { numRuns: CLIENTS, seed: SEED },
    );
  },
);

test('who asks for much and reads nothing is answered no more, and the run can be ended all the same', async () => {
  const run = await begin();
  const client = await Client.connect(run.socket);
  client.stream.pause();
  const [asked, answer] = [3000, PACKET_SIZE];
  const questions = `+${packetOf('m80000000,2000').repeat(asked)}`;
  const before = process.memoryUsage().arrayBuffers;
  client.stream.write(questions);
  // Another one is sent away, and so it is known that the questions have been seen.
  for (let i = 0; i < 100; i++) assert.equal(await (await Client.connect(run.socket)).isAnswered(), false);
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < (asked * answer) / 4, `${grown} bytes wait for a client that does not read`);
  assert.equal((await run.end()).kind, 'interrupted');
});

test('silent clients and web pages keep nobody out, and stop no machine that runs', async () => {
  const run = await begin();
  const first = await Client.connect(run.socket);
  first.stream.write(`+${packetOf('D')}`);
  assert.ok(await first.hears(/\$OK#9a/));
  assert.equal(await first.hears(/never/), false, 'who has left is gone');
  const silent = await Promise.all(Array.from({ length: 8 }, () => Client.connect(run.socket)));
  const page = await Client.connect(run.socket);
  page.stream.write(`POST / HTTP/1.1\r\n\r\n${packetOf('k')}`);
  assert.equal(await page.hears(/./), false);
  const real = await Client.connect(run.socket);
  assert.ok(await real.isAnswered());
  await Promise.all([real, ...silent].map((client) => client.hangUp()));
  assert.equal((await run.end()).kind, 'interrupted');
});

test('points have a number', async () => {
  const run = await begin();
  const client = await Client.connect(run.socket);
  let isFull = false;
  for (let i = 0; i < 1100 && !isFull; i++) {
    client.stream.write(packetOf(`Z2,${(0x8000_1000 + 8 * i).toString(16)},8`));
    await client.hears(/\$(OK|E..)#../);
    if (i < 1000) continue;
    client.stream.write(packetOf('Z2,80005000,8'));
    isFull = await client.hears(/\$E1c#../);
  }
  assert.ok(isFull);
  await run.end();
});
