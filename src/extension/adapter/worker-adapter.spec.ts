import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from './channel';
import type { Message } from './messages';
import { WorkerAdapter, type Filter } from './worker-adapter';

function start(...filters: Filter[]) {
  const sent: Message[] = [];
  const seen: Message[] = [];
  let receive!: (message: Message) => void;
  let fail!: (reason: string) => void;
  let closed = 0;
  const channel: Channel = {
    send: (message) => void sent.push(message),
    onMessage: (listener) => void (receive = listener),
    onFailure: (listener) => void (fail = listener),
    close: () => void closed++,
  };
  const adapter = new WorkerAdapter(channel, filters);
  adapter.onDidSendMessage((message) => void seen.push(message as Message));
  return { adapter, sent, seen, receive, fail, closed: () => closed };
}

const request = (seq: number, command: string): Message => ({ seq, type: 'request', command });

test('passes messages both ways', () => {
  const { adapter, sent, seen, receive } = start();
  adapter.handleMessage(request(1, 'threads'));
  const response: Message = { seq: 9, type: 'response', request_seq: 1, command: 'threads', success: true };
  receive(response);
  assert.deepEqual(sent, [request(1, 'threads')]);
  assert.deepEqual(seen, [response]);
});

test('the editor sees what the filters leave', () => {
  const { seen, receive } = start(
    (message) => (message.type === 'event' && message.event === 'output' ? undefined : message),
    (message) => ({ ...message, seq: message.seq + 100 }),
  );
  receive({ seq: 1, type: 'event', event: 'output', body: { category: 'stdout', output: 'hi' } });
  receive({ seq: 2, type: 'event', event: 'initialized' });
  assert.deepEqual(seen, [{ seq: 102, type: 'event', event: 'initialized' }]);
});

test('a crash answers what waits, says why and ends the session', () => {
  const { adapter, seen, fail, receive, sent } = start();
  adapter.handleMessage(request(1, 'initialize'));
  receive({ seq: 1, type: 'response', request_seq: 1, command: 'initialize', success: true });
  adapter.handleMessage(request(2, 'launch'));
  seen.length = 0;
  fail('out of memory');
  const [output, launch, terminated] = seen;
  assert.ok(output?.type === 'event' && output.event === 'output');
  assert.match((output.body as { output: string }).output, /stopped unexpectedly: out of memory/);
  assert.ok(launch?.type === 'response' && launch.request_seq === 2 && !launch.success);
  assert.match(launch.message ?? '', /out of memory/);
  assert.ok(terminated?.type === 'event' && terminated.event === 'terminated');
  assert.equal(seen.length, 3);

  seen.length = 0;
  adapter.handleMessage(request(3, 'disconnect'));
  adapter.handleMessage(request(4, 'threads'));
  assert.deepEqual(
    seen.map((message) => message.type === 'response' && [message.request_seq, message.success]),
    [
      [3, true],
      [4, false],
    ],
  );
  assert.equal(sent.length, 2, 'nothing is sent to a dead worker');
});

test('disposing closes the channel once, and silences it', () => {
  const { adapter, seen, fail, receive, closed } = start();
  adapter.dispose();
  adapter.dispose();
  assert.equal(closed(), 1);
  receive({ seq: 1, type: 'event', event: 'stopped' });
  fail('late');
  assert.deepEqual(seen, []);
});
