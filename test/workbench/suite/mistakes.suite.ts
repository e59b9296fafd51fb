import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Driver, eventually, sessionTest } from './driver';
import { example, program, show } from './programs';

sessionTest('F5 on a program with errors shows them at their places, and nothing hangs', async () => {
  const file = program(
    'broken.s',
    '        .globl  main\nmain:   li      a0, 1\n        adi     a0, a0, 1\n        lw      a1, a2, a3\n',
  );
  await show(file);
  const driver = await Driver.begin(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  assert.equal((await driver.launched()).success, false);
  const found = await eventually('problems', () => {
    const problems = vscode.languages.getDiagnostics(vscode.Uri.file(file));
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
  const file = program('broken.s', '        .globl  main\nmain:   li      a0, 0\n        ret\n');
  const driver = await Driver.start(Driver.launch({ program: file }));
  assert.deepEqual(vscode.languages.getDiagnostics(vscode.Uri.file(file)), []);
  await driver.end();
});

sessionTest('a mistake in C is told once, by F5 and by saving, and is gone when it is mended', async () => {
  const text = '#include <trapframe.h>\nint main(void)\n{\n    int number = zero;\n    return number;\n}\n';
  const file = program('wrong.c', text);
  const { document } = await show(file);
  const problems = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(document.uri);
  const told = (): string[] => problems().map(({ message }) => message);
  const replace = async (from: string, to: string): Promise<void> => {
    const start = document.positionAt(document.getText().indexOf(from));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(start, start.translate(0, from.length)), to);
    await vscode.workspace.applyEdit(edit);
    assert.ok(await document.save());
  };
  const driver = await Driver.begin(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  assert.equal((await driver.launched()).success, false);
  const [problem] = await eventually('a problem', () => problems().length > 0 && problems());
  assert.equal(problem.range.start.line, 3);
  assert.match(problem.message, /zero/);
  await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined);

  await replace('zero', 'nought');
  await eventually('the problem of the new text', () => /nought/.test(problems()[0]?.message ?? ''));
  assert.deepEqual(told(), [...new Set(told())]);
  const again = await Driver.begin(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  assert.equal((await again.launched()).success, false);
  await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined);
  assert.deepEqual(told(), [...new Set(told())]);

  await replace('nought', '0');
  await eventually('no problem', () => problems().length === 0);
});

const mistakes: [what: string, configuration: () => Promise<Record<string, unknown>>, says: RegExp][] = [
  ['a missing file', async () => ({ program: '/nowhere/hello.s' }), /\/nowhere\/hello\.s/],
  ['a file that is no ELF', async () => ({ program: program('notes.elf', 'Dear diary') }), /notes\.elf/],
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
