// What needs programs of this computer: a compiler for C, and the command.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { open, replace } from './documents';
import { Driver, eventually, sessionTest } from './driver';
import { program, show } from './programs';
import { test } from './runner';

sessionTest('a mistake in C is told once, by F5 and by saving, and is gone when it is mended', async () => {
  const text = '#include <trapframe.h>\nint main(void)\n{\n    int number = zero;\n    return number;\n}\n';
  const file = await program('wrong.c', text);
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

test('language: a task builds the file', async () => {
  const document = await open('task.s');
  const settings = vscode.workspace.getConfiguration('task');
  await settings.update('autoDetect', 'on', vscode.ConfigurationTarget.Global);
  try {
    const tasks = await vscode.tasks.fetchTasks({ type: 'trapframe' });
    const task = tasks.find(({ name }) => name === 'build task.s');
    assert.ok(task, `a task for task.s among ${tasks.map(({ name }) => name).join(', ')}`);
    assert.deepEqual(task.problemMatchers, ['$trapframe']);
    let status: number | undefined;
    const ended = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => (status = exitCode));
    await vscode.tasks.executeTask(task);
    await eventually('the end of the task', () => status !== undefined);
    ended.dispose();
    assert.equal(status, 0);
    assert.ok(existsSync(document.uri.fsPath.replace(/\.s$/, '.elf')));
    await open('task.c', '#include <trapframe.h>\nint main(void) { return 0; }\n');
    const others = await vscode.tasks.fetchTasks({ type: 'trapframe' });
    assert.ok(others.some((one) => one.name === 'build task.c'));
  } finally {
    await settings.update('autoDetect', undefined, vscode.ConfigurationTarget.Global);
  }
});

test('language: the compiler looks at a C program when it is saved', async () => {
  const document = await open('saved.c', '#include <trapframe.h>\nint main(void)\n{\n    return 0;\n}\n');
  await replace(document, 'return 0', 'return zero');
  assert.ok(await document.save());
  const [problem] = await eventually('a problem', () => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return found.length > 0 && found;
  });
  assert.match(problem.message, /zero/);
  assert.equal(problem.range.start.line, 3);
  await replace(document, 'return zero', 'return 0');
  assert.ok(await document.save());
  await eventually('no problem', () => vscode.languages.getDiagnostics(document.uri).length === 0);
});
