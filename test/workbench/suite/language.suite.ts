import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, replace } from './documents';
import { Driver, eventually, sessionTest } from './driver';
import { pathOf } from '../../../src/extension/place';
import { test } from './runner';

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
  const driver = await Driver.start(Driver.launch({ program: pathOf(document.uri) }));
  await driver.go('stepOver');
  assert.match(await hoverAt(document, 2, 'addi'), /a0 = 5 \+ 7 = 12/);
  await driver.end();
});
