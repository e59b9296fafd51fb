import * as vscode from 'vscode';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { variableMeant, type VariableMeant } from './variable-meant';
import { refusalsInWords, withSession } from '../sessions/with-session';

const AGAIN = 'And Before?';

/**
 * Who wrote this last? Goes to the step that wrote, and says who it was. The machine stands before that step then: asked again, by
 * the same menu or the button, it goes on to the write before.
 */
export function lastWriter(sessions: Sessions): Record<string, (row?: unknown) => Promise<void>> {
  let latest = '';
  const ask = async (
    session: Session,
    { alone, isOfMachine = false, ...meant }: VariableMeant,
    before?: number,
  ): Promise<void> => {
    const item = vscode.debug.activeStackItem;
    const { words, instruction } = await session.request('trapframe/lastWrite', {
      ...meant,
      ...(item instanceof vscode.DebugStackFrame && !isOfMachine ? { frameId: item.frameId } : {}),
      ...(before === undefined ? {} : { before }),
      go: true,
    });
    // Nobody waits for it: the message may stay as long as it likes.
    void vscode.window.showInformationMessage(words, AGAIN).then((button) => {
      if (button !== AGAIN) return;
      // Lists and frames of the instant that was left are gone.
      void refusalsInWords(() => ask(session, { expression: alone, alone, isOfMachine }, instruction));
    });
  };
  return {
    'trapframe.lastWriter': (row) =>
      withSession(sessions, async (session) => {
        const meant = variableMeant(row) ?? (await askFor(latest));
        if (meant === undefined) return;
        if (meant.variablesReference === undefined) latest = meant.expression;
        await ask(session, meant);
      }),
  };
}

/** @param latest what was asked about before */
async function askFor(latest: string): Promise<VariableMeant | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor ? editor.document.getText(editor.selection) : '';
  const expression = await vscode.window.showInputBox({
    title: 'Who wrote what last?',
    prompt: 'A variable, a member, a register, a CSR or a field of one, mode, or an address',
    placeHolder: 'list->next, a0, scause, sstatus.SIE, 0x2000',
    value: selected !== '' && !selected.includes('\n') ? selected : latest,
    validateInput: (given) => (given.trim() === '' ? 'Name what was written' : undefined),
  });
  if (expression === undefined) return undefined;
  return { expression: expression.trim(), alone: expression.trim() };
}
