import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv from 'ajv';
import fc from 'fast-check';
import { page, table } from '../../../test/docs/pages';
import { changedJson } from '../../../test/fixtures/changed-json';
import { checkMembers } from './check-kinds';
import { hiddenShape, labSchema, labShape } from './lab-shape';
import { checkShape, jsonSchema } from './shape';

const schema = labSchema();

const validate = new Ajv({ allowUnionTypes: true, strict: false }).compile(schema);

function problem(json: unknown): string | undefined {
  try {
    checkShape(labShape, json);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const good = {
  format: 1,
  title: 'A lab',
  version: '1',
  handIn: ['a.s'],
  needs: ['c-compiler'],
  runs: {
    main: {
      program: 'a.s',
      vary: { timeSlice: [500, 1000] },
      perStudent: { seed: { from: 1, to: 9 } },
      kernelFiles: { 'policies/own.c': 'a.c' },
      maxInstructions: 1000,
    },
  },
  steps: [
    {
      title: 'One',
      text: '1.md',
      checks: ['one'],
      predictions: [{ id: 'p', question: '?', choices: ['1', '2'], answer: { count: 'kind == trap' } }],
    },
  ],
  checks: [
    { id: 'one', name: 'one', kind: 'events', where: 'kind == trap', atLeast: 3, points: 2, needs: [] },
    { id: 'two', name: 'two', kind: 'status', status: [0, 124] },
    { id: 'three', name: 'three', kind: 'answer', question: 'q', is: 3, tolerance: 0.5 },
    {
      id: 'four',
      name: 'four',
      kind: 'follows',
      where: 'kind == trap',
      then: 'kind == return',
      same: ['cpu'],
    },
  ],
};

test('a lab that is right is right by the loader and by the schema', () => {
  assert.ok(new Ajv({ allowUnionTypes: true, strict: false }).compile(jsonSchema(hiddenShape)));
  assert.equal(problem(good), undefined);
  assert.ok(validate(good), JSON.stringify(validate.errors));
});

test('a slip is named with its place and what is allowed', () => {
  const with0 = (change: object): unknown => ({ ...good, checks: [{ ...good.checks[0], ...change }] });
  assert.match(problem({ ...good, handin: [] }) ?? '', /^handin is unknown; did you mean handIn\?/);
  assert.match(
    problem(with0({ kind: 'event' })) ?? '',
    /^checks\[0\]\.kind is "event"; did you mean events\?/,
  );
  assert.match(
    problem(with0({ exactl: 1 })) ?? '',
    /^checks\[0\]\.exactl is unknown; did you mean exactly\?/,
  );
  assert.match(problem(with0({ where: 3 })) ?? '', /^checks\[0\]\.where must be a text, not 3/);
  assert.match(
    problem({ ...good, handIn: ['../a.s'] }) ?? '',
    /handIn\[0\] must be a path within the folder/,
  );
  assert.match(problem({ ...good, format: 2 }) ?? '', /^format must be 1, not 2/);
  assert.match(problem({ ...good, checks: [] }) ?? '', /^checks is empty/);
  assert.match(problem({}) ?? '', /is missing/);
});

/** The good lab with one place of it changed to something else. */
const changed = fc
  .record({ place: fc.nat(), value: fc.jsonValue(), removes: fc.boolean() })
  .map((change) => changedJson(good, change));

test('loader and schema agree about everything', () => {
  fc.assert(
    fc.property(changed, (json) => {
      assert.equal(problem(json) === undefined, validate(json), JSON.stringify(json));
    }),
    { numRuns: 500 },
  );
});

test('docs/writing-labs.md has every kind of check', () => {
  const kinds = table(page('docs/writing-labs.md'), 'Checks', 'kind').map(([kind]) => kind);
  assert.deepEqual(kinds.sort(), Object.keys(checkMembers).sort());
});
