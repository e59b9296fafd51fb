import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Block } from './block';
import { eventKinds, type EventKind, type TimelineEvent } from './event';
import { EventWords } from './words';

const word = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const signed = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
const small = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const text = fc.string();
const plain = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { noNullPrototype: true });
/** Has all of the fields `needed`, and may have the others. */
const optional = (fields: Record<string, fc.Arbitrary<unknown>>, ...needed: string[]) =>
  fc.record(fields, { requiredKeys: needed, noNullPrototype: true });

const transient = {
  behind: fc.constantFrom('load', 'branch'),
  instructions: fc.nat(1000),
  ended: fc.constantFrom('limit', 'fence', 'csr', 'atomic', 'trap', 'fault', 'device'),
  lines: fc.array(word, { maxLength: 5 }),
};

/** Facts of every kind, with and without what they need not have. */
const facts: Readonly<Record<EventKind, fc.Arbitrary<object>>> = {
  boot: fc.oneof(
    plain({ boot: fc.constantFrom('reset', 'handover') }),
    plain({ boot: fc.constant('step'), step: small }),
    plain({ boot: fc.constant('step'), said: text }),
    plain({ boot: fc.constant('setting'), csr: fc.constantFrom('stvec', 'satp', 'sie'), value: word }),
  ),
  load: plain({ path: text }),
  process: fc.oneof(plain({ step: small }), plain({ step: small, path: text }), plain({ said: text })),
  trap: optional({
    call: plain({
      number: signed,
      args: fc.array(fc.oneof(word, text, fc.constant(null)), { maxLength: 6 }),
    }),
  }),
  exception: plain({ value: word }),
  interrupt: fc.constant({}),
  return: optional({ call: signed, result: word }),
  state: optional({ state: fc.constantFrom('ready', 'blocked'), waitingFor: text }, 'state'),
  switch: plain({ cpuIs: fc.constantFrom('given', 'taken') }),
  exit: plain({ status: small }),
  killed: optional({
    fault: plain({ cause: fc.nat(63), interrupt: fc.boolean(), epc: word, value: word }),
  }),
  panic: plain({ message: text }),
  transient: fc.oneof(
    plain({ ...transient }),
    plain({ ...transient, address: word, value: word, refusal: fc.constantFrom('U', 'R') }),
  ),
  console: plain({ text }),
  halt: fc.oneof(
    plain({ end: fc.constant('finished'), code: small }),
    plain({ end: fc.constant('reset') }),
    plain({ end: fc.constant('stuck'), reason: text }),
  ),
};

const events: fc.Arbitrary<TimelineEvent> = fc
  .constantFrom(...(Object.keys(eventKinds) as EventKind[]))
  .chain((kind) =>
    fc
      .record({
        at: fc.nat(),
        cpu: fc.nat(7),
        pid: fc.option(fc.integer({ min: 1, max: 999_999 })),
        name: fc.option(text),
        from: fc.constantFrom('user', 'kernel', 'machine'),
        to: fc.constantFrom('user', 'kernel', 'machine'),
        pc: word,
        cause: fc.option(fc.nat(63)),
        fact: facts[kind],
      })
      .map(({ fact, ...occasion }) => ({ ...occasion, kind, ...fact }) as TimelineEvent),
  );

test('facts go into columns of numbers and come out as they were', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 20 }), fc.boolean(), (all, isSealed) => {
      const block = new Block();
      for (const event of all) block.add(event);
      if (isSealed) block.seal();
      for (const [i, event] of all.entries()) assert.deepEqual(block.event(i), event);
    }),
  );
});

test('there are words for whatever can be told, whatever a kernel has told', () => {
  const none = new EventWords(undefined);
  fc.assert(
    fc.property(events, fc.boolean(), (event, tellsSteps) => {
      assert.equal(typeof none.sentence(event), 'string');
      assert.ok(none.title(event).length > 0);
      for (const label of none.labels(event)) assert.ok(label.length > 0);
      for (const { words } of none.protocol(event, tellsSteps)) assert.doesNotMatch(words, /undefined/);
    }),
  );
});

/** Source files that have to do with events. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => path.join(folder, name));
}

test('nobody reads the words of an event: they are for people', () => {
  const root = path.join(__dirname, '..', '..');
  const readers = ['debug', 'dap', 'cli', 'webview', 'extension', 'labs']
    .flatMap((layer) => {
      const folder = path.join(root, layer);
      return readdirSync(root).includes(layer) ? sources(folder) : [];
    })
    .filter((file) => /\.detail\b|\bdetail\s*[,}]/.test(readFileSync(file, 'utf8')));
  assert.deepEqual(readers, []);
});
