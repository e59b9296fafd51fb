import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe, path } = commandLine({});

const submissions: Readonly<Record<string, string | Uint8Array | undefined>> = {
  empty: undefined,
  endless: '        .globl main\nmain:   j main\n',
  forks: '        .globl main\nmain:   li a7, SYS_fork\n        ecall\n        j main\n',
  garbage: 'this is $$$ (((\n',
  loud:
    '        .globl main\nmain:   li a7, SYS_write\n        li a0, 1\n        la a1, text\n        li a2, 4000\n        ecall\n' +
    "        j main\n        .data\ntext:   .fill 4000, 1, 'x'\n",
  noise: Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919 + (i >> 3)) & 0xff),
  elf: Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, ...Array.from({ length: 3000 }, (_, i) => (i * 31) & 0xff)]),
  reads: '        .globl main\nmain:   ret\n        .data\n        .incbin "../../mine/hidden.json"\n',
  zero: '',
};

before(async () => {
  await trapframe('lab', 'new', '@mine');
  const lab = path('mine');
  const hidden = [
    { id: 'secret', kind: 'mode', name: 'A secret check', points: 2 },
    { id: 'open', kind: 'status', name: 'It ends', status: 0, needs: ['asks'] },
  ];
  writeFileSync(join(lab, 'hidden.json'), JSON.stringify({ checks: hidden }));
  for (const [name, text] of Object.entries(submissions)) {
    mkdirSync(join(path('class'), name), { recursive: true });
    if (text !== undefined) writeFileSync(join(path('class'), name, 'hello.s'), text);
  }
  const good = readFileSync(join(lab, 'solution', 'hello.s'), 'utf8');
  for (const name of ['good', 'owner']) {
    mkdirSync(join(path('class'), name));
    writeFileSync(join(path('class'), name, 'hello.s'), good);
  }
  writeFileSync(join(path('class'), 'owner', 'lab.json'), '{"format":1,"title":"easy"}');
  mkdirSync(join(path('class'), 'link'));
  symlinkSync(join(lab, 'solution', 'hello.s'), join(path('class'), 'link', 'hello.s'));
});

const everybody = (): string[] =>
  readdirSync(path('class'))
    .sort()
    .map((name) => join(path('class'), name));

interface Result {
  readonly lab: string;
  readonly version: string;
  readonly submissions: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly score: number;
    readonly maxScore: number;
    readonly checks: readonly Readonly<Record<string, unknown>>[];
  }[];
}

test('a class with hostile submissions gets right results, twice the same bytes', async () => {
  const first = await trapframe('grade', '@mine', ...everybody(), '--format', 'json', '--out', '@first.json');
  assert.equal(first.status, 1, first.err);
  assert.equal(first.out, '');
  const again = await trapframe('grade', '@mine', ...everybody(), '--format', 'json', '--jobs', '1');
  const text = readFileSync(path('first.json'), 'utf8');
  assert.equal(again.out, text);
  assert.ok(!readdirSync(path('')).some((name) => name.endsWith('.part')));

  const result = JSON.parse(text) as Result;
  assert.deepEqual(Object.keys(result), ['lab', 'version', 'submissions']);
  assert.deepEqual([result.lab, result.version], ['mine', '1']);
  assert.deepEqual(
    result.submissions.filter(({ passed }) => passed).map(({ name }) => name),
    ['good', 'owner'],
  );
  for (const one of result.submissions) {
    assert.deepEqual(Object.keys(one), ['name', 'passed', 'score', 'maxScore', 'checks'], one.name);
    assert.equal(one.maxScore, 5);
    for (const check of one.checks) {
      const members = ['id', 'name', 'passed', 'score', 'maxScore', 'message', 'at', 'hidden'];
      assert.deepEqual(Object.keys(check), members);
      assert.equal((check['message'] as string).includes('\n'), false);
    }
  }
  const messages = new Map(
    result.submissions.map(({ name, checks }) => [name, checks.map(({ message }) => message).join('; ')]),
  );
  assert.match(messages.get('empty')!, /hello\.s: there is no such file/);
  assert.match(messages.get('link')!, /hello\.s is a link out of the folder/);
  assert.match(messages.get('endless')!, /gave up after 3000000 instructions/);
  assert.match(messages.get('garbage')!, /hello\.s:1:1: error: /);
  assert.match(messages.get('reads')!, /hello\.s:4:\d+: error: /);
  assert.ok(!messages.get('reads')!.includes('secret'));
  const open = result.submissions.find(({ name }) => name === 'endless')!.checks.at(-1)!;
  assert.deepEqual([open['id'], open['passed'], open['hidden']], ['open', null, true]);
});

test('one submission in each format', async () => {
  const one = async (format: string, name = 'endless'): Promise<string> => {
    const { out, status, err } = await trapframe('grade', '@mine', `@class/${name}`, '--format', format);
    assert.equal(status, name === 'good' ? 0 : 1, err);
    return out;
  };
  const gradescope = JSON.parse(await one('gradescope')) as {
    score: number;
    tests: Readonly<Record<string, unknown>>[];
  };
  assert.equal(gradescope.score, 2);
  assert.deepEqual(
    gradescope.tests.map(({ status, visibility, score, max_score }) => [
      status,
      visibility,
      score,
      max_score,
    ]),
    [
      ['passed', 'visible', 0, 0],
      ['failed', 'visible', 0, 1],
      ['failed', 'visible', 0, 1],
      ['passed', 'hidden', 2, 2],
      [undefined, 'hidden', 0, 1],
    ],
  );
  const prairielearn = JSON.parse(await one('prairielearn')) as {
    gradable: boolean;
    score: number;
    tests: object[];
  };
  assert.deepEqual([prairielearn.gradable, prairielearn.score, prairielearn.tests.length], [true, 0.4, 5]);
  assert.ok(!JSON.stringify(prairielearn).includes('secret'));
  assert.equal((JSON.parse(await one('prairielearn', 'good')) as { score: number }).score, 1);
  const classroom = JSON.parse(await one('classroom50')) as Readonly<Record<string, unknown>>;
  assert.deepEqual(
    [classroom['schema'], classroom['score'], classroom['max-score']],
    ['classroom50/result/v1', 2, 5],
  );
  assert.match(String(classroom['datetime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.match(
    await one('csv'),
    /^submission,passed,score,maxScore,builds,asks,ends,secret,open\nendless,false,2,5,0,0,0,2,\n$/,
  );
  const junit = await one('junit');
  assert.match(junit, /<testsuite name="endless" tests="5" failures="2" errors="0" skipped="1">/);
  assert.match(junit, /kind == trap &amp;&amp; call == write/);
  assert.match(await one('text'), /^ {7}Hint: Which register has the number/m);
});

test('the file itself is a submission where one is handed in; a name may be given', async () => {
  const file = '@class/good/hello.s';
  const { out, status } = await trapframe('grade', '@mine', file, '--name', 'student 7', '--format', 'csv');
  assert.equal(status, 0);
  assert.match(out, /^student 7,true,5,5/m);
});

test('what makes no sense ends with 2, before anything is graded', async () => {
  const wrong: [readonly string[], RegExp][] = [
    [[], /grade takes a lab/],
    [['@class'], /is no lab: it has no lab\.json/],
    [['@mine', '@nobody'], /nobody: there is no such file or folder/],
    [['@mine', '@class/good', '--format', 'xml'], /--format "xml" is not allowed/],
    [
      ['@mine', '@class/good', '@class/zero', '--format', 'gradescope'],
      /gradescope is of one submission, not of 2/,
    ],
    [['@mine', '@class/good', '--out', '@none/out.json'], /its folder does not exist/],
    [['merge'], /grade merge takes results/],
    [['merge', '@mine/lab.json'], /is no result of a lab/],
    [['@mine', '--package', 'moodle'], /--package "moodle" is not allowed/],
  ];
  for (const [words, problem] of wrong) {
    const { status, err } = await trapframe('grade', ...words);
    assert.deepEqual([status, err.split('\n').length], [2, 1], words.join(' '));
    assert.match(err, problem);
  }
});

test('results of single submissions are merged to what the class has, and to a page', async () => {
  const files: string[] = [];
  for (const submission of everybody().slice(0, 4)) {
    const file = path(`${basename(submission)}.json`);
    await trapframe('grade', '@mine', submission, '--format', 'json', '--out', file);
    files.unshift(file);
  }
  const together = await trapframe('grade', '@mine', ...everybody().slice(0, 4), '--format', 'json');
  const merged = await trapframe('grade', 'merge', ...files, files[0], '--format', 'json');
  assert.equal(merged.out, together.out);
  const { out, status } = await trapframe('grade', 'merge', ...files, '--report', '@report.html');
  assert.deepEqual([out, status], ['', 1]);
  const page = readFileSync(path('report.html'), 'utf8');
  assert.match(page, /0 of 4 submissions pass/);
  assert.match(page, /<td>elf, empty<\/td>|<td>endless, forks<\/td>/);
  assert.ok(!page.includes('<script'));
});

test('a recording of a failing run leads to the instant', async () => {
  await trapframe('grade', '@mine', '@class/endless', '--recordings', '@recordings');
  assert.deepEqual(readdirSync(path('recordings')), ['endless-main.rec']);
  const again = await trapframe('trace', '--replay', '@recordings/endless-main.rec', '--only', 'interrupt');
  assert.match(again.out, /pid 1 .* Timer interrupt/);
});

test('packages carry all that grading needs, and no solution', async () => {
  assert.equal((await trapframe('grade', '--package', 'prairielearn', '@mine', '--out', '@image')).status, 0);
  for (const name of [
    'Dockerfile',
    'grade.sh',
    'lab/mine/lab.json',
    'lab/mine/hidden.json',
    'trapframe/dist/cli.js',
    'trapframe/dist/main.js',
    'trapframe/dist/grader.js',
    'trapframe/dist/kernel/kernel.elf',
    'trapframe/kernel/user/job.s',
  ])
    assert.ok(existsSync(join(path('image'), name)), name);
  assert.ok(!existsSync(join(path('image'), 'lab/mine/solution')));
  await trapframe('grade', '--package', 'actions', '@mine', '--out', '@workflow');
  const inRepository = join(path('workflow'), '.trapframe/lab/mine');
  assert.ok(existsSync(join(inRepository, 'lab.json')));
  assert.ok(!existsSync(join(inRepository, 'hidden.json')), 'students read what is in their repository');
  await trapframe('grade', '--package', 'gradescope', '@mine', '--out', '@a.zip');
  await trapframe('grade', '--package', 'gradescope', '@mine', '--out', '@b.zip');
  assert.ok(readFileSync(path('a.zip')).equals(readFileSync(path('b.zip'))));
  assert.match(readFileSync(path('a.zip')).toString('latin1'), /run_autograder/);
});
