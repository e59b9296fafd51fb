import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourcePaths } from './source-paths';

test('own sources are where the product is', () => {
  const paths = new SourcePaths('/opt/trapframe/');
  assert.equal(paths.toUser('/trapframe/kernel/trap.c'), '/opt/trapframe/kernel/trap.c');
  assert.ok(paths.isSame('/trapframe/kernel/trap.c', '/opt/trapframe/kernel/trap.c'));
  assert.equal(paths.toUser('/home/me/hello.s'), '/home/me/hello.s');
});

test('a mapped folder is elsewhere; the longest one that fits counts, whole names only', () => {
  const paths = new SourcePaths('/opt/trapframe', {
    '/home/teacher/xv6/': 'd:\\xv6',
    '/home/teacher/xv6/user': '/labs/user',
    'C:\\build': '/build',
  });
  assert.equal(paths.toUser('/home/teacher/xv6/kernel/proc.c'), 'd:\\xv6\\kernel\\proc.c');
  assert.equal(paths.toUser('/home/teacher/xv6/user/sh.c'), '/labs/user/sh.c');
  assert.equal(paths.toUser('/home/teacher/xv6-old/main.c'), '/home/teacher/xv6-old/main.c');
  assert.equal(paths.toUser('c:\\build\\lib\\a.c'), '/build/lib/a.c');
  assert.ok(paths.isSame('/home/teacher/xv6/kernel/proc.c', 'D:/xv6/kernel/proc.c'));
});

test('the product’s own sources can be mapped, to a copy in the workspace', () => {
  const paths = new SourcePaths('/opt/trapframe', { '/trapframe/kernel': '/course/kernel' });
  assert.equal(paths.toUser('/trapframe/kernel/trap.c'), '/course/kernel/trap.c');
});

test('on Windows, spellings of one path are one path', () => {
  const paths = new SourcePaths('c:\\Program Files\\trapframe');
  assert.equal(paths.toUser('/trapframe/kernel/trap.c'), 'c:\\Program Files\\trapframe\\kernel\\trap.c');
  assert.ok(paths.isSame('C:/Übung 1/hello.s', 'c:\\Übung 1\\hello.s'));
  paths.know('c:\\Übung 1\\hello.s');
  assert.equal(paths.toUser('C:/Übung 1/hello.s'), 'c:\\Übung 1\\hello.s');
  assert.ok(!paths.isSame('C:/Übung 1/hello.s', 'c:\\Übung 1\\Hello.s'));
});

test('dots and doubled separators make no other file', () => {
  const paths = new SourcePaths('/opt/trapframe');
  for (const path of [
    '/home/me/./hello.s',
    '/home/me//hello.s',
    '/home/you/../me/hello.s',
    '/home/me/a/b/../../hello.s',
    '/../home/me/hello.s',
  ]) {
    assert.ok(paths.isSame('/home/me/hello.s', path), path);
    assert.ok(paths.isSame(path, '/home/me/hello.s'), path);
  }
  assert.ok(!paths.isSame('/home/me/hello.s', '/home/me/../hello.s'));
  assert.ok(!paths.isSame('//host/share/x.s', '/host/share/x.s'), 'a path of a network is another');
  assert.ok(paths.isSame('C:\\lab\\.\\one\\..\\x.s', 'c:/lab/x.s'));
  assert.ok(paths.isSame('vscode-vfs://github/me/lab/../lab/x.s', 'vscode-vfs://github/me/lab/x.s'));
  assert.equal(paths.toUser('/home/me/build/../hello.c'), '/home/me/hello.c');
  assert.equal(paths.toUser('hello.c'), 'hello.c');
});

test('a path that leads over a link is shown as the user spells it; a file may have several', () => {
  const paths = new SourcePaths('/opt/trapframe');
  paths.know('/link/hello.s', '/home/me/hello.s');
  paths.know('/link/hello.s', '/mnt/hello.s');
  paths.know('/other/hello.s', '/home/me/hello.s');
  assert.ok(paths.isSame('/home/me/hello.s', '/link/hello.s'));
  assert.ok(paths.isSame('/mnt/hello.s', '/link/hello.s'));
  assert.ok(paths.isSame('/home/me/hello.s', '/other/../other/hello.s'));
  assert.ok(!paths.isSame('/mnt/hello.s', '/other/hello.s'));
  assert.equal(paths.toUser('/home/me/hello.s'), '/other/hello.s');
});
