import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policy, withSeed } from './policy';
import { readOptions } from './validate';

const refused = (text: string): string => {
  try {
    readOptions({ policy: text }, 'command');
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail(`${text} is allowed`);
};

test('every policy of the lecture, with and without parameters', () => {
  const allowed = [
    'fifo',
    'rr',
    'sjf',
    'stcf',
    'mlfq',
    'lottery',
    'stride',
    'own',
    'rr:quantum=3',
    'mlfq:levels=3,quantum=2,allotment=4,boost=0',
    'own:limit=3,weight=0',
  ];
  for (const text of allowed) assert.equal(policy().read(text), text);
});

test('what is wrong with a policy is told by the policy', () => {
  for (const text of ['', 'fast', 'RR', ':quantum=1', 'constructor', 'rr quantum=1']) {
    assert.match(refused(text), /^--policy ".*" is not allowed; it takes one of fifo, rr, /, text);
  }
  for (const text of [
    'mlfq:level=3',
    'mlfq:levels=17',
    'mlfq:levels',
    'mlfq:',
    'mlfq:levels=3,',
    'mlfq:levels=1e1',
  ]) {
    assert.match(
      refused(text),
      /it takes for mlfq the parameters levels=N \(a whole number from 1 to 16\), quantum=N \(/,
      text,
    );
  }
  assert.match(refused('fifo:quantum=1'), /it takes fifo without parameters$/);
  for (const text of ['own:', 'own:limit', 'own:limit=x', 'own:a b=1']) {
    assert.match(
      refused(text),
      /it takes for own your own parameters, each a name and a whole number .*: limit=3$/,
    );
  }
});

test('the seed reaches the policy that draws by lot', () => {
  assert.equal(withSeed('lottery', 7), 'lottery:seed=7');
  assert.equal(withSeed('lottery:quantum=2', 7), 'lottery:quantum=2,seed=7');
  assert.equal(withSeed('lottery:seed=1', 7), 'lottery:seed=1');
  assert.equal(withSeed('rr', 7), 'rr');
  assert.equal(withSeed('lottery', undefined), 'lottery');
});
