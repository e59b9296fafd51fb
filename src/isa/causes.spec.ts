import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cause, causeDoc, causeName, exceptions, Interrupt, interruptName, interrupts } from './causes';

test('every cause has a name and a sentence', () => {
  assert.deepEqual(exceptions.map(({ code }) => code), Object.values(Cause)); // prettier-ignore
  assert.deepEqual(interrupts.map(({ code }) => code), Object.values(Interrupt)); // prettier-ignore
  for (const { code, name, doc } of exceptions) {
    assert.equal(causeName(code, false), name);
    assert.equal(causeDoc(code, false), doc);
  }
  for (const { doc, name } of [...exceptions, ...interrupts]) assert.match(doc, /^[A-Z].{10,140}\.$/, name);
});

test('causes in the words of the specification', () => {
  assert.equal(causeName(Cause.storePageFault, false), 'Store/AMO page fault');
  assert.equal(causeName(Interrupt.supervisorTimer, true), 'Supervisor timer interrupt');
  assert.equal(interruptName(11), 'Machine external interrupt');
  assert.equal(causeName(10, false), 'Reserved exception 10');
  assert.equal(causeName(2, true), 'Reserved interrupt 2');
  assert.equal(causeDoc(10, false), '');
});
