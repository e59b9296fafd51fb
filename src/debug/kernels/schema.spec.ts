import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv from 'ajv';
import fc from 'fast-check';
import schema from '../../../media/kernel-description.schema.json';
import builtin from './builtin.json';
import { changedJson } from '../../../test/fixtures/changed-json';
import { checkSchema } from './schema';
import xv6 from './xv6-riscv.json';

const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

function problem(json: unknown): string | undefined {
  try {
    checkSchema(json, schema, 'it');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test('what is shipped is right, by this check and by another', () => {
  for (const shipped of [builtin, xv6]) {
    assert.equal(problem(shipped), undefined);
    assert.ok(validate(shipped), JSON.stringify(validate.errors));
  }
});

test('a slip is named with its place', () => {
  const process = { ...xv6.process, pids: 'pid' };
  assert.match(
    problem({ ...xv6, process }) ?? '',
    /^it is wrong: process\.pids is unknown; allowed are table, /,
  );
  assert.match(
    problem({ ...xv6, cpu: { table: 'cpus' } }) ?? '',
    /cpu\.current is missing; it must be a name/,
  );
  assert.match(problem({ ...xv6, events: { panic: 3 } }) ?? '', /events\.panic must be a name or a list/);
  const killed = { function: 'kill', process: 9 };
  assert.match(problem({ ...xv6, events: { killed } }) ?? '', /killed\.process must be one of current, 0, 1/);
  const trampoline = { symbol: 'trampoline', address: 'high', size: 4096 };
  assert.match(problem({ ...xv6, memory: { trampoline } }) ?? '', /trampoline\.address must be an address/);
});

/** A description in which one place has become something else. */
const changed = fc
  .tuple(
    fc.constantFrom<object>(builtin, xv6),
    fc.record({ place: fc.nat(), value: fc.jsonValue(), removes: fc.boolean() }),
  )
  .map(([good, change]) => changedJson(good, change));

test('this check and another agree about everything', () => {
  fc.assert(
    fc.property(changed, (json) => {
      assert.equal(problem(json) === undefined, validate(json), JSON.stringify(json));
    }),
    { numRuns: 2000 },
  );
});
