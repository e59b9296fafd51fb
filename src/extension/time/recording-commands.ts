import * as vscode from 'vscode';
import { bytesOfBase64 } from '../../base/base64';
import { baseName } from '../configuration/complete';
import { DEBUG_TYPE, type Sessions } from '../sessions/sessions';
import { refusalsInWords, withSession } from '../sessions/with-session';
import { pathOf } from '../place';

/** How long the status bar says where a recording was saved, in ms. */
const WORDS_SHOWN = 10_000;
const filters = { Recordings: ['rec'], 'All files': ['*'] };

/** Saves the recording of a run as a file, and opens one at its end. Both ask for the file, unless they are called with its URI. */
export const recordingCommands = (sessions: Sessions): Record<string, (file?: unknown) => Promise<void>> => ({
  'trapframe.saveRecording': (file) =>
    withSession(sessions, async (session) => {
      const target = file instanceof vscode.Uri ? file : await askWhere(session.name);
      if (target === undefined) return;
      const { data } = await session.request('trapframe/saveRecording');
      await vscode.workspace.fs.writeFile(target, bytesOfBase64(data));
      vscode.window.setStatusBarMessage(`The recording is in ${baseName(target.path)}`, WORDS_SHOWN);
    }),
  'trapframe.openRecording': (file) =>
    refusalsInWords(async () => {
      const source = file instanceof vscode.Uri ? file : await askWhich();
      if (source === undefined) return;
      // What is wrong with a recording the adapter says, and the editor shows it.
      await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(source), {
        type: DEBUG_TYPE,
        request: 'launch',
        name: `Replay ${baseName(source.path)}`,
        recording: pathOf(source),
      });
    }),
});

function askWhere(session: string): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${session.replace(/[^\w.-]+/g, '-')}.rec`;
  return vscode.window.showSaveDialog({
    title: 'Save the recording of this run',
    filters,
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}

async function askWhich(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Open a recording',
    openLabel: 'Open',
    filters,
  });
  return chosen?.[0];
}
