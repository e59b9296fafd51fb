import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAbsolute, isUri, mapPaths, programPaths } from './paths';

const inside = (path: string): string => (isAbsolute(path) ? path : `/ws/${path}`);

test('relative paths are resolved, wherever they stand', () => {
  const one = {
    program: 'a.elf',
    kernel: 'builtin',
    disk: 'fs.img',
    input: 'keys.txt',
    includeRoot: 'inc',
    kernelDescription: 'k.json',
    recording: 'bug.rec',
    symbols: ['user/_*'],
    sources: ['b.s'],
    sourceMap: { '/x': 'src' },
  };
  assert.deepEqual(mapPaths(one, inside), {
    program: '/ws/a.elf',
    kernel: 'builtin',
    disk: '/ws/fs.img',
    input: '/ws/keys.txt',
    includeRoot: '/ws/inc',
    kernelDescription: '/ws/k.json',
    recording: '/ws/bug.rec',
    symbols: ['/ws/user/_*'],
    sources: ['/ws/b.s'],
    sourceMap: { '/x': '/ws/src' },
  });
  assert.deepEqual(mapPaths({ input: 'a\nb\n' }, inside), { input: 'a\nb\n' });
  assert.deepEqual(mapPaths({ input: { text: 'a.txt' } }, inside), { input: { text: 'a.txt' } });
  assert.deepEqual(mapPaths({ program: 'a b.s', kernel: 'k.elf' }, inside), {
    program: '/ws/a b.s',
    kernel: '/ws/k.elf',
  });
  assert.deepEqual(
    mapPaths({ programs: ['a.s', { path: 'b.s', args: ['x'] }, '/c.s'], kernel: 'none' }, inside),
    { programs: ['/ws/a.s', { path: '/ws/b.s', args: ['x'] }, '/c.s'], kernel: 'none' },
  );
});

test('what has the wrong shape stays for the adapter to name', () => {
  const wrong = { program: 7, programs: [null, 7, { path: 7 }], kernel: true };
  assert.deepEqual(mapPaths(wrong, inside), wrong);
});

test('programPaths lists programs and nothing else', () => {
  assert.deepEqual(programPaths({ programs: ['a.s', { path: 'b.s' }], kernel: 'k.elf' }), ['a.s', 'b.s']);
  assert.deepEqual(programPaths({}), []);
});

test('absolute paths of every system, and URIs', () => {
  for (const path of ['/a', 'C:\\a', 'c:/a', '\\\\server\\a', 'vscode-vfs://github/a']) {
    assert.ok(isAbsolute(path), path);
  }
  for (const path of ['a', './a', '../a', 'ä/b']) assert.ok(!isAbsolute(path), path);
});

test('a drive letter is no scheme', () => {
  assert.ok(isUri('vscode-vfs://github/a') && isUri('untitled:a'));
  assert.ok(!isUri('C:\\a') && !isUri('/a:b') && !isUri('a.s'));
});
