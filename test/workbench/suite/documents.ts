import * as vscode from 'vscode';
import { eventually } from './driver';
import { program, show } from './programs';

const source =
  '        .globl  main\nmain:   li      a0, 5\n        addi    a0, a0, 7\n        call    twice\n        li      a7, SYS_exit\n        ecall\ntwice:  add     a0, a0, a0\n        ret\n';

/** The server has answered once: it starts with the first assembly file. */
let isReady: Promise<unknown> | undefined;

async function ready(): Promise<void> {
  const { document } = await show(await program('ready.s', '        nonsense\n'));
  await eventually('the language server', () => vscode.languages.getDiagnostics(document.uri).length > 0);
}

/** Opens a program of the test's own, when the language server answers. */
export async function open(name: string, text = source): Promise<vscode.TextDocument> {
  await (isReady ??= ready());
  return (await show(await program(name, text))).document;
}

/** Types one text in place of another, where it stands first. */
export const replace = async (document: vscode.TextDocument, from: string, to: string): Promise<void> => {
  const start = document.getText().indexOf(from);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + from.length));
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
};
