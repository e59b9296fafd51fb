import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { filesUntil } from '../base/files-until';
import { nodeFiles } from './node-files';

const folder = mkdtempSync(join(tmpdir(), 'tf '));
after(() => rmSync(folder, { recursive: true }));
const limit = { what: 'a program', most: 2 ** 20 };
const read = (path: string): Promise<Uint8Array> => nodeFiles.readFile(path, limit);

test('regular files are read, as large as they may be', async () => {
  const path = join(folder, 'some');
  for (const text of ['', 'x', 'some text\n'.repeat(20_000)]) {
    writeFileSync(path, text);
    assert.equal(Buffer.from(await read(path)).toString(), text);
  }
  truncateSync(path, limit.most);
  assert.equal((await read(path)).length, limit.most);
  truncateSync(path, limit.most + 1);
  await assert.rejects(read(path), /some is too large: a program may have 1 MiB$/);
  // A file of many gigabytes is not even begun.
  truncateSync(path, 2 ** 42);
  await assert.rejects(read(path), /some is too large/);
});

test('what nobody wants any more is not read on; who waits for it is told at once', async () => {
  const path = join(folder, 'much');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 28);
  const controller = new AbortController();
  const reading = nodeFiles.readFile(path, undefined, controller.signal);
  controller.abort();
  await assert.rejects(reading, /^UserError: reading was given up$/);
  const later = new AbortController();
  const never = (): Promise<never> => new Promise(() => {});
  const files = filesUntil(
    { readFile: never, exists: never, realPath: never, readFolder: never },
    later.signal,
  );
  const waiting = [files.readFile('a'), files.exists('a'), files.realPath('a'), files.readFolder('a')];
  later.abort();
  for (const one of [...waiting, files.readFile('b')]) await assert.rejects(one, /given up/);
});

test('a file that says it is empty is read to its end', { skip: !existsSync('/proc/version') }, async () => {
  assert.match(Buffer.from(await read('/proc/version')).toString(), /^Linux .*\n$/);
});

test(
  'what is no regular file is not read, by whatever name',
  { skip: process.platform === 'win32' && 'there are none here' },
  async () => {
    const pipe = join(folder, 'pipe');
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    const socket = join(folder, 'socket');
    const server = createServer().listen(socket);
    const link = join(folder, 'link');
    symlinkSync('/dev/zero', link);
    const loop = join(folder, 'loop');
    symlinkSync(loop, loop);
    await assert.rejects(read('/dev/zero'), /^UserError: \/dev\/zero is a device, not a regular file$/);
    await assert.rejects(read(link), /link is a device/);
    await assert.rejects(read('/dev/null'), /is a device/);
    await assert.rejects(read(pipe), /pipe is a pipe, not a regular file$/);
    await assert.rejects(read(socket), /socket is a socket, not a regular file$/);
    await assert.rejects(read(folder), /is a folder, not a file$/);
    await assert.rejects(read(loop), /loop: its symbolic links lead in circles$/);
    await assert.rejects(read(join(folder, 'nothing')), /nothing: there is no such file$/);
    server.close();
  },
);
