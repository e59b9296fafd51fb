import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../base/errors';
import { nearName } from '../../toolchain/assembler/text/near-names';
import { option, optionNames, spelling } from './options';
import { readLaunchConfiguration, readOptions } from './validate';

const refusal = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.message, message);
  assert.ok(!error.message.includes('\n'));
  return true;
};

test('a program is enough; everything else has a default', () => {
  const { options, programs } = readLaunchConfiguration({
    type: 'trapframe',
    name: 'x',
    program: '/a b/ü.s',
  });
  assert.deepEqual(programs, [{ path: '/a b/ü.s', args: [] }]);
  assert.equal(options.kernel, 'builtin');
  assert.equal(options.memory, 128 * 1024 * 1024);
  assert.equal(options.stopOnEntry, 'main');
  for (const name of optionNames('launch')) assert.ok(name in options, name);
});

test('every default is itself an allowed value', () => {
  for (const name of [...optionNames('command'), ...optionNames('launch')]) {
    const { kind, default: value } = option(name);
    if (value !== undefined) assert.notEqual(kind.read(value), undefined, name);
  }
});

test('what no engine can do, and what would have no effect, is refused', () => {
  assert.throws(
    () => readOptions({ transient: '20' }, 'command'),
    refusal(/^--transient 20 needs --cost-model caches/),
  );
  assert.throws(
    () => readOptions({ transient: 20, costModel: 'simple' }, 'launch'),
    refusal(/^transient 20 needs/),
  );
  assert.throws(
    () => readOptions({ costModel: 'caches', engine: 'translator' }, 'command'),
    refusal(/^--engine translator is not allowed with --cost-model caches/),
  );
  assert.equal(readOptions({ costModel: 'caches', transient: '20' }, 'command').transient, 20);
});

test('several programs, with and without arguments', () => {
  const { programs } = readLaunchConfiguration({ programs: ['a.s', { path: 'b.s', args: ['1', '2'] }] });
  assert.deepEqual(programs, [
    { path: 'a.s', args: [] },
    { path: 'b.s', args: ['1', '2'] },
  ]);
});

test('which programs to run must be said once', () => {
  assert.throws(() => readLaunchConfiguration({}), refusal(/names no program/));
  assert.throws(() => readLaunchConfiguration({ program: 'a', programs: ['b'] }), refusal(/both/));
  assert.throws(
    () => readLaunchConfiguration({ programs: ['b'], args: ['x'] }),
    refusal(/"args" belongs to/),
  );
  assert.throws(() => readLaunchConfiguration({ programs: [] }), refusal(/programs \[\] is not allowed/));
  assert.throws(() => readLaunchConfiguration({ programs: [{ file: 'b' }] }), refusal(/array of paths/));
});

test('a wrong value: one line with the name, the value and what is allowed', () => {
  assert.throws(
    () => readOptions({ policy: 'fastest' }, 'command'),
    refusal(
      /^--policy "fastest" is not allowed; it takes one of fifo, rr, sjf, stcf, mlfq, .* such as mlfq:/,
    ),
  );
  assert.throws(
    () => readLaunchConfiguration({ program: 'a', stopOnEntry: true }),
    refusal(/^stopOnEntry true is not allowed; it takes one of false, "main", "reset"$/),
  );
  for (const timeSlice of [0, -1, 1.5, '1e3', '', ' 2000', null, true, [2000], 2 ** 60]) {
    assert.throws(
      () => readOptions({ timeSlice }, 'command'),
      refusal(/^--time-slice .* a whole number from/),
    );
  }
  for (const memory of ['64X', '0', '-1M', '3T', '8193K', 'M', true, { bytes: 1 }]) {
    assert.throws(() => readOptions({ memory }, 'command'), refusal(/^--memory .* such as 64M$/));
  }
});

test('sizes and numbers as people write them', () => {
  assert.equal(readOptions({ memory: '64M' }, 'command').memory, 2 ** 26);
  assert.equal(readOptions({ memory: '64MiB' }, 'command').memory, 2 ** 26);
  assert.equal(readOptions({ memory: '1g' }, 'command').memory, 2 ** 30);
  assert.equal(readOptions({ memory: 2 ** 26 }, 'launch').memory, 2 ** 26);
  assert.equal(readOptions({ maxInstructions: '1_000_000' }, 'command').maxInstructions, 1e6);
});

test('an unknown word: the near one is named; a client may add its own to a launch configuration', () => {
  assert.throws(() => readOptions({ timeslice: 1 }, 'command'), refusal(/did you mean --time-slice\?/));
  assert.throws(
    () => readOptions({ zzz: 1 }, 'command'),
    refusal(/^--zzz is no option here \(see --help\)$/),
  );
  assert.throws(
    () => readOptions({ stopOnEntry: false }, 'command'),
    refusal(/--stop-on-entry is no option/),
  );
  assert.throws(
    () => readLaunchConfiguration({ program: 'a', polcy: 'rr' }),
    refusal(/"polcy"; did you mean policy/),
  );
  assert.ok(
    readLaunchConfiguration({ program: 'a', __sessionId: '1', cwdOfMyEditor: '/', request: 'launch' }),
  );
});

test('spelling', () => {
  assert.equal(spelling('maxInstructions', 'command'), '--max-instructions');
  assert.equal(spelling('maxInstructions', 'launch'), 'maxInstructions');
  assert.equal(nearName('progarm', ['program', 'policy']), 'program');
  assert.equal(nearName('x', ['program', 'policy']), undefined);
});
