import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinPath } from './path';

test('parts of a path', () => {
  const cases: readonly [readonly string[], string][] = [
    [['/src', 'include', 'a.h'], '/src/include/a.h'],
    [['/src', '/usr/include', 'a.h'], '/usr/include/a.h'],
    [['/src', '', 'a.c'], '/src/a.c'],
    [['/src/build', '../a.c'], '/src/a.c'],
    [['/src', './x/./y/../a.c'], '/src/x/a.c'],
    [['/', '../../a.c'], '/a.c'],
    [['', '../a.c'], '../a.c'],
    [['..', '../a.c'], '../../a.c'],
    [['', ''], ''],
    [['C:\\src', 'kernel\\trap.c'], 'C:/src/kernel/trap.c'],
    [['/trapframe', 'kernel\\trap.c'], '/trapframe/kernel/trap.c'],
    [['/src', 'C:\\include', 'a.h'], 'C:/include/a.h'],
  ];
  for (const [parts, path] of cases) assert.equal(joinPath(...parts), path);
});
