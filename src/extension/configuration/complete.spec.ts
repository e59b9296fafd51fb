import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete, type ActiveEditor } from './complete';

const hello: ActiveEditor = { name: '/course/week 1/hello.s', languageId: 'riscv-asm', isUntitled: false };

test('F5 without a launch.json debugs the active file', () => {
  assert.deepEqual(complete({}, hello), {
    configuration: {
      type: 'trapframe',
      request: 'launch',
      name: 'Debug hello.s',
      program: hello.name,
      console: 'integratedTerminal',
      internalConsoleOptions: 'neverOpen',
    },
  });
});

test('Run without debugging stays so', () => {
  const result = complete({ noDebug: true }, hello);
  assert.ok('configuration' in result);
  assert.equal(result.configuration['noDebug'], true);
});

test('an assembly file of another language extension, or of none, is taken by its name or language', () => {
  for (const active of [
    { ...hello, languageId: 'plaintext', name: 'c:\\labs\\LOOP.S' },
    { ...hello, languageId: 'riscv', name: 'start.asm' },
  ]) {
    assert.ok('configuration' in complete({}, active), active.name);
  }
});

test('says in one line why there is nothing to start', () => {
  const refusals = [
    complete({}, undefined),
    complete({}, { name: 'Untitled-1', languageId: 'riscv-asm', isUntitled: true }),
    complete({}, { name: '/course/notes.md', languageId: 'markdown', isUntitled: false }),
    complete({ type: 'trapframe', request: 'attach', name: 'A' }, hello),
  ].map((result) => ('refusal' in result ? result.refusal : 'started'));
  assert.match(refusals[0], /Open an assembly file/);
  assert.match(refusals[1], /Save Untitled-1 first/);
  assert.match(refusals[2], /^notes\.md is neither assembly/);
  assert.match(refusals[3], /"attach"/);
  for (const refusal of refusals) assert.ok(!refusal.includes('\n'));
});

test('what a launch.json says is kept, and a wrong value is left for the adapter to name', () => {
  const given = {
    type: 'trapframe',
    request: 'launch',
    name: 'Two loops',
    programs: ['a.s', 'b.s'],
    console: 'internalConsole',
    timeSlice: 'soon',
  };
  assert.deepEqual(complete(given, undefined), { configuration: given });
});

test('the Debug Console opens as the user says', () => {
  const given = { type: 'trapframe', request: 'launch', name: 'x', program: 'a.s' };
  const result = complete({ ...given, internalConsoleOptions: 'openOnSessionStart' }, undefined);
  assert.ok('configuration' in result);
  assert.equal(result.configuration['internalConsoleOptions'], 'openOnSessionStart');
});

test('a recording is launched without a program: it holds its own', () => {
  const result = complete(
    { type: 'trapframe', request: 'launch', name: 'Replay', recording: 'bug.rec' },
    hello,
  );
  assert.ok('configuration' in result);
  assert.equal(result.configuration['program'], undefined);
  assert.equal(result.configuration['recording'], 'bug.rec');
});
