/** A portion of the comparison with QEMU, and proof that it would find a bug. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, test } from 'node:test';
import { rows } from '../../src/isa/rows';
import { compressedRows } from '../../src/isa/rows/compressed';
import { bugs } from './bugs';
import { describeFinding, lockstep } from './lockstep';
import { QEMU } from './targets';

/** TRAPFRAME_LOCKSTEP says how many instructions. */
const INSTRUCTIONS = Number(process.env['TRAPFRAME_LOCKSTEP'] ?? 500_000);
const BLOCKS = 1000;
const SEED = 1;

const installed = spawnSync(QEMU, ['--version']).status === 0;
const skip = !installed && `SKIPPED: the machine is not compared with QEMU, for there is no ${QEMU}`;

describe('lock-step with QEMU', { skip }, () => {
  test('the same registers, CSRs, traps and memory after every block', async () => {
    const options = { instructions: INSTRUCTIONS, seed: SEED, blocks: BLOCKS };
    const { finding, covered } = await lockstep(options);
    assert.equal(finding && describeFinding(finding, options), undefined);
    const names = [...rows, ...compressedRows].map(({ name }) => name);
    const missing = names.flatMap((name) =>
      ['M', 'S', 'U'].filter((mode) => !covered.has(`${name} ${mode}`)).map((mode) => `${name} ${mode}`),
    );
    assert.deepEqual(missing, [], 'instructions that were in no program');
  });

  for (const name of Object.keys(bugs)) {
    test(`a bug in ${name} is found`, () => {
      const main = path.join(__dirname, 'main.ts');
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--import', 'tsx', main, '--bug', name, '--blocks', '100', '--instructions', '100000'],
        { encoding: 'utf8' },
      );
      assert.equal(status, 1, stderr);
      // csrrc with x0 is spelt csrc.
      const spelling = new RegExp(`\\b${name.replace('.', '\\.').replace('rr', 'rr?')}\\b`);
      assert.match(stderr, spelling, 'its instruction is named');
    });
  }
});
