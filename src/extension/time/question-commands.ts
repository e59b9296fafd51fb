import * as vscode from 'vscode';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { callRows, timeRows, type InstantRow } from './answers';
import { withSession } from '../sessions/with-session';

const MOST = 1000;

/** Questions about the past that running it once more answers: each answer leads to its instant. */
export function questionCommands(sessions: Sessions): Record<string, () => Promise<void>> {
  let condition = '';
  let called = '';
  const askCondition = async (title: string): Promise<string | undefined> => {
    const text = await vscode.window.showInputBox({
      title,
      prompt: 'A condition, as for a breakpoint: names mean what they mean in the selected frame',
      placeHolder: 'counter == 10, list->next == 0, scause == 8 && pid == 2',
      value: selected() ?? condition,
      validateInput: (given) => (given.trim() === '' ? 'Say what is to be true' : undefined),
    });
    return text === undefined ? undefined : (condition = text.trim());
  };
  return {
    'trapframe.firstTrue': () =>
      withSession(sessions, async (session) => {
        const expression = await askCondition('When did what first become true?');
        if (expression === undefined) return;
        const { times } = await session.request('trapframe/when', {
          ...ofFrame(),
          expression,
          limit: 1,
          go: true,
        });
        if (times.length === 0) void vscode.window.showInformationMessage(`${expression} was never true.`);
      }),
    'trapframe.everyTrue': () =>
      withSession(sessions, async (session) => {
        const expression = await askCondition('When was what true?');
        if (expression === undefined) return;
        const { times, more } = await session.request('trapframe/when', {
          ...ofFrame(),
          expression,
          limit: MOST,
        });
        await choose(session, timeRows(times), more, expression, 'was never true');
      }),
    'trapframe.listCalls': () =>
      withSession(sessions, async (session) => {
        const name = await vscode.window.showInputBox({
          title: 'Calls of which function?',
          prompt: 'Of the kernel or of a program: listed with arguments and results',
          placeHolder: 'sys_write, main, context_switch',
          value: selected() ?? called,
          validateInput: (given) => (given.trim() === '' ? 'Name a function' : undefined),
        });
        if (name === undefined) return;
        called = name.trim();
        const { calls, more } = await session.request('trapframe/calls', { function: called, limit: MOST });
        await choose(session, callRows(calls), more, called, 'was never called');
      }),
  };
}

/** What is selected in the editor, or the word at the cursor. */
function selected(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const range = selection.isEmpty ? document.getWordRangeAtPosition(selection.active) : selection;
  const text = range && document.getText(range).trim();
  return text === undefined || text === '' || text.includes('\n') ? undefined : text;
}

function ofFrame(): { frameId?: number } {
  const item = vscode.debug.activeStackItem;
  return item instanceof vscode.DebugStackFrame ? { frameId: item.frameId } : {};
}

/** Shows the answers; the one that is chosen is gone to. */
async function choose(
  session: Session,
  rows: readonly InstantRow[],
  isCut: boolean | undefined,
  about: string,
  none: string,
): Promise<void> {
  if (rows.length === 0) return void vscode.window.showInformationMessage(`${about} ${none}.`);
  const chosen = await vscode.window.showQuickPick([...rows], {
    title: `${about}: ${isCut ? `the first ${rows.length}` : rows.length}. Choose one to go there`,
    matchOnDescription: true,
  });
  if (chosen) await session.request('trapframe/seek', { instruction: chosen.instant });
}
