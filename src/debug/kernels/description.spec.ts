import assert from 'node:assert/strict';
import { test } from 'node:test';
import builtin from './builtin.json';
import { readDescription } from './description';

test('the built-in kernel is described', () => {
  const description = readDescription(builtin, 'builtin.json');
  assert.equal(description.process.table, 'process_table');
  assert.equal(description.states['BLOCKED'], 'blocked');
});

test('a wrong description is refused, naming the place', () => {
  const wrong = (change: object): unknown => ({ ...builtin, ...change });
  for (const [json, message] of [
    [null, /it must be an object/],
    [wrong({ name: '' }), /name must be a name/],
    [wrong({ process: { ...builtin.process, pid: 3 } }), /process\.pid must be a name/],
    [wrong({ states: { RUNNING: 'flying' } }), /states\.RUNNING must be one of new, /],
    [wrong({ recognizedBy: 'panic' }), /recognizedBy must be a list/],
    [
      wrong({ systemCalls: [{ number: 1, name: 'exit', parameters: ['word'] }] }),
      /systemCalls\[0\]\.parameters/,
    ],
    [wrong({ systemCalls: [{ number: '1', name: 'exit', parameters: [] }] }), /systemCalls\[0\]\.number/],
  ] as const) {
    assert.throws(() => readDescription(json, 'mine.json'), { name: 'UserError', message });
  }
});
