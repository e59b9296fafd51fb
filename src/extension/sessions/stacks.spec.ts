import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stacks } from './stacks';

const source = { path: '/a.s' };

function told(stackFrames: readonly object[]): Stacks {
  const stacks = new Stacks(() => 'machine');
  stacks.sent({ seq: 4, type: 'request', command: 'stackTrace', arguments: { threadId: 1 } });
  const body = { stackFrames };
  stacks.received({ seq: 9, type: 'response', request_seq: 4, success: true, command: 'stackTrace', body });
  return stacks;
}

test('above the label of a trap is the kernel, below it the program', () => {
  const stacks = told([
    { id: 1, line: 10, source },
    { id: 2, line: 0, presentationHint: 'label' },
    { id: 3, line: 20, source },
  ]);
  assert.deepEqual(stacks.frame(1), { path: '/a.s', line: 10, mode: 'kernel' });
  assert.equal(stacks.frame(2), undefined);
  assert.equal(stacks.frame(3)?.mode, 'user');
  stacks.clear();
  assert.equal(stacks.frame(1), undefined);
});

test('without a label all frames are in the mode that the thread is in', () => {
  assert.equal(told([{ id: 1, line: 10, source }]).frame(1)?.mode, 'machine');
});
