import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiagnosticBody } from '../../protocol/requests';
import type { Message } from './messages';
import { quietFailedBuild } from './quiet-failed-build';

const built = (...diagnostics: DiagnosticBody[]): Message => ({
  seq: 1,
  type: 'event',
  event: 'trapframe/diagnostics',
  body: { diagnostics },
});
const refused: Message = {
  seq: 2,
  type: 'response',
  request_seq: 1,
  command: 'launch',
  success: false,
  message: 'hello.s has an error',
};
const printed: Message = {
  seq: 3,
  type: 'event',
  event: 'output',
  body: { category: 'stderr', output: 'hello.s:1:1: error' },
};
const error: DiagnosticBody = {
  path: 'hello.s',
  line: 1,
  column: 1,
  length: 1,
  severity: 'error',
  message: 'no such instruction',
};

test('a launch that fails for errors in a program opens no dialog', () => {
  const filter = quietFailedBuild();
  assert.deepEqual(filter(built(error)), built(error));
  assert.equal(filter(printed), undefined);
  assert.deepEqual(filter(refused), {
    ...refused,
    body: { error: { id: 1, format: 'hello.s has an error', showUser: false } },
  });
});

test('a launch that fails for another reason is told as ever', () => {
  const filter = quietFailedBuild();
  assert.equal(filter(printed), printed);
  assert.equal(filter(refused), refused);
  filter(built({ ...error, severity: 'warning' }));
  assert.equal(filter(refused), refused);
});
