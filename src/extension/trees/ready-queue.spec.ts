import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Node } from './node';
import { presentQueue } from './ready-queue';

const of = (node: Node | undefined): readonly Node[] => (node?.children as readonly Node[] | undefined) ?? [];
const said = (nodes: readonly Node[]): string[] =>
  nodes.map(({ label, description }) => `${label}: ${description}`);
const one = (pid: number, isNext: boolean, ...values: [string, string][]) => ({
  pid,
  name: 'job',
  isNext,
  values: values.map(([name, value]) => ({ name, value })),
});

describe('the ready queue', () => {
  it('is no row where nobody knows of one, and says what went wrong', () => {
    assert.deepEqual(presentQueue({}, 's'), []);
    assert.deepEqual(said(presentQueue({ message: 'no variable queue' }, 's')), [
      'Ready queue: cannot be read: no variable queue',
    ]);
  });

  it('has a row for each process, with what the policy knows of it', () => {
    const levels = [
      [one(2, true, ['pass', '5'], ['tickets', '1']), one(3, false, ['pass', '9'], ['tickets', '2'])],
    ];
    const [row] = presentQueue({ policy: 'stride', levels, order: 'least' }, 's');
    assert.deepEqual(said([row]), ['Ready queue: stride · 2 ready']);
    assert.deepEqual(said(of(row)), ['2 job: next · pass 5 · tickets 1', '3 job: pass 9 · tickets 2']);
  });

  it('has a row for each level', () => {
    const levels = [[], [one(2, true, ['ticks left on its level', '1'])], []];
    const [row] = presentQueue({ policy: 'mlfq', levels, hasLevels: true, order: 'first' }, 's');
    assert.deepEqual(said(of(row)), ['Level 0: empty', 'Level 1: ', 'Level 2: empty']);
    assert.deepEqual(said(of(of(row)[1])), ['2 job: next · ticks left on its level 1']);
  });

  it('says the share of each in a lottery', () => {
    const levels = [[one(2, false, ['tickets', '1']), one(3, false, ['tickets', '3'])]];
    const [row] = presentQueue({ policy: 'lottery', levels, order: 'lot' }, 's');
    assert.deepEqual(said(of(row)), [
      '2 job: tickets 1 · 25 % of the draws',
      '3 job: tickets 3 · 75 % of the draws',
    ]);
  });

  it('of nobody says so', () => {
    assert.deepEqual(said(presentQueue({ policy: 'rr', levels: [[]], order: 'first' }, 's')), [
      'Ready queue: rr · nobody is ready',
    ]);
  });
});
