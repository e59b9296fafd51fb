import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import { listenOnPort } from '../../src/dap/node-listen';
import { workplace, type TestClient } from './adapter';

const place = workplace();
const folder = mkdtempSync(join(tmpdir(), 'tf '));
after(() => rmSync(folder, { recursive: true }));

/** Whether a process does anything any more; one that nobody has waited for does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/stat') || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Resolves when something is so; a minute is longer than it takes on any computer. @param what in words, for when it never is */
async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !isSo();) {
    assert.ok(performance.now() < end, `${what}: not after a minute`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A C program, and a compiler in the environment that never comes to an end with it. */
function slowBuild() {
  const here = mkdtempSync(join(folder, 'way '));
  const compiler = join(here, 'slow-gcc');
  const pids = join(here, 'pids');
  const script = [
    '#!/bin/sh',
    'sleep 300 &',
    `echo $$ $! > '${pids}.new'`,
    `mv '${pids}.new' '${pids}'`,
    'wait',
    '',
  ];
  writeFileSync(compiler, script.join('\n'));
  chmodSync(compiler, 0o755);
  const source = join(here, 'program.c');
  writeFileSync(source, 'int main(void) { return 0; }\n');
  // Adapters inherit them.
  process.env['TRAPFRAME_CC'] = compiler;
  process.env['XDG_CACHE_HOME'] = here;
  const builds = join(here, 'trapframe', 'build');
  let running: number[] = [];
  return {
    source,
    async hasBegun(): Promise<void> {
      await until('the compiler runs', () => existsSync(pids));
      running = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
      assert.equal(running.length, 2);
      assert.equal(readdirSync(builds).length, 1);
    },
    hasEnded: () =>
      until(
        'the compiler has ended, and its folder is gone',
        () => !running.some(isRunning) && readdirSync(builds).length === 0,
      ),
  };
}

const posixOnly = { skip: process.platform === 'win32' && 'the compiler is a shell script' };

/** How somebody has enough of a launch. */
const ways: Readonly<Record<string, (client: TestClient) => unknown>> = {
  cancel: (client) => client.request('cancel', { requestId: 2 }),
  terminate: (client) => client.request('terminate'),
  disconnect: (client) => client.request('disconnect'),
  'the end of its input': (client) => client.process.stdin!.end(),
};

for (const [way, giveUp] of Object.entries(ways)) {
  test(
    `${way}: the compiler of a launch ends with all that it has started, and its folder goes`,
    posixOnly,
    async () => {
      const build = slowBuild();
      const client = await place.start();
      await client.initializeRequest();
      const launch = client.response('launch', { program: build.source });
      launch.catch(() => undefined);
      await build.hasBegun();
      await giveUp(client);
      await build.hasEnded();
      if (way === 'the end of its input') return;
      const { success, message } = await launch;
      assert.deepEqual([success, message !== undefined], [false, true]);
    },
  );
}

test('what a server has begun for its clients ends with it', posixOnly, async () => {
  const build = slowBuild();
  const server = await listenOnPort(0, { adapter: [process.execPath, place.bundle] });
  const client = new DebugClient('', '', 'trapframe');
  await client.start(server.port);
  await client.initializeRequest();
  client.send('launch', { program: build.source }).catch(() => undefined);
  await build.hasBegun();
  await server.close();
  await build.hasEnded();
});
