import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { runCompiler } from './node-run';

const folder = mkdtempSync(join(tmpdir(), 'tf '));
after(() => rmSync(folder, { recursive: true }));
const node = (script: string, signal?: AbortSignal): ReturnType<typeof runCompiler> =>
  runCompiler(process.execPath, ['-e', script], process.env, signal);

/** A zombie that nobody has waited for may be there yet; it runs no more. */
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

test('what it says, and whether it failed', async () => {
  assert.deepEqual(await node('console.log("out"); console.error("err")'), {
    failed: false,
    said: 'err\nout\n',
    isBeyond: false,
  });
  assert.deepEqual(await node('process.exitCode = 1'), { failed: true, said: '', isBeyond: false });
  const missing = await runCompiler(join(folder, 'nothing'), [], process.env, undefined);
  assert.ok(missing.failed);
  assert.match(missing.said, /ENOENT/);
});

test(
  'one that is bounded ends when it goes beyond: memory, time of the CPU, what it says',
  { skip: process.platform === 'win32' },
  async () => {
    const wide = { memory: 2 ** 40, seconds: 600, said: 1000 };
    const shell = (script: string, bounds = wide): ReturnType<typeof runCompiler> =>
      runCompiler('/bin/sh', ['-c', script], process.env, undefined, undefined, bounds);
    assert.deepEqual(await shell('echo "$1" x'), { failed: false, said: ' x\n', isBeyond: false });
    assert.deepEqual(await shell('exit 3'), { failed: true, said: '', isBeyond: false });
    const loud = await shell('while :; do echo 0123456789; done');
    assert.deepEqual([loud.failed, loud.isBeyond], [true, true]);
    // The shell stands for any compiler: what is in it ends by itself only if nothing bounds it.
    const busy = await shell('while :; do :; done', { ...wide, seconds: 1 });
    assert.deepEqual([busy.failed, busy.isBeyond], [true, true]);
    const broken = await shell('echo "cc1: out of memory allocating 7 bytes" >&2; exit 1');
    assert.deepEqual([broken.failed, broken.isBeyond], [true, true]);
    assert.equal((await shell('ulimit -t', { ...wide, seconds: 77 })).said, '77\n');
    if (process.platform === 'linux')
      assert.equal((await shell('ulimit -v', { ...wide, memory: 2 ** 30 })).said, `${2 ** 20}\n`);
  },
);

test(
  'when it is given up, it ends with all that it has started',
  { skip: process.platform === 'win32' },
  async () => {
    const controller = new AbortController();
    const file = join(folder, 'pid');
    const inner = `require("fs").writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(folder, () => {
        if (!existsSync(file) || readFileSync(file, 'utf8') === '') return;
        watcher.close();
        resolve();
      });
    });
    const run = node(
      `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(inner)}], { stdio: "inherit" })`,
      controller.signal,
    );
    await begun;
    const pid = Number(readFileSync(file, 'utf8'));
    controller.abort();
    // Its streams are open as long as one of them lives.
    assert.equal((await run).failed, true);
    // The kernel closes the streams of a killed process a moment before the process is gone.
    while (lives(pid)) await setImmediate();
    const done = new AbortController();
    done.abort();
    assert.equal((await node('setInterval(() => {}, 1000)', done.signal)).failed, true);
    writeFileSync(file, '');
  },
);
