import * as vscode from 'vscode';
import { copyFolder, freeName } from './files';

const LAB = ['labs', '00-first-light', 'starter'];
const PROGRAM = 'hello.s';
const NAME = 'trapframe-first-lab';
/** A lab that the next window is to show: it was copied into a folder that had no window yet. */
const PENDING = 'labToShow';

/** The first lab, as it is in the package. */
export class FirstLab {
  constructor(private readonly context: vscode.ExtensionContext) {
    void this.showPending();
  }

  /** Its program, which can be debugged where it lies. */
  get program(): vscode.Uri {
    return vscode.Uri.joinPath(this.context.extensionUri, ...LAB, PROGRAM);
  }

  /** Copies it into a folder that the user chooses, and opens that. */
  readonly open = async (): Promise<void> => {
    const [chosen] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        title: 'Where to put the first lab',
        openLabel: 'Put the Lab Here',
        ...defaultFolder(),
      })) ?? [];
    if (chosen === undefined) return;
    const folder = await freeName(chosen, NAME);
    await copyFolder(vscode.Uri.joinPath(this.context.extensionUri, ...LAB), folder);
    if (vscode.workspace.getWorkspaceFolder(folder)) return this.show(folder);
    await this.context.globalState.update(PENDING, folder.toString());
    await vscode.commands.executeCommand('vscode.openFolder', folder, {
      forceNewWindow: vscode.workspace.workspaceFolders !== undefined,
    });
  };

  private async showPending(): Promise<void> {
    const pending = this.context.globalState.get<string>(PENDING);
    if (pending === undefined) return;
    const folder = vscode.Uri.parse(pending);
    if (vscode.workspace.workspaceFolders?.[0]?.uri.path !== folder.path) return;
    await this.context.globalState.update(PENDING, undefined);
    await this.show(folder);
  }

  private async show(folder: vscode.Uri): Promise<void> {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, PROGRAM), { preview: false });
  }
}

/** Beside what is open, if anything is. */
function defaultFolder(): { defaultUri?: vscode.Uri } {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? { defaultUri: folder } : {};
}
