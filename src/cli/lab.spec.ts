import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe, path } = commandLine({});
const caughtBy = (): string => readFileSync(join(path('mine'), 'wrong', 'caught-by.json'), 'utf8');
const change = (file: string, from: string, to: string): void => {
  const name = join(path('mine'), file);
  const text = readFileSync(name, 'utf8');
  assert.ok(text.includes(from));
  writeFileSync(name, text.replace(from, to));
};

test('a new lab proves itself; a lab that is wrong is told', async () => {
  assert.equal((await trapframe('lab', 'new', '@mine')).status, 0);
  const good = await trapframe('lab', 'check', '@mine');
  assert.equal(good.status, 0, good.out);
  assert.match(good.out, /^ok +solution: it passes$/m);
  assert.match(good.out, /^ok +starter: it fails: asks: expected: exactly 1 event .*; but there is none$/m);
  assert.match(
    good.out,
    /^ok +wrong\/writes-twice: it fails: asks: expected: .*; but there are 2; the one too many: /m,
  );
  assert.doesNotMatch(good.out, /^note /m);

  const again = await trapframe('lab', 'new', '@mine');
  assert.equal(again.status, 2);
  assert.match(again.err, /is not empty/);

  renameSync(join(path('mine'), 'wrong', 'bad-status'), path('aside'));
  change('wrong/caught-by.json', /,\s*"bad-status": "ends"/.exec(caughtBy())![0], '');
  const unproven = await trapframe('lab', 'check', '@mine');
  assert.equal(unproven.status, 0, 'advice, no mistake');
  assert.match(unproven.out, /^note +wrong: no wrong answer fails on ends: write one for each, /m);

  change('wrong/caught-by.json', '"writes-twice": "asks"', '"writes-twice": "ends"');
  const uncaught = await trapframe('lab', 'check', '@mine');
  assert.equal(uncaught.status, 1);
  assert.match(uncaught.out, /^WRONG wrong\/writes-twice: it must fail on ends; it fails on asks$/m);

  rmSync(join(path('mine'), 'wrong', 'caught-by.json'));
  assert.match((await trapframe('lab', 'check', '@mine')).out, /does not say which check must catch it/);
});

test('a slip in lab.json is named with its place', async () => {
  await trapframe('lab', 'new', '@slip');
  const file = join(path('slip'), 'lab.json');
  const text = readFileSync(file, 'utf8');
  const slips: [string, string, RegExp][] = [
    [
      'call == write',
      'call == wrote',
      /slip\/lab\.json: checks\[1\] \(asks\)\.where: .*did you mean write\?/,
    ],
    ['"kind": "status"', '"kind": "stats"', /checks\[2\]\.kind is "stats"; did you mean status\?/],
    ['"program":', '"programm":', /runs\.main\.programm is unknown; did you mean program\?/],
    ['"exactly": 1', '"exactly": "one"', /checks\[1\]\.exactly must be a number, not "one"/],
    ['"hello.s"\n', '"../hello.s"\n', /handIn\[0\] must be a path within the folder/],
    ['"id": "ends"', '"id": "asks"', /there is another check of this id/],
    ['{', '', /lab\.json is no JSON/],
  ];
  for (const [from, to, problem] of slips) {
    assert.ok(text.includes(from), from);
    writeFileSync(file, text.replace(from, to));
    const { status, err } = await trapframe('lab', 'check', '@slip');
    assert.equal(status, 2, from);
    assert.match(err, problem);
    assert.equal(err.split('\n').length, 1, 'one line');
  }
  assert.match((await trapframe('lab', 'check', '@nothing')).err, /is no lab: it has no lab\.json/);
  assert.match((await trapframe('lab', 'chek')).err, /takes one of new, check, list/);
});
