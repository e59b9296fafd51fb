import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { programs } from '../../test/dap/programs';
import { commandLine } from './surroundings.fixture';

const spin = '        .globl main\nmain:   j main\n';
const { trapframe, reading, path } = commandLine({
  'hello.s': programs['hello.s'],
  'echo.s': programs['echo.s'],
  'privileged.s': programs['privileged.s'],
  'spin.s': spin,
});

test('a recording is run again: the same output and status, without the files of the first run', async () => {
  for (const name of ['hello.s', 'privileged.s']) {
    const first = await trapframe('run', '--record', '@run.rec', `@${name}`);
    const source = readFileSync(path(name));
    rmSync(path(name));
    const again = await trapframe('run', '--replay', '@run.rec');
    writeFileSync(path(name), source);
    assert.deepEqual([again.out, again.status, again.err], [first.out, first.status, first.err]);
    assert.ok(readFileSync(path('run.rec')).length < 3_000_000, 'it is small');
  }
});

test('what was read from stdin is in the recording', async () => {
  const first = await reading(
    Readable.from([Buffer.from('one\ntwo\nq')]),
    'run',
    '--record',
    '@run.rec',
    '@echo.s',
  );
  const again = await reading(Readable.from([Buffer.from('other\nq')]), 'run', '--replay', '@run.rec');
  assert.deepEqual([again.out, again.status], [first.out, first.status]);
  assert.ok(first.out.includes('two'));
});

test('traces of a recording; a limit is kept', async () => {
  const traced = await trapframe('trace', '--record', '@run.rec', '--format', 'json', '@hello.s');
  const again = await trapframe('trace', '--replay', '@run.rec', '--format', 'json');
  assert.equal(again.out, traced.out);
  const limited = await trapframe('run', '--max-instructions', '700000', '--record', '@spin.rec', '@spin.s');
  assert.equal(limited.status, 124);
  assert.deepEqual((await trapframe('run', '--replay', '@spin.rec')).err, limited.err);
});

test('what is no recording, is damaged or of another version gets one clear line', async () => {
  await trapframe('run', '--record', '@run.rec', '@hello.s');
  const good = readFileSync(path('run.rec'));
  const tries: [string, Uint8Array, RegExp][] = [
    ['a source', readFileSync(path('hello.s')), /this is no recording of a run/],
    ['nothing', new Uint8Array(0), /this is no recording of a run/],
    ['a part', good.subarray(0, good.length - 100), /the recording is damaged/],
    [
      'another format',
      Uint8Array.from(good, (byte, i) => (i === 8 ? 9 : byte)),
      /format 9; format 1 can be read/,
    ],
    ['a bit', Uint8Array.from(good, (byte, i) => (i === 5000 ? byte ^ 1 : byte)), /the recording is damaged/],
  ];
  for (const [what, bytes, words] of tries) {
    writeFileSync(path('bad.rec'), bytes);
    const { status, err, out } = await trapframe('run', '--replay', '@bad.rec');
    assert.equal(status, 2, what);
    assert.match(err, words, what);
    assert.equal(err.trim().split('\n').length, 1, what);
    assert.equal(out, '', what);
  }
  assert.match((await trapframe('run', '--replay', '@none.rec')).err, /none\.rec/);
  assert.match(
    (await trapframe('run', '--replay', '@run.rec', '@hello.s')).err,
    /--replay runs what was recorded/,
  );
});
