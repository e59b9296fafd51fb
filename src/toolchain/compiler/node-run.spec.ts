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
  });
  assert.deepEqual(await node('process.exitCode = 1'), { failed: true, said: '' });
  const missing = await runCompiler(join(folder, 'nothing'), [], process.env, undefined);
  assert.ok(missing.failed);
  assert.match(missing.said, /ENOENT/);
});

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
