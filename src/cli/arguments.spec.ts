import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integer } from '../debug/launch/kinds';
import { HelpWanted, readFlag, readRun, splitOptions } from './arguments';

test('options stand before the first program; what follows it is its own', () => {
  const { launch } = readRun(['--time-slice', '2000', '--memory=64M', 'a.s', '-x', '--memory', '1'], {});
  assert.equal(launch.options.timeSlice, 2000);
  assert.equal(launch.options.memory, 64 * 2 ** 20);
  assert.deepEqual(launch.programs, [{ path: 'a.s', args: ['-x', '--memory', '1'] }]);
});

test('-- separates programs, and may stand before the first', () => {
  const expected = [
    { path: 'a.s', args: ['1'] },
    { path: 'b.s', args: [] },
  ];
  assert.deepEqual(readRun(['a.s', '1', '--', 'b.s'], {}).launch.programs, expected);
  assert.deepEqual(readRun(['--', 'a.s', '1', '--', 'b.s'], {}).launch.programs, expected);
  assert.deepEqual(readRun(['--memory', '64M', '--', '-odd-name.s'], {}).launch.programs, [
    { path: '-odd-name.s', args: [] },
  ]);
});

test('what is missing or unknown is named', () => {
  assert.throws(() => readRun([], {}), /^UserError: no program is given$/);
  assert.throws(() => readRun(['a.s', '--'], {}), /a program is missing after --/);
  assert.throws(() => readRun(['--memory'], {}), /^UserError: --memory needs a value$/);
  assert.throws(() => readRun(['--max-instruction', '5', 'a.s'], {}), /did you mean --max-instructions\?/);
  assert.throws(() => readRun(['--qqq', 'a.s'], {}), /unknown option --qqq \(see --help\)/);
  assert.throws(
    () => readRun(['--cpus', '9', 'a.s'], {}),
    /--cpus "9" is not allowed; it takes a whole number from 1 to 8/,
  );
  assert.throws(() => readRun(['--help'], {}), HelpWanted);
});

test('options of a command, anywhere on its line', () => {
  const split = splitOptions(['file.s', '-o', 'out', '--port=3'], ['o', 'port'], true);
  assert.deepEqual(split, { given: { o: 'out', port: '3' }, rest: ['file.s'] });
  const flag = { kind: integer(0, 9), description: '' };
  assert.equal(readFlag('port', flag, split.given), 3);
  assert.equal(readFlag('pid', flag, split.given), undefined);
  assert.throws(
    () => readFlag('port', flag, { port: '10' }),
    /--port "10" is not allowed; it takes a whole number/,
  );
});
