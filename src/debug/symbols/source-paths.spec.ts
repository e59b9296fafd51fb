import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourcePaths } from './source-paths';

test('own sources are where the product is', () => {
  const paths = new SourcePaths('/opt/trapframe/');
  assert.equal(paths.toUser('/trapframe/kernel/trap.c'), '/opt/trapframe/kernel/trap.c');
  assert.ok(paths.isSame('/trapframe/kernel/trap.c', '/opt/trapframe/kernel/trap.c'));
  assert.equal(paths.toUser('/home/me/hello.s'), '/home/me/hello.s');
});

test('on Windows, spellings of one path are one path', () => {
  const paths = new SourcePaths('c:\\Program Files\\trapframe');
  assert.equal(paths.toUser('/trapframe/kernel/trap.c'), 'c:\\Program Files\\trapframe\\kernel\\trap.c');
  assert.ok(paths.isSame('C:/Übung 1/hello.s', 'c:\\Übung 1\\hello.s'));
  paths.know('c:\\Übung 1\\hello.s');
  assert.equal(paths.toUser('C:/Übung 1/hello.s'), 'c:\\Übung 1\\hello.s');
  assert.ok(!paths.isSame('C:/Übung 1/hello.s', 'c:\\Übung 1\\Hello.s'));
});
