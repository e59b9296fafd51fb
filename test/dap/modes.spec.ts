import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace, type TestClient } from './adapter';

const place = workplace();
const tally = place.path('tally.s');

/** Two processes of the same program, the first of them stopped at its main. */
async function twins(): Promise<TestClient> {
  const client = await place.start();
  await client.begin({ launch: { programs: [tally, tally], timeSlice: 50 } });
  await client.stopped();
  return client;
}

/** Threads and modes of all stops until the session ends. */
async function stops(client: TestClient): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    await client.request('continue', { threadId: client.lastThread });
    const stop = await client.nextStop();
    if (!stop) return found;
    found.push(`${stop.threadId} ${await client.evaluate('mode')}`);
  }
}

test('a breakpoint for one mode, or for one of two processes of the same program', async () => {
  const client = await twins();
  const tries: [Partial<DebugProtocol.SourceBreakpoint>, string[]][] = [
    [{}, ['1 user', '1 user', '2 user', '2 user']],
    [{ mode: 'user' }, ['1 user', '1 user', '2 user', '2 user']],
    [{ mode: 'kernel' }, []],
    [{ mode: 'process' }, ['1 user', '1 user']],
    [{ condition: 'pid == 2' }, ['2 user', '2 user']],
  ];
  for (const [terms, expected] of tries) {
    await client.request('restart');
    await client.stopped();
    const { breakpoints } = await client.request<DebugProtocol.SetBreakpointsResponse['body']>(
      'setBreakpoints',
      {
        source: { path: tally },
        breakpoints: [{ line: place.line('tally.s', 'load'), ...terms }],
      },
    );
    assert.ok(breakpoints[0].verified, breakpoints[0].message);
    assert.deepEqual((await stops(client)).sort(), expected, JSON.stringify(terms));
  }
});

test('a filter for one process; one of a mode that there is not is refused', async () => {
  const client = await twins();
  const { breakpoints } = await client.request<DebugProtocol.SetBreakpointsResponse['body']>(
    'setExceptionBreakpoints',
    {
      filters: [],
      filterOptions: [
        { filterId: 'syscall', mode: 'process' },
        { filterId: 'timer', mode: 'nobody' },
      ],
    },
  );
  assert.deepEqual(
    breakpoints.map(({ verified }) => verified),
    [true, false],
  );
  assert.match(breakpoints[1].message ?? '', /no breakpoint mode "nobody"/);
  // pipe, write, read, exit
  assert.deepEqual(await stops(client), Array(4).fill('1 kernel'));
});
