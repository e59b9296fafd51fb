import * as vscode from 'vscode';

/** Names of the columns in the editor's commands. */
const ORDINALS = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'];

/** Gives the focus to the group of editors in a column. */
export async function focusGroup(column: vscode.ViewColumn): Promise<void> {
  const ordinal = ORDINALS[column - 1];
  if (ordinal !== undefined)
    await vscode.commands.executeCommand(`workbench.action.focus${ordinal}EditorGroup`);
}

/**
 * Keeps a page that has just been opened, and has the focus, in sight: no source that the debugger shows is put over it. The focus
 * goes back to the code.
 */
export async function keepInSight(): Promise<void> {
  const { activeTabGroup } = vscode.window.tabGroups;
  if (activeTabGroup.viewColumn === vscode.ViewColumn.One) return;
  // A group in which there is more is the user's.
  if (activeTabGroup.tabs.length === 1)
    await vscode.commands.executeCommand('workbench.action.lockEditorGroup');
  await focusGroup(vscode.ViewColumn.One);
}

/** The column with a page of this kind, such as `markdown.preview`, whose title has a text in it. */
export const columnOf = (viewType: string, title: string): vscode.ViewColumn | undefined =>
  vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(
      ({ input, label }) =>
        input instanceof vscode.TabInputWebview && input.viewType.includes(viewType) && label.includes(title),
    ),
  )?.viewColumn;
