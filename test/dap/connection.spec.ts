import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { test } from 'node:test';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { listenOnPort } from '../../src/dap/node-listen';
import { workplace } from './adapter';

const place = workplace();

test('unknown requests, and requests at the wrong time, are answered', async () => {
  const client = await place.start();
  assert.match(await client.refusal('frobnicate'), /"frobnicate" is not known/);
  for (const command of [
    'threads',
    'continue',
    'pause',
    'stackTrace',
    'scopes',
    'evaluate',
    'setBreakpoints',
    'exceptionInfo',
    'trapframe/machine',
    'trapframe/processes',
    'disassemble',
    'readMemory',
    'source',
    'configurationDone',
  ]) {
    assert.notEqual(await client.refusal(command, { threadId: 1 }), '', command);
  }
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  assert.match(await client.refusal('launch', { program: place.path('hello.s') }), /launched already/);
  assert.match(await client.refusal('stackTrace', { threadId: 77 }), /no thread 77/);
  assert.match(await client.refusal('scopes', { frameId: 4711 }), /no frame 4711/);
  assert.match(await client.refusal('variables', { variablesReference: 4711 }), /no variables 4711/);
  assert.match(
    await client.refusal('readMemory', { memoryReference: 'here', count: 1 }),
    /nothing is called "here"/,
  );
});

test('arguments that make no sense are refused in one line that names them, and the session goes on', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  const refused: [string, object, RegExp][] = [
    ['setBreakpoints', {}, /^source must be an object; it is missing$/],
    ['setBreakpoints', { source: 5 }, /^source must be an object, not 5$/],
    [
      'setBreakpoints',
      { source: {}, breakpoints: [{ line: 1 }, { line: '2' }] },
      /^breakpoints\[1\]\.line must be a whole number, not "2"$/,
    ],
    ['setFunctionBreakpoints', { breakpoints: 'many' }, /^breakpoints must be a list, not "many"$/],
    ['evaluate', { expression: {} }, /^expression must be a text, not \{\}$/],
    ['stackTrace', { threadId: 'x' }, /^threadId must be a whole number from 0 .*, not "x"$/],
    ['setVariable', { variablesReference: -1 }, /^variablesReference must be/],
    [
      'disassemble',
      { memoryReference: '0x1000', instructionCount: 1e9 },
      /from 0 to 100000, not 1000000000$/,
    ],
    ['next', {}, /^threadId .* it is missing$/],
  ];
  for (const [command, args, words] of refused) {
    const response = (await client.response(command, args)) as DebugProtocol.ErrorResponse;
    assert.match(response.message ?? '', words, command);
    assert.equal(response.body.error?.id, 4, command);
  }
  assert.ok(await client.request('stackTrace', { threadId: 1, startFrame: null, levels: null }));
  assert.match((await client.go('next')).where, /hello\.s/);
});

test('what is no message does not end the adapter', async () => {
  const client = await place.start();
  const { stdin } = client.process;
  stdin!.write('Content-Length: 5\r\n\r\n{"a":');
  stdin!.write('Nonsense: 1\r\n\r\n');
  stdin!.write('Content-Length: 4\r\n\r\nnull');
  stdin!.write('Content-Length: 18\r\n\r\n{"type":"request"}');
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
});

test('pause stops an endless loop; requests are answered while it runs', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('loop.s'), stopOnEntry: false } });
  for (let i = 0; i < 20; i++) {
    const { threads } = await client.request<{ threads: unknown[] }>('threads');
    assert.ok(threads.length > 0);
  }
  assert.match(await client.refusal('next', { threadId: 1 }), /running already/);
  await client.request('pause', { threadId: 1 });
  const stop = await client.stopped();
  assert.equal(stop.reason, 'pause');
  assert.ok((await client.go('next')).frames.length > 0);
});

test('a step that never ends can be paused', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('loop.s') } });
  await client.stopped();
  // Nobody calls main's caller: the step out of it lasts as long as the process.
  await client.request('stepOut', { threadId: 1 });
  await client.request('pause', { threadId: 1 });
  assert.equal((await client.stopped()).reason, 'pause');
});

test('the process ends with its input', async () => {
  const child = spawn(process.execPath, [place.bundle], { stdio: ['pipe', 'ignore', 'inherit'] });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end();
  assert.equal(await gone, 0);
});

test('on a port: several sessions at once, and only for those who speak the protocol', async () => {
  const listener = await listenOnPort(0, { adapter: [process.execPath, place.bundle] });
  try {
    const { port } = listener;
    const clients = await Promise.all(
      ['hello.s', 'loop.s'].map(async (name) => {
        const client = new DebugClient('', '', 'trapframe');
        await client.start(port);
        await client.initializeRequest();
        const stopped = client.waitForEvent('stopped');
        const initialized = client.waitForEvent('initialized');
        const launched = client.send('launch', { program: place.path(name) });
        await initialized;
        await client.configurationDoneRequest();
        await launched;
        await stopped;
        return client;
      }),
    );
    const names = await Promise.all(
      clients.map(async (one) => (await one.threadsRequest()).body.threads[0].name),
    );
    assert.deepEqual(names, ['1 hello', '1 loop']);
    const refused = await new Promise<string>((resolve) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      );
      socket.on('data', (data) => (received += data.toString()));
      socket.on('close', () => resolve(received));
      socket.on('error', () => undefined);
    });
    assert.equal(refused, '', 'a browser gets nothing');
    for (const client of clients) await client.stop();
  } finally {
    await listener.close();
  }
});
