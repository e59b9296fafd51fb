import * as vscode from 'vscode';
import type { LabBody } from '../../protocol/labs';
import { writeText } from '../programs/files';
import { entriesOf } from '../programs/listed';
import type { LabService } from './service';
import { findFiles } from '../find-files';
import { pathOf } from '../place';

/** The file that says of a folder which lab it was opened from. */
const MARK = '.trapframe-lab.json';

/** A lab that was opened: a folder with the student's files. */
export interface OpenedLab {
  readonly lab: LabBody;
  /** The folder of the lab itself. */
  readonly folder: vscode.Uri;
  readonly workspace: vscode.Uri;
}

/** Labs that come with the product, or that the workspace has; and those that were opened in the workspace. */
export class Labs implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh());
  private found: Promise<readonly OpenedLab[]> | undefined;

  constructor(
    private readonly root: vscode.Uri,
    private readonly service: LabService,
  ) {}

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Folders with a lab.json: those of the product, then those of the workspace. */
  async all(): Promise<{ readonly folder: vscode.Uri; readonly lab: LabBody }[]> {
    const own = await findFiles(
      '{lab.json,*/lab.json,*/*/lab.json}',
      /^lab\.json$/,
      '**/node_modules/**',
      100,
    );
    const folders = [...(await this.shipped()), ...own.map((file) => vscode.Uri.joinPath(file, '..'))];
    const labs = [];
    for (const folder of folders) {
      // A lab.json may be anybody's.
      const lab = await this.service.ask('lab', { folder: pathOf(folder) }).catch(() => undefined);
      if (lab) labs.push({ folder, lab });
    }
    return labs;
  }

  private async shipped(): Promise<vscode.Uri[]> {
    const folder = vscode.Uri.joinPath(this.root, 'labs');
    const folders: vscode.Uri[] = [];
    for (const [name, type] of (await entriesOf(folder)).sort()) {
      const one = vscode.Uri.joinPath(folder, name);
      if (type & vscode.FileType.Directory && (await entriesOf(one)).some(([file]) => file === 'lab.json'))
        folders.push(one);
    }
    return folders;
  }

  /** The labs that were opened in this workspace. */
  opened(): Promise<readonly OpenedLab[]> {
    return (this.found ??= this.find());
  }

  /** A folder has become that of an opened lab. */
  async mark(folder: vscode.Uri, workspace: vscode.Uri): Promise<void> {
    const isOurs = folder.path.startsWith(this.root.path);
    const name = folder.path.split('/').at(-1)!;
    const mark = isOurs ? { lab: name } : { folder: folder.toString() };
    await writeText(vscode.Uri.joinPath(workspace, MARK), JSON.stringify(mark, null, 2) + '\n');
    this.refresh();
  }

  /** Of a folder that was marked. */
  async openedAt(workspace: vscode.Uri): Promise<OpenedLab | undefined> {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(workspace, MARK));
      const mark = JSON.parse(new TextDecoder().decode(bytes)) as { lab?: unknown; folder?: unknown };
      const folder =
        typeof mark.folder === 'string'
          ? vscode.Uri.parse(mark.folder)
          : vscode.Uri.joinPath(this.root, 'labs', String(mark.lab).replaceAll(/[/\\]/g, ''));
      return { folder, workspace, lab: await this.service.ask('lab', { folder: pathOf(folder) }) };
    } catch {
      return undefined;
    }
  }

  private async find(): Promise<readonly OpenedLab[]> {
    const marks = await findFiles(
      `{${MARK},*/${MARK},*/*/${MARK}}`,
      /^\.trapframe-lab\.json$/,
      '**/node_modules/**',
      100,
    );
    const found = await Promise.all(marks.map((mark) => this.openedAt(vscode.Uri.joinPath(mark, '..'))));
    return found
      .filter((one) => one !== undefined)
      .sort((a, b) => (a.workspace.path < b.workspace.path ? -1 : 1));
  }

  private refresh(): void {
    this.found = undefined;
    this.changed.fire();
  }
}
