import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { Driver, eventually, sessionTest } from './driver';
import { program, show } from './programs';
import { test } from './runner';

const source =
  '        .globl  main\nmain:   li      a0, 5\n        addi    a0, a0, 7\n        call    twice\n        li      a7, SYS_exit\n        ecall\ntwice:  add     a0, a0, a0\n        ret\n';

/** The server has answered once: it starts with the first assembly file. */
let isReady: Promise<unknown> | undefined;

async function ready(): Promise<void> {
  const { document } = await show(program('ready.s', '        nonsense\n'));
  await eventually('the language server', () => vscode.languages.getDiagnostics(document.uri).length > 0);
}

async function open(name: string, text = source): Promise<vscode.TextDocument> {
  await (isReady ??= ready());
  return (await show(program(name, text))).document;
}

/** What the editor shows in a hover at a word of a line. */
async function hoverAt(document: vscode.TextDocument, line: number, word: string): Promise<string> {
  const character = document.lineAt(line).text.indexOf(word) + 1;
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, character),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

const replace = async (document: vscode.TextDocument, from: string, to: string): Promise<void> => {
  const start = document.getText().indexOf(from);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + from.length));
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
};

test('language: mistakes are shown while typing, and go when they are mended', async () => {
  const document = await open('typing.s');
  await replace(document, 'addi ', 'adid ');
  const [problem] = await eventually('a problem', () => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return found.length === 1 && found;
  });
  assert.match(problem.message, /unknown instruction 'adid'[^]*did you mean 'addi'/);
  assert.equal(document.getText(problem.range), 'adid');
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    problem.range,
  );
  const fix = actions.find(({ title }) => title === "Change to 'addi'");
  assert.ok(fix?.edit, 'a quick fix');
  await vscode.workspace.applyEdit(fix.edit);
  await eventually('no problem', () => vscode.languages.getDiagnostics(document.uri).length === 0);
});

test('language: completion offers what fits', async () => {
  const document = await open('complete.s', '        csrr    a0, se\n        ad\n');
  const at = async (line: number): Promise<string[]> => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.lineAt(line).range.end,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };
  assert.ok((await at(0)).includes('sepc'));
  const instructions = await at(1);
  assert.ok(instructions.includes('addi') && !instructions.includes('sepc'));
});

test('language: a hover says what an instruction does', async () => {
  const document = await open('hover.s');
  const text = await hoverAt(document, 2, 'addi');
  assert.match(text, /rd = rs1 \+ imm/);
  assert.match(text, /opcode/);
});

test('language: rename changes every place', async () => {
  const document = await open('rename.s');
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    new vscode.Position(6, 1),
    'double',
  );
  assert.equal(edit.get(document.uri).length, 2);
  await vscode.workspace.applyEdit(edit);
  assert.match(document.getText(), /call {4}double[^]*\ndouble:/);
  await eventually('no problem', () => vscode.languages.getDiagnostics(document.uri).length === 0);
});

sessionTest('language: while debugging, a hover computes with the values that are there', async () => {
  const document = await open('values.s');
  const driver = await Driver.start(Driver.launch({ program: document.uri.fsPath }));
  await driver.go('stepOver');
  assert.match(await hoverAt(document, 2, 'addi'), /a0 = 5 \+ 7 = 12/);
  await driver.end();
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
