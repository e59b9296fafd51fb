// A whole class, as `trapframe grade` is called for one: TRAPFRAME_CLASS=200 (with CI=true it has 40, and parallel.spec.ts 200).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { root } from '../docs/pages';
import { kinds, makeClass } from './class';

const count = Number(process.env['TRAPFRAME_CLASS'] ?? (process.env['CI'] === 'true' ? 40 : 10));
const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-class-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Results {
  readonly submissions: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly error?: string;
  }[];
}

test(`a class of ${count}, half of it hostile: right results for all, twice the same bytes`, async () => {
  const { lab, submissions } = await makeClass(folder, count);
  const grade = (): string => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'dist', 'cli.js'), 'grade', lab, ...submissions, '--format', 'json'],
      { encoding: 'utf8', maxBuffer: 2 ** 28 },
    );
    assert.deepEqual([status, stderr], [1, '']);
    return stdout;
  };
  const first = grade();
  for (const { name, passed, error } of (JSON.parse(first) as Results).submissions) {
    assert.equal(error, undefined, name);
    assert.equal(passed, kinds[name.slice(4)].passes, name);
  }
  assert.equal(grade(), first);
});
