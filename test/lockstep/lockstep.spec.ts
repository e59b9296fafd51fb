/** A portion of the comparison with QEMU, and proof that it would find a bug. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bugs } from './bugs';
import { bundleLockstep } from './bundle';
import { QEMU } from './targets';

const CI = process.env['CI'] === 'true';
/** Where nobody waits for it: ten million instructions, and each at least a thousand times in each mode. */
const INSTRUCTIONS = CI ? 10_000_000 : 500_000;
const EACH = INSTRUCTIONS / 10_000;
/** All of them, or the first few. */
const BUGS = Object.keys(bugs).slice(0, CI ? undefined : 3);

const installed = spawnSync(QEMU, ['--version']).status === 0;
const skip = !installed && `SKIPPED: the machine is not compared with QEMU, for there is no ${QEMU}`;

describe('lock-step with QEMU', { skip }, () => {
  let bundle: string;
  before(async () => (bundle = await bundleLockstep()));
  after(() => rmSync(path.dirname(bundle), { recursive: true }));

  const run = (...args: string[]) => spawnSync(process.execPath, [bundle, ...args], { encoding: 'utf8' });

  test(`the same registers, CSRs, traps and memory after every block of ${INSTRUCTIONS} instructions`, () => {
    const { status, stderr } = run('--instructions', `${INSTRUCTIONS}`, '--each', `${EACH}`);
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });

  for (const name of BUGS) {
    test(`a bug in ${name} is found, and its instruction`, () => {
      const { status, stderr } = run('--bug', name, '--blocks', '50', '--instructions', '100000');
      assert.equal(status, 1, stderr);
      // csrrc with x0 is spelt csrc.
      const spelling = new RegExp(`\\b${name.replace('.', '\\.').replace('rr', 'rr?')}\\b`);
      assert.match(stderr, spelling, 'its instruction is named');
    });
  }
});
