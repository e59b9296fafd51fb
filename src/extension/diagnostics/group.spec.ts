import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiagnosticBody } from '../../protocol/requests';
import { byPath, hasErrors, place, unsaid } from './group';

const at = (path: string, line: number, severity: 'error' | 'warning' = 'error'): DiagnosticBody => ({
  path,
  line,
  column: 5,
  length: 3,
  severity,
  message: `m${line}`,
});

test('groups by file and keeps the order', () => {
  const groups = byPath({ diagnostics: [at('a.s', 2), at('b.s', 1), at('a.s', 9)] });
  assert.deepEqual(
    [...groups].map(([path, list]) => [path, list.map((d) => d.line)]),
    [
      ['a.s', [2, 9]],
      ['b.s', [1]],
    ],
  );
});

test('places are 0-based and show at least one character', () => {
  assert.deepEqual(place(at('a.s', 3)), { line: 2, start: 4, end: 7 });
  assert.deepEqual(place({ ...at('a.s', 1), length: 0 }), { line: 0, start: 4, end: 5 });
  assert.deepEqual(place({ ...at('a.s', 0), column: 0 }), { line: 0, start: 0, end: 3 });
});

test('warnings alone stop nobody', () => {
  assert.equal(hasErrors({ diagnostics: [at('a.s', 1, 'warning')] }), false);
  assert.equal(hasErrors({ diagnostics: [at('a.s', 1, 'warning'), at('a.s', 2)] }), true);
});

test('what was said of the same line in the same words is not said again', () => {
  const said = (message: string, line: number) => ({ message, range: { start: { line } } });
  const built = [said('a', 1), said('b', 1), said('a', 2)];
  assert.deepEqual(unsaid(built, [said('a', 1)]), [said('b', 1), said('a', 2)]);
  assert.deepEqual(unsaid(built, []), built);
});
