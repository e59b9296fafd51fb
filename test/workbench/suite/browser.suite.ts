import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open } from './documents';
import { Driver, eventually, sessionTest } from './driver';
import { program, show } from './programs';
import { test } from './runner';

sessionTest('a C program says in one sentence what a browser cannot do', async () => {
  await show(await program('answer.c', 'int main(void)\n{\n    return 42;\n}\n'));
  const driver = await Driver.begin(() => vscode.commands.executeCommand('workbench.action.debug.start'));
  const { success, message } = await driver.launched();
  assert.equal(success, false);
  assert.match(message ?? '', /^[^\n]*C is compiled by a program, which a browser cannot start[^\n]*$/);
  await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined);
});

test("sources of the kernel's assembly have no problems", async () => {
  const { extensionUri } = vscode.extensions.getExtension('trapframe.trapframe')!;
  const names = ['trap_vector.S', 'context_switch.S', 'entry.S', 'user/lib/calls.S'];
  const sources = names.map((name) => vscode.Uri.joinPath(extensionUri, 'kernel', name));
  for (const source of sources) await vscode.window.showTextDocument(source, { preview: false });
  // The server looks at one document after the other, as they were opened.
  const { uri } = await open('behind.s', '        nonsense\n');
  await eventually('a problem', () => vscode.languages.getDiagnostics(uri).length > 0);
  // What they include is read meanwhile.
  const problems = (): string[] =>
    sources.flatMap((source) => vscode.languages.getDiagnostics(source)).map(({ message }) => message);
  await eventually('no problem', () => problems().length === 0).catch(() => assert.deepEqual(problems(), []));
});
