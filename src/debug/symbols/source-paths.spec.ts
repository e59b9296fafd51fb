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
