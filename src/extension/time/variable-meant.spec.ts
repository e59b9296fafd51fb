import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variableMeant } from './variable-meant';

test('a row of Variables is a name in its list', () => {
  const argument = {
    sessionId: 's',
    container: { name: 'Locals', variablesReference: 1007, expensive: false },
    variable: { name: 'next', value: '0x0', variablesReference: 0, evaluateName: 'list->next' },
  };
  assert.deepEqual(variableMeant(argument), {
    expression: 'next',
    variablesReference: 1007,
    alone: 'list->next',
  });
});

test('a row of Watch is its expression, and one below it the expression that it has', () => {
  assert.deepEqual(variableMeant({ sessionId: 's', variable: { name: 'a7 + 1', value: '2' } }), {
    expression: 'a7 + 1',
    alone: 'a7 + 1',
  });
  const below = {
    container: { expression: 'list' },
    variable: { name: 'next', variablesReference: 0, evaluateName: 'list->next' },
  };
  assert.deepEqual(variableMeant(below), { expression: 'list->next', alone: 'list->next' });
});

test('a row of a view of ours is the machine’s, whichever frame is selected', () => {
  const meant = { expression: 'scause', alone: 'scause', isOfMachine: true };
  assert.deepEqual(variableMeant({ webview: 'trapframe.cpu', trapframeWritten: 'scause' }), meant);
  assert.deepEqual(variableMeant({ id: 's/1/registers/sepc', label: 'sepc', written: 'scause' }), meant);
});

test('what no row is asks nothing', () => {
  for (const other of [undefined, null, 7, 'x', {}, { variable: {} }, { path: '/a.s', scheme: 'file' }])
    assert.equal(variableMeant(other), undefined);
});
