import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { LabRequestName, LabRequests } from '../protocol/labs';
import { nodeHost } from '../host/node-host';
import { readRecording } from '../debug/time/recording-file';
import packageJson from '../../package.json';
import { makeLab } from './node-new-lab';
import { LabService } from './service';
import { buildKernel } from './testing/judged.fixture';

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'trapframe labs ü ')));
const folder = path.join(root, 'mine');
const workspace = path.join(root, 'work');
const service = new LabService({ host: nodeHost(path.resolve(__dirname, '../../dist')) });

before(async () => {
  buildKernel();
  await makeLab(folder);
  cpSync(path.join(folder, 'starter'), workspace, { recursive: true });
});
after(() => rmSync(root, { recursive: true }));

async function ask<R extends LabRequestName>(
  request: R,
  args: LabRequests[R][0],
): Promise<LabRequests[R][1]> {
  const reply = await service.answer({ id: 7, request, args });
  assert.equal(reply.id, 7);
  if ('refused' in reply) throw new Error(reply.refused);
  return reply.answer;
}

test('a lab is read, its checks are run, and what failed is recorded', async () => {
  const lab = await ask('lab', { folder });
  assert.deepEqual(
    [lab.name, lab.steps.length, lab.checks.map(({ id }) => id)],
    ['mine', 1, ['builds', 'asks', 'ends']],
  );
  assert.match(lab.steps[0].text, /\[hello\.s\]\(open:hello\.s#main\)/);
  assert.ok(!JSON.stringify(lab).includes('kind == trap'), 'answers are not told');

  const { checks, recordings } = await ask('check', { folder, workspace });
  assert.deepEqual(
    checks.map(({ id, passed }) => [id, passed]),
    [
      ['builds', true],
      ['asks', false],
      ['ends', true],
    ],
  );
  const { failure } = checks[1];
  assert.match(failure!.expected, /^exactly 1 event/);
  const recorded = await readRecording(recordings[failure!.recording!], 'x.rec', packageJson.version);
  assert.deepEqual(
    [recorded.launch.programs[0].path, recorded.bookmarks.map(({ instruction }) => instruction)],
    [path.join(workspace, 'hello.s'), [failure!.at]],
  );
  assert.ok(recorded.end >= failure!.at!);

  cpSync(path.join(folder, 'solution'), workspace, { recursive: true });
  const again = await ask('check', { folder, workspace, only: ['asks'] });
  assert.deepEqual(again, { checks: [{ id: 'asks', passed: true, message: '' }], recordings: {} });
});

test('a prediction is compared with what the run has', async () => {
  const place = { folder, workspace, prediction: 'traps' };
  const wrong = await ask('reveal', { ...place, answer: '5' });
  assert.deepEqual([wrong.isRight, wrong.value], [false, '2']);
  assert.match(wrong.because ?? '', /exit/);
  assert.equal((await ask('reveal', { ...place, answer: ' 0x2 ' })).isRight, true);
  await assert.rejects(
    ask('reveal', { ...place, prediction: 'none', answer: '1' }),
    /there is no prediction "none"/,
  );
});

test('a run is a launch configuration with absolute paths', async () => {
  const { configuration } = await ask('launch', { folder, workspace, run: 'main' });
  assert.deepEqual(configuration, { program: path.join(workspace, 'hello.s').replaceAll('\\', '/') });
  await assert.rejects(
    ask('launch', { folder, workspace, run: 'mine' }),
    /there is no run "mine"; there are main/,
  );
});

test('what tests need is taken from the lab, not from the workspace', async () => {
  const file = path.join(folder, 'lab.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"program": "hello.s"', '"programs": ["hello.s", "tests/other.s"]'));
  cpSync(path.join(folder, 'solution', 'hello.s'), path.join(folder, 'tests', 'other.s'));
  const { configuration } = await ask('launch', { folder, workspace, run: 'main' });
  assert.deepEqual(configuration['programs'], [`${workspace}/hello.s`, `${folder}/tests/other.s`]);
  const { checks } = await ask('check', { folder, workspace, only: ['asks'] });
  assert.match(checks[0].message, /there are 2/);
  writeFileSync(file, text);
});
