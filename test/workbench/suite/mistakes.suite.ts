import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Driver, eventually, sessionTest } from './driver';
import { uriOf } from '../../../src/extension/place';
import { example, program, show } from './programs';

sessionTest('F5 on a program with errors shows them at their places, and nothing hangs', async () => {
  const file = await program(
    'broken.s',
    '        .globl  main\nmain:   li      a0, 1\n        adi     a0, a0, 1\n        lw      a1, a2, a3\n',
  );
  await show(file);
  const driver = await Driver.begin(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  assert.equal((await driver.launched()).success, false);
  const found = await eventually('problems', () => {
    const problems = vscode.languages.getDiagnostics(uriOf(file));
    return problems.length >= 2 && problems;
  });
  assert.deepEqual(
    found.map(({ range, severity }) => [range.start.line, severity]),
    [
      [2, vscode.DiagnosticSeverity.Error],
      [3, vscode.DiagnosticSeverity.Error],
    ],
  );
  assert.deepEqual([found[0].range.start.character, found[0].range.end.character], [8, 11]);
  assert.match(found[0].message, /adi/);
  await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined);
});

sessionTest('mended, it starts, and the problems are gone', async () => {
  const file = await program('broken.s', '        .globl  main\nmain:   li      a0, 0\n        ret\n');
  const driver = await Driver.start(Driver.launch({ program: file }));
  assert.deepEqual(vscode.languages.getDiagnostics(uriOf(file)), []);
  await driver.end();
});

const mistakes: [what: string, configuration: () => Promise<Record<string, unknown>>, says: RegExp][] = [
  ['a missing file', async () => ({ program: '/nowhere/hello.s' }), /\/nowhere\/hello\.s/],
  [
    'a file that is no ELF',
    async () => ({ program: await program('notes.elf', 'Dear diary') }),
    /notes\.elf/,
  ],
  [
    'a wrong value',
    async () => ({ program: await example('hello.s'), timeSlice: 'soon' }),
    /timeSlice.*"soon".*whole number/,
  ],
  ['a slip in a name', async () => ({ program: await example('hello.s'), stopOnEntri: true }), /stopOnEntry/],
];
for (const [what, configuration, says] of mistakes) {
  sessionTest(`${what} is told in one clear line`, async () => {
    const driver = await Driver.begin(Driver.launch(await configuration()));
    const answer = await driver.launched();
    assert.equal(answer.success, false);
    const message = answer.message ?? '';
    assert.match(message, says);
    assert.ok(!message.includes('\n'), message);
    await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined);
  });
}
