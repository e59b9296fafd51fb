import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace } from './adapter';

const place = workplace();
const reporting = { adapterID: 'trapframe', pathFormat: 'path', supportsProgressReporting: true };

test('a step that takes long shows a progress; cancelling it stops the step where it is', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('loop.s') } });
  await client.stopped();
  await client.request('initialize', reporting);
  // Nobody calls main's caller: the step out of it lasts as long as the process.
  await client.request('stepOut', { threadId: 1 });
  const start = await client.next<DebugProtocol.ProgressStartEvent['body']>('progressStart');
  assert.equal(start.body.cancellable, true);
  await client.request('cancel', { progressId: start.body.progressId });
  const end = await client.next<DebugProtocol.ProgressEndEvent['body']>('progressEnd');
  assert.equal(end.body.progressId, start.body.progressId);
  assert.equal((await client.stopped()).reason, 'pause');
  // What is over cannot be cancelled; that is no error.
  await client.request('cancel', { progressId: start.body.progressId, requestId: 1 });
  assert.equal((await client.go('next')).reason, 'step');
});

test('a launch that is given up can be made again', async () => {
  const client = await place.start();
  await client.initializeRequest();
  const response = client.response('launch', { program: place.path('loop.s') });
  await client.next('initialized');
  await client.request('cancel', { requestId: 2 });
  const { success, message, body } = (await response) as DebugProtocol.ErrorResponse;
  assert.deepEqual([success, message, body.error?.id], [false, 'cancelled', 6]);
  assert.match(await client.refusal('threads'), /no program has been launched/);
  const launched = client.request('launch', { program: place.path('hello.s') });
  await client.next('initialized');
  await client.request('configurationDone');
  await launched;
  assert.match((await client.stopped()).where, /^hello\.s:/);
});

test('what the debugger says of system calls has a colour where the client shows colours', async () => {
  const lines = async (supportsANSIStyling: boolean): Promise<string[]> => {
    const client = await place.start();
    await client.initializeRequest({
      adapterID: 'trapframe',
      pathFormat: 'path',
      supportsANSIStyling,
    });
    const launch = { program: place.path('hello.s'), stopOnEntry: false, logSystemCalls: true };
    const launched = client.request('launch', launch);
    await client.next('initialized');
    await client.request('configurationDone');
    await launched;
    await client.next('terminated');
    return client.events
      .filter(({ event }) => event === 'output')
      .map(({ body }) => (body as DebugProtocol.OutputEvent['body']).output)
      .filter((line) => line.includes('] write('));
  };
  const [plain, coloured] = [await lines(false), await lines(true)];
  assert.deepEqual(plain, Array(3).fill('[1 hello] write(1, 0x2000, 6) = 6\n'));
  assert.deepEqual(
    coloured,
    plain.map((line) => `\x1b[36m${line.trimEnd()}\x1b[0m\n`),
  );
});

for (const way of ['pause', 'cancel'] as const) {
  test(`${way} of a step over a read that waits for the console: its thread, where it waits in the kernel`, async () => {
    const client = await place.start();
    await client.begin({ launch: { program: place.path('echo.s') } });
    await client.stopped();
    await client.request('initialize', reporting);
    // Somebody may still type.
    await client.request('trapframe/consoleInput');
    await client.request('next', { threadId: 1 });
    const start = await client.next<DebugProtocol.ProgressStartEvent['body']>('progressStart');
    if (way === 'pause') await client.request('pause', { threadId: 1 });
    else await client.request('cancel', { progressId: start.body.progressId });
    const stop = await client.stopped();
    assert.deepEqual([stop.reason, stop.threadId], ['pause', 1]);
    const names = stop.frames.map(({ name }) => name);
    const label = names.findIndex((name) => /system call: read/.test(name));
    assert.ok(label > 1, names.join());
    assert.deepEqual(names.slice(label + 1), ['get', 'main']);
    assert.ok(!names.includes('idle'), names.join());
  });
}
