// What `trapframe grade --package` makes for services, run as they would run it: their absolute paths lead into a folder here.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { nodeHost } from '../../src/host/node-host';
import { loadLab } from '../../src/labs/format/load';
import { makeLab } from '../../src/labs/node-new-lab';
import { packageFor, writeFolder } from '../../src/labs/node-package';
import type { PackageName } from '../../src/labs/packages/packages';
import { root } from '../docs/pages';

const skip = spawnSync('bash', ['--version']).error !== undefined || process.platform === 'win32';
const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-services-'));
const lab = path.join(folder, 'hello');
const host = nodeHost(path.join(root, 'dist'));
// The process that grades may be another user's.
before(async () => {
  chmodSync(folder, 0o755);
  await makeLab(lab);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const at = (...parts: string[]): string => path.join(folder, ...parts);

/** Writes a package, and an answer to the lab. */
async function given(name: PackageName, target: string, submission: string): Promise<void> {
  const all = await packageFor(name, await loadLab(host.files, lab), lab, host);
  await writeFolder(target, all);
  mkdirSync(submission, { recursive: true });
  cpSync(path.join(lab, 'solution', 'hello.s'), path.join(submission, 'hello.s'));
}

/** Runs a script, the absolute paths of a service in it being below a folder of ours. */
function bash(script: string, below: string, cwd: string, more: NodeJS.ProcessEnv = {}): string {
  const text = script.replaceAll(/(?<=[\s"'=])\/(?=(autograder|grade|trapframe|lab|opt)\b)/g, `${below}/`);
  const { stderr, stdout } = spawnSync('bash', ['-c', text], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...more },
  });
  return stdout + stderr;
}

const json = (file: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;

test('Gradescope: run_autograder writes a result, also when the grader fails', { skip }, async () => {
  const source = at('gradescope', 'autograder', 'source');
  const submission = at('gradescope', 'autograder', 'submission');
  await given('gradescope', source, submission);
  const script = readFileSync(path.join(source, 'run_autograder'), 'utf8');
  const results = at('gradescope', 'autograder', 'results', 'results.json');
  const said = bash(script, at('gradescope'), submission);
  assert.deepEqual([json(results)['score'], said], [2, '']);
  rmSync(path.join(source, 'trapframe', 'dist', 'kernel'), { recursive: true });
  rmSync(path.join(source, 'lab', 'hello', 'lab.json'));
  bash(script, at('gradescope'), submission);
  const failed = json(results);
  assert.equal(failed['score'], 0);
  assert.match(String(failed['output']), /status 2.* not your fault/);
});

test(
  'PrairieLearn: grade.sh does as well, and the Dockerfile puts there what it starts',
  { skip },
  async () => {
    const image = at('prairielearn');
    const submission = at('prairielearn', 'grade', 'student');
    await given('prairielearn', image, submission);
    const script = readFileSync(path.join(image, 'grade.sh'), 'utf8');
    const results = at('prairielearn', 'grade', 'results', 'results.json');
    bash(script, image, submission);
    assert.deepEqual([json(results)['gradable'], json(results)['score']], [true, 1]);
    rmSync(path.join(image, 'lab', 'hello', 'lab.json'));
    bash(script, image, submission);
    assert.deepEqual([json(results)['gradable'], json(results)['score']], [false, 0]);
    const dockerfile = readFileSync(path.join(image, 'Dockerfile'), 'utf8');
    for (const [, from, to] of dockerfile.matchAll(/^COPY (\S+) (\S+)$/gm)) {
      assert.ok(existsSync(path.join(image, from)), from);
      assert.equal(to, `/${from}`);
    }
    const entry = /^ENTRYPOINT (.*)$/m.exec(dockerfile)![1];
    const { externalGradingOptions } = json(path.join(image, 'info.json'));
    assert.deepEqual(JSON.parse(entry), [(externalGradingOptions as { entrypoint: string }).entrypoint]);
  },
);

test('Actions: the steps of the workflow, one after the other', { skip }, async () => {
  const checkout = at('actions', 'work');
  await given('actions', checkout, checkout);
  const workflow = readFileSync(path.join(checkout, '.github', 'workflows', 'trapframe.yml'), 'utf8');
  assert.doesNotMatch(workflow, /\t/);
  const steps = workflow.split(/^ {6}- /m).slice(1);
  const runs = steps.flatMap((step) => {
    const [, block, line] = /^(?: {8})?run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)/m.exec(step) ?? [];
    const text = block?.replaceAll(/^ {10}/gm, '') ?? line;
    return text === undefined ? [] : [text];
  });
  assert.equal(runs.length, 4, 'installs, puts, grades, and grades for classroom50');
  for (const step of steps.filter((one) => one.startsWith('uses:')))
    assert.match(step, /^uses: actions\/[a-z-]+@v\d+\n/);
  // Who may become root here is root already.
  const tools = at('tools');
  mkdirSync(tools);
  mkdirSync(at('actions', 'opt'));
  writeFileSync(path.join(tools, 'sudo'), '#!/bin/sh\n[ "$1" = -E ] && shift\nexec "$@"\n', { mode: 0o755 });
  const env = {
    PATH: `${tools}:${process.env['PATH'] ?? ''}`,
    GITHUB_REPOSITORY: 'class/student-1',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
  };
  const said = runs
    .filter((run) => !run.includes('apt-get'))
    .map((run) => bash(`set -e\n${run}`, at('actions'), checkout, env));
  assert.match(said.join('\n'), /class\/student-1: passed, 2 of 2 points/);
  const result = json(path.join(checkout, 'result.json'));
  assert.deepEqual([result['schema'], result['score'], result['max-score']], ['classroom50/result/v1', 2, 2]);
});
