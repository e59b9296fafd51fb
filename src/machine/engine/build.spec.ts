import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { hasTailCalls } from './translator/support';

test('a host without tail calls interprets', () => {
  assert.ok(hasTailCalls());
  const script = `
    WebAssembly.validate = () => false;
    const { bareMachine } = require('./src/machine/engine/testing/bare-hart');
    const { Interpreter } = require('./src/machine/engine/interpreter/interpreter');
    console.log(bareMachine('auto').engine instanceof Interpreter);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', script], {
    encoding: 'utf8',
  });
  assert.equal(stdout, 'true\n', stderr);
});
