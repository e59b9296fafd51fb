import assert from 'node:assert/strict';
import { test } from 'node:test';
import builtin from '../../kernels/builtin.json';
import { readDescription } from '../../kernels/description';
import { SystemCalls } from '../../traps/system-calls';
import type { Fact, TimelineEvent } from '../event';
import { csvLine } from '../../../base/csv';
import { History } from '../history';
import { fieldNames } from './fields';
import { grouping, Groups } from './groups';
import { Query } from './query';
import { search } from './search';

const { systemCalls, errors } = readDescription(builtin, 'builtin.json');
const calls = new SystemCalls(systemCalls, errors);

let now = 0;
const event = (pid: number | null, fact: Fact, from: 'user' | 'kernel' = 'kernel'): TimelineEvent => ({
  at: (now += 10),
  cpu: 0,
  pid,
  name: pid === null ? null : `p${pid}`,
  from,
  to: fact.kind === 'return' ? 'user' : 'kernel',
  pc: 0x1000n,
  cause: fact.kind === 'trap' || fact.kind === 'return' ? 8 : null,
  ...fact,
});

const story: readonly TimelineEvent[] = [
  event(null, { kind: 'boot', boot: 'reset' }),
  event(2, { kind: 'switch', cpuIs: 'given' }),
  event(2, { kind: 'trap', call: { number: 13n, args: [1n, 0x2000n, 6n] } }, 'user'),
  event(2, { kind: 'console', text: 'hello, "you"' }),
  event(2, { kind: 'return', call: 13n, result: 6n }),
  event(2, { kind: 'trap', call: { number: 10n, args: ['/notes', 0n] } }, 'user'),
  event(2, { kind: 'state', state: 'blocked', waitingFor: 'the disk' }),
  event(2, { kind: 'switch', cpuIs: 'taken' }),
  event(2, { kind: 'state', state: 'ready' }),
  event(2, { kind: 'switch', cpuIs: 'given' }),
  event(2, { kind: 'return', call: 10n, result: (1n << 64n) - 2n }),
  event(3, { kind: 'exception', value: 0xffff_ffff_8000_0000n }, 'user'),
  event(3, { kind: 'exit', status: -1 }),
  event(3, { kind: 'trap', call: { number: 99n, args: [] } }, 'user'),
];

/** Numbers of the events for which it holds. */
function matching(text: string): number[] {
  const query = new Query(text, calls);
  return story.flatMap((one, i) => (query.add(one) ? [i] : []));
}

test('fields are numbers, words for kinds and calls are constants', () => {
  assert.deepEqual(matching('kind == trap && pid == 2 && call == write'), [2]);
  assert.deepEqual(matching('call == write'), [2, 4]);
  assert.deepEqual(matching('kind == trap && (call == open || call == exit)'), [5]);
  assert.deepEqual(matching('kind == exit'), [12]);
  assert.deepEqual(matching('kind == switch && cpuIs == given'), [1, 9]);
  assert.deepEqual(matching('kind == return && result < 0'), [10]);
  assert.deepEqual(matching('from == user && to == kernel'), [2, 5, 11, 13]);
  assert.deepEqual(matching('state == blocked'), [6]);
  assert.deepEqual(matching('kind == state'), [6, 8]);
  assert.deepEqual(matching('kind == boot'), [0]);
  assert.deepEqual(matching('value >= 0xffffffff00000000'), [11]);
  assert.deepEqual(matching('status == -1'), [12]);
  assert.deepEqual(matching('arg1 == 0x2000'), [2]);
  assert.deepEqual(matching('at > 30 && at <= 50'), [3, 4]);
  assert.deepEqual(
    matching('1'),
    story.map((_, i) => i),
  );
});

test('texts are compared with texts', () => {
  assert.deepEqual(matching('name == "p3"'), [11, 12, 13]);
  assert.deepEqual(matching('waitingFor == "the disk"'), [6]);
  assert.deepEqual(matching('kind == trap && arg0 == "/notes"'), [5]);
  assert.deepEqual(matching('arg0 == 1'), [2]);
  assert.deepEqual(matching('kind == "trap" && call == "system call 99"'), [13]);
});

test('what an event does not have compares with nothing', () => {
  assert.deepEqual(matching('call != write && kind == trap'), [5, 13]);
  assert.deepEqual(matching('pid != 2'), [11, 12, 13]);
  assert.deepEqual(matching('call == write || kind == exit'), [2, 4, 12]);
  assert.deepEqual(matching('!(call == write) && pid == 2 && kind == return'), [10]);
});

test('how long what ends has taken', () => {
  assert.deepEqual(matching('kind == return && steps == 20'), [4]);
  assert.deepEqual(matching('kind == return && steps > 20'), [10]);
  assert.deepEqual(matching('kind == state && steps == 20'), [8]);
  assert.deepEqual(matching('kind == switch && steps == 60'), [7]);
  assert.deepEqual(matching('kind == switch && cpuIs == given && steps == 20'), [9]);
});

test('what is wrong with an expression is said before any event is asked', () => {
  const wrong = (text: string): string => {
    try {
      new Query(text, calls);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  assert.match(wrong('call == wrote'), /nothing of an event is called "wrote"; did you mean write\?/);
  assert.match(wrong('kind == trap && xyzzy > 1'), /"xyzzy"; the fields of events are at, cpu, pid/);
  assert.match(wrong('kind =='), /column/);
  assert.match(wrong('pid = 2'), /would change something/);
  assert.match(wrong('pid == "x"'), /pid is a number, no text/);

  assert.match(wrong('name == 3'), /name is a text: compare it with one/);
  assert.throws(() => matching('*(char *)pc == 1'), /column/);
});

test('groups: counted by fields, with how long they took', () => {
  const group = (text: string | undefined, fields: readonly string[]) => {
    const query = new Query(text, calls);
    const groups = new Groups(grouping(fields, fields.includes('steps') ? [] : ['steps']));
    for (const one of story) {
      const look = query.add(one);
      if (look) groups.add(one, look);
    }
    return groups.all.map(({ cells, count, sums }) => [...cells, count, ...sums]);
  };
  assert.deepEqual(group('kind == return', ['pid', 'call']), [
    [2, 'write', 1, 20],
    [2, 'open', 1, 50],
  ]);
  assert.deepEqual(group('kind == trap', ['call']), [
    ['write', 1, 0],
    ['open', 1, 0],
    ['system call 99', 1, 0],
  ]);
  assert.deepEqual(group('kind == exception', ['pc', 'value']), [['0x1000', '0xffffffff80000000', 1, 0]]);
  assert.deepEqual(group(undefined, ['pid'])[0], [2, 10, 170]);
  assert.throws(() => grouping(['pids']), /no field "pids" to group by; did you mean pid\?/);
  assert.throws(() => grouping(['pid'], ['name']), /"name" cannot be added up/);
  // Every field makes groups.
  for (const name of fieldNames) {
    const total = group(undefined, [name]).reduce((sum, row) => sum + (row[1] as number), 0);
    assert.equal(total, story.length);
  }
});

test('a table with commas', () => {
  assert.equal(csvLine([1, 'hello, "you"', null, 'a\nb']), '1,"hello, ""you""",,"a\nb"\n');
});

test('searching the history finds what asking each event does, in parts', () => {
  const history = new History(20_000);
  const events = Array.from({ length: 3000 }, (_, i) =>
    story.map((one): TimelineEvent => ({ ...one, at: one.at + 1000 * i })),
  ).flat();
  for (const one of events) history.add(one);
  for (const text of [
    'kind == trap && call == write',
    'trap == kind || kind == exit',
    'kind == return && steps > 20',
    'steps == 60',
    '(kind == state || kind == switch) && kind == switch && cpuIs == taken',
    'pid == 2',
  ]) {
    const asked = new Query(text, calls);
    const expected = events.filter((one) => asked.add(one)).map(({ at }) => at);
    const found: number[] = [];
    const parts = [
      ...search(history, new Query(text, calls), { from: 0, to: 1e9 }, ({ at }) => found.push(at)),
    ];
    assert.deepEqual(found, expected, text);
    assert.ok(parts.length > 5 && parts.every((part) => part >= 0 && part <= 1));
    const from = 1000 * 2500;
    const late: number[] = [];
    for (const _ of search(history, new Query(text, calls), { from, to: 1e9 }, ({ at }) => late.push(at)));
    assert.deepEqual(
      late,
      expected.filter((at) => at >= from),
      text,
    );
  }
});
