import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { copyFolder, freeName } from '../programs/files';
import { folderFor } from '../programs/new-program';
import type { Instructions } from './instructions';
import type { Labs, OpenedLab } from './opened';

/** A lab that the next window is to show: it was copied into a folder that had no window yet. */
const PENDING = 'openedLab';

/** Opens labs: copies what students begin with into the workspace, and shows the instructions beside it. */
export class OpenLab {
  constructor(
    private readonly labs: Labs,
    private readonly instructions: Instructions,
    private readonly memory: vscode.Memento,
  ) {
    void this.showPending();
  }

  /** @param wanted the name of a lab; without it the user is asked */
  readonly run = async (wanted?: unknown): Promise<void> => {
    try {
      const chosen = await this.choose(wanted);
      if (!chosen) return;
      const { folder, lab } = chosen;
      const there = (await this.labs.opened()).find((one) => one.folder.toString() === folder.toString());
      if (there) return await this.show(there);
      const root = await folderFor(`Put the Lab “${lab.title}” Here`);
      if (!root) return;
      const workspace = await freeName(root, lab.name);
      await copyFolder(vscode.Uri.joinPath(folder, 'starter'), workspace);
      await this.labs.mark(folder, workspace);
      if (vscode.workspace.getWorkspaceFolder(workspace)) {
        const opened = await this.labs.openedAt(workspace);
        if (opened) await this.show(opened);
        return;
      }
      await this.memory.update(PENDING, workspace.toString());
      await vscode.commands.executeCommand('vscode.openFolder', workspace, {
        forceNewWindow: vscode.workspace.workspaceFolders !== undefined,
      });
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  };

  private async choose(wanted: unknown) {
    const all = await this.labs.all();
    if (typeof wanted === 'string') {
      const found = all.find(({ lab }) => lab.name === wanted);
      if (!found) throw new Error(`there is no lab "${wanted}"`);
      return found;
    }
    const picked = await vscode.window.showQuickPick(
      all.map((one) => ({
        label: one.lab.title,
        description: one.lab.minutes === undefined ? '' : `about ${one.lab.minutes} minutes`,
        detail: one.lab.goals[0] ?? '',
        one,
      })),
      { title: 'Open a Lab', matchOnDetail: true },
    );
    return picked?.one;
  }

  private async show(opened: OpenedLab): Promise<void> {
    const [file] = opened.lab.handIn;
    const uri = vscode.Uri.joinPath(opened.workspace, file);
    await vscode.window.showTextDocument(uri, { preview: false, viewColumn: vscode.ViewColumn.One }).then(
      () => undefined,
      // Some labs begin with nothing.
      () => undefined,
    );
    await this.instructions.show(opened);
  }

  private async showPending(): Promise<void> {
    const pending = this.memory.get<string>(PENDING);
    if (pending === undefined) return;
    const folder = vscode.Uri.parse(pending);
    if (!vscode.workspace.workspaceFolders?.some(({ uri }) => uri.path === folder.path)) return;
    await this.memory.update(PENDING, undefined);
    const opened = await this.labs.openedAt(folder);
    if (opened) await this.show(opened);
  }
}
