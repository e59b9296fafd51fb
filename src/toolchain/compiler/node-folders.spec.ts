import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cacheFolder, temporaryFolder } from './node-folders';

const root = mkdtempSync(join(tmpdir(), 'tf '));
after(() => rmSync(root, { recursive: true }));
const here = { XDG_CACHE_HOME: root };
const posixOnly = { skip: process.platform === 'win32' && 'there are no modes of files here' };

test('folders are below the user’s cache folder, and the user’s alone', posixOnly, () => {
  const folder = cacheFolder('zig', here);
  assert.equal(folder, join(root, 'trapframe', 'zig'));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(root, 'trapframe')).mode & 0o777, 0o700);
  const home = join(root, 'home');
  assert.ok(cacheFolder('zig', { HOME: home }).startsWith(home));
  assert.ok(cacheFolder('zig', { HOME: home, XDG_CACHE_HOME: 'relative' }).startsWith(home));
});

test('what somebody else may have put there is not used', posixOnly, () => {
  const elsewhere = join(root, 'elsewhere');
  mkdirSync(elsewhere);
  const planted = { XDG_CACHE_HOME: join(root, 'planted') };
  mkdirSync(join(root, 'planted'));
  symlinkSync(elsewhere, join(root, 'planted', 'trapframe'));
  assert.throws(() => cacheFolder('zig', planted), /planted\/trapframe is not used: it is no folder/);
  rmSync(join(root, 'planted', 'trapframe'));
  mkdirSync(join(root, 'planted', 'trapframe'));
  chmodSync(join(root, 'planted', 'trapframe'), 0o777);
  assert.throws(() => cacheFolder('zig', planted), /others may write there/);
});

test('a place that cannot be had is named in one line', () => {
  writeFileSync(join(root, 'file'), '');
  assert.throws(
    () => cacheFolder('zig', { XDG_CACHE_HOME: join(root, 'file') }),
    /file.trapframe cannot be made: .*; XDG_CACHE_HOME can name/,
  );
  if (process.platform === 'win32') return;
  assert.throws(() => cacheFolder('zig', {}), /^UserError: there is no folder .* HOME is not set/);
  assert.throws(() => cacheFolder('zig', { HOME: 'x' }), /HOME names no folder: "x"/);
});

test('what dead processes have left is removed, what living ones use is not', () => {
  const mine = temporaryFolder(here);
  const all = join(root, 'trapframe', 'build');
  // No process has a number as high.
  const left = join(all, '999999999-abc');
  mkdirSync(left);
  writeFileSync(join(left, 'out.elf'), '');
  const next = temporaryFolder(here);
  assert.notEqual(next, mine);
  assert.ok(existsSync(mine));
  assert.ok(!existsSync(left));
});
