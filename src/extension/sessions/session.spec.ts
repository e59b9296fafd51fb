import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Message } from '../adapter/messages';
import { Session } from './session';

const event = (name: string, body?: unknown): Message => ({ seq: 0, type: 'event', event: name, body });
const request = (command: string): Message => ({ seq: 0, type: 'request', command });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function start(answer: (command: string) => Promise<unknown>) {
  const asked: string[] = [];
  const session = new Session({
    id: 's',
    name: 'hello',
    customRequest: (command) => (asked.push(command), answer(command)),
  });
  let changes = 0;
  session.changed.on(() => changes++);
  return { session, asked, changes: () => changes };
}

const all = ['trapframe/machine', 'trapframe/processes', 'trapframe/readyQueue'];
const bodies: Record<string, unknown> = {
  'trapframe/machine': { instruction: 7, cpus: [] },
  'trapframe/processes': { processes: [] },
  'trapframe/readyQueue': {},
};

test('a stop brings a new picture; nothing is asked before it', async () => {
  const { session, asked } = start((command) => Promise.resolve(bodies[command]));
  session.received(event('initialized'));
  session.received(event('output', { output: 'x' }));
  assert.deepEqual(asked, []);
  assert.equal(session.activity, 'starting');
  session.received(event('stopped'));
  assert.equal(session.activity, 'stopped');
  await settled();
  assert.deepEqual(asked, all);
  assert.deepEqual(session.picture, {
    machine: bodies['trapframe/machine'],
    processes: bodies['trapframe/processes'],
    ready: bodies['trapframe/readyQueue'],
  });
});

test('changes that come while one is answered are answered by one more question', async () => {
  const { session, asked } = start(async (command) => {
    await settled();
    return bodies[command];
  });
  for (let i = 0; i < 5; i++) session.received(event('trapframe/changed'));
  for (let i = 0; i < 10; i++) await settled();
  assert.deepEqual(asked, [...all, ...all]);
});

test('a failed question is told in words, keeps the old picture, and the next stop mends it', async () => {
  let broken = false;
  const { session } = start((command) =>
    broken ? Promise.reject(new Error('no process table')) : Promise.resolve(bodies[command]),
  );
  session.received(event('stopped'));
  await settled();
  broken = true;
  session.received(event('stopped'));
  await settled();
  assert.equal(session.failure, 'no process table');
  assert.ok(session.picture);
  broken = false;
  session.received(event('stopped'));
  await settled();
  assert.equal(session.failure, undefined);
});

test('a short step does not flicker through "running"', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { session, changes } = start(() => new Promise(() => {}));
    session.received(event('stopped'));
    const before = changes();
    session.sent(request('next'));
    mock.timers.tick(50);
    session.received(event('stopped'));
    mock.timers.tick(1000);
    assert.equal(changes(), before);
    assert.equal(session.activity, 'stopped');

    session.sent(request('continue'));
    mock.timers.tick(1000);
    assert.equal(session.activity, 'running');
  } finally {
    mock.timers.reset();
  }
});

test('a session whose launch failed has ended', () => {
  const { session } = start(() => Promise.resolve());
  session.received({ seq: 1, type: 'response', request_seq: 1, command: 'launch', success: false });
  assert.equal(session.activity, 'ended');
});

test('a session that ended asks nothing and never runs again', async () => {
  const { session, asked } = start((command) => Promise.resolve(bodies[command]));
  session.received(event('terminated'));
  assert.equal(session.activity, 'ended');
  session.received(event('stopped'));
  session.sent(request('continue'));
  await settled();
  assert.deepEqual(asked, []);
  assert.equal(session.activity, 'ended');
});
