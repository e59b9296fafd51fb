import * as vscode from 'vscode';
import { exists, writeText } from './files';
import { addConfiguration, inWorkspace } from './launch-file';
import { templates, whyNoName, type Template } from './templates';

/** Asks what kind of program is wanted and what it is called, writes it, and shows it, ready for F5. */
export async function newProgram(): Promise<void> {
  const title = 'New Program';
  const template = await vscode.window.showQuickPick(templates, {
    title,
    placeHolder: 'In which language?',
    matchOnDetail: true,
  });
  if (template === undefined) return;
  const root = await folderFor();
  if (root === undefined) return;
  const name = await vscode.window.showInputBox({
    title,
    prompt: `The files are made in ${vscode.workspace.asRelativePath(root, true)}`,
    value: 'hello',
    validateInput: async (text) => whyNoName(text) ?? (await whatIsThere(root, template, text)),
  });
  if (name === undefined) return;
  await write(root, template, name);
}

/** The first folder of the workspace; a window that has none is given one. */
export async function folderFor(openLabel = 'Make the Program Here'): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (open) return open;
  const [chosen] =
    (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel })) ?? [];
  return chosen;
}

/** A file that would be written over; undefined: none. */
async function whatIsThere(root: vscode.Uri, template: Template, name: string): Promise<string | undefined> {
  for (const file of Object.keys(template.files(name))) {
    if (await exists(vscode.Uri.joinPath(root, file))) return `${file} is there already`;
  }
  return undefined;
}

async function write(root: vscode.Uri, template: Template, name: string): Promise<void> {
  const files = Object.entries(template.files(name)).map(
    ([file, text]) => [vscode.Uri.joinPath(root, file), text] as const,
  );
  for (const [uri, text] of files) await writeText(uri, text);
  const [program] = files[0];
  const sources = template.sources?.(name) ?? [];
  if (sources.length > 0) {
    await addConfiguration(root, name, {
      program: inWorkspace(root, program),
      sources: sources.map((source) => inWorkspace(root, vscode.Uri.joinPath(root, source))),
    });
  }
  await vscode.window.showTextDocument(program, { preview: false });
}
