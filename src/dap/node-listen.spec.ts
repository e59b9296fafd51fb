import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { build } from 'esbuild';
import { MessageReader, MOST_BYTES } from './message-reader';
import { listenOnPort, listenOnSocket, newToken, type Listening } from './node-listen';

const folder = mkdtempSync(join(tmpdir(), 'tf '));
const program = join(folder, 'spin.s');
writeFileSync(program, '.globl _start\n_start: j _start\n');
/** The adapter as one file, which starts sooner than its sources. */
const bundle = join(folder, 'adapter.js');
const adapter = [process.execPath, bundle];
const open: { close(): unknown }[] = [];
before(() =>
  build({ entryPoints: [join(__dirname, 'bin.ts')], outfile: bundle, bundle: true, platform: 'node' }),
);
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
after(() => rmSync(folder, { recursive: true }));

const posixOnly = { skip: process.platform === 'win32' && 'there are no modes of files here' };

type Message = DebugProtocol.ProtocolMessage & Partial<DebugProtocol.Response & DebugProtocol.Event>;

/** A client on a socket. */
class Client {
  readonly closed: Promise<unknown>;
  private readonly got: Message[] = [];
  private wake: () => void = () => undefined;
  private seq = 0;

  constructor(readonly socket: Socket) {
    open.push({ close: () => socket.destroy() });
    const reader = new MessageReader(
      (message) => {
        this.got.push(message as Message);
        this.wake();
      },
      () => undefined,
    );
    socket.on('data', (bytes) => reader.push(bytes));
    socket.on('error', () => undefined);
    this.closed = once(socket, 'close');
  }

  write(command: string, args: object = {}): void {
    const text = JSON.stringify({ seq: ++this.seq, type: 'request', command, arguments: args });
    this.socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  /** The answer, or the first event of that name. */
  async next(name: string): Promise<Message> {
    for (;;) {
      const found = this.got.find(({ command, event }) => command === name || event === name);
      if (found) {
        this.got.splice(this.got.indexOf(found), 1);
        return found;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  ask(command: string, args: object = {}): Promise<Message> {
    this.write(command, args);
    return this.next(command);
  }

  /** To the first stop. */
  async launch(args: object = {}): Promise<void> {
    this.write('launch', { program, kernel: 'none', stopOnEntry: 'reset', ...args });
    await this.next('initialized');
    await this.ask('configurationDone');
    await this.next('stopped');
  }
}

async function onPort(options: Partial<Listening> = {}): Promise<{ client(): Client }> {
  const listener = await listenOnPort(0, { adapter, ...options });
  open.push(listener);
  return { client: () => new Client(connect(listener.port, '127.0.0.1')) };
}

test('the first bytes may come one by one; who speaks another protocol gets nothing', async () => {
  const { client } = await onPort();
  const slow = client();
  slow.socket.setNoDelay(true);
  const text = JSON.stringify({ seq: 1, type: 'request', command: 'initialize', arguments: {} });
  for (const letter of `Content-Length: ${text.length}\r\n\r\n`) {
    await new Promise<void>((resolve) => slow.socket.write(letter, () => setImmediate(resolve)));
  }
  slow.socket.write(text);
  assert.equal((await slow.next('initialize')).success, true);
  for (const parts of [['GET / HTTP/1.1\r\n\r\n'], ['Con', 'nect'], ['C', 'o', 'x']]) {
    const other = client();
    let received = '';
    other.socket.on('data', (data) => (received += data.toString()));
    for (const part of parts) {
      await new Promise<void>((resolve) => other.socket.write(part, () => setImmediate(resolve)));
    }
    await other.closed;
    assert.equal(received, '', parts.join('|'));
  }
});

test('who says nothing is sent away, who has begun is not', async () => {
  const { client } = await onPort({ patience: 500 });
  const silent = client();
  const hesitant = client();
  hesitant.socket.write('Content');
  const served = client();
  await served.ask('initialize');
  await Promise.all([silent.closed, hesitant.closed]);
  assert.equal((await served.ask('initialize')).success, true);
});

test('with a token nothing is answered but initialize, until a launch brings it', async () => {
  const token = newToken();
  assert.match(token, /^[0-9a-f]{32}$/);
  assert.notEqual(newToken(), token);
  const { client } = await onPort({ token });
  const stranger = client();
  assert.equal((await stranger.ask('initialize')).success, true);
  const secret = join(folder, 'secret.s');
  writeFileSync(secret, '.error "secret"\n');
  for (const given of [
    undefined,
    '',
    'x',
    token.slice(1),
    token + '0',
    token.toUpperCase() + '',
    7,
    [token],
  ]) {
    const refused = await stranger.ask('launch', { program: secret, token: given });
    assert.equal(refused.success, false);
    assert.match(refused.message ?? '', /^this adapter wants the token/);
  }
  for (const command of [
    'setBreakpoints',
    'source',
    'threads',
    'evaluate',
    'disconnect',
    'trapframe/machine',
    'restart',
  ]) {
    assert.match((await stranger.ask(command, {})).message ?? '', /^this adapter wants the token/, command);
  }
  assert.match((await stranger.ask('frobnicate')).message ?? '', /not known/);
  const friend = client();
  await friend.ask('initialize');
  await friend.launch({ token });
  assert.equal((await friend.ask('threads')).success, true);
  assert.equal((await stranger.ask('threads')).success, false, 'each connection by itself');
});

test('what is built for one client makes no other wait, and ends when that is gone', async () => {
  const { client } = await onPort({ patience: 2000 });
  const [builder, other] = [client(), client()];
  await Promise.all([builder.ask('initialize'), other.ask('initialize')]);
  const long = join(folder, 'long.s');
  // Little to be read, and much to be done about it in one piece.
  writeFileSync(long, '.globl _start\n_start:\n' + ' .rept 100000\n nop\n .endr\n'.repeat(19));
  let isBuilt = false;
  builder.write('launch', { program: long, kernel: 'none', stopOnEntry: 'reset' });
  void builder.next('initialized').then(() => (isBuilt = true));
  for (let i = 0; i < 20; i++) await other.ask('initialize');
  await other.launch();
  assert.ok(!isBuilt);
});

test('disconnect closes the connection, after its answer', async () => {
  const { client } = await onPort();
  const one = client();
  const other = client();
  await Promise.all([one.ask('initialize'), other.ask('initialize')]);
  await one.launch();
  assert.equal((await one.ask('disconnect')).success, true);
  await one.closed;
  assert.equal((await other.ask('initialize')).success, true, 'the others stay');
});

test('a message without bound is refused, in words, and the connection ends', async () => {
  const { client } = await onPort();
  for (const text of [`Content-Length: ${MOST_BYTES + 1}\r\n\r\n`, 'Content-Length:'.padEnd(10_000, '1')]) {
    const one = client();
    await one.ask('initialize');
    one.socket.write(text);
    const { body } = (await one.next('output')) as DebugProtocol.OutputEvent;
    assert.match(body.output, /too long|no end/);
    await one.closed;
  }
});

test(
  'a socket is its user’s alone; what an adapter left behind is replaced, nothing else is',
  posixOnly,
  async () => {
    const path = join(folder, 's');
    const onSocket = (where: string) => listenOnSocket(where, { adapter });
    open.push(await onSocket(path));
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const client = new Client(connect(path));
    assert.equal((await client.ask('initialize')).success, true);
    await assert.rejects(onSocket(path), /s cannot be used: it is taken/);
    assert.equal((await client.ask('initialize')).success, true);

    // One that nobody listens at any more.
    const dead = join(folder, 'dead');
    const former = createServer().listen(dead);
    await once(former, 'listening');
    chmodSync(dead, 0o777);
    const left = join(folder, 'left');
    await import('node:fs/promises').then(({ link }) => link(dead, left));
    former.close();
    await once(former, 'close');
    open.push(await onSocket(left));
    assert.equal(statSync(left).mode & 0o777, 0o600);

    await assert.rejects(onSocket(program), /spin\.s cannot be used: there is something else/);
    await assert.rejects(onSocket(join(folder, 'no', 's')), /its folder does not exist/);
    await assert.rejects(onSocket(join(folder, 'long'.repeat(60))), /at most 103 bytes/);
  },
);
