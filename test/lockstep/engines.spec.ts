/** A portion of the comparison of our engines with each other. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { bundleLockstep } from './bundle';

const CI = process.env['CI'] === 'true';
const STEPS = CI ? 10_000_000 : 1_000_000;

test(`interpreter and translator have the same state at every instant tried of ${STEPS} steps`, async () => {
  const bundle = await bundleLockstep();
  try {
    const options = ['--engines', '--blocks', '20', '--instructions', `${STEPS}`];
    const { status, stderr } = spawnSync(process.execPath, [bundle, ...options], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(status, 0);
  } finally {
    rmSync(path.dirname(bundle), { recursive: true });
  }
});
