import * as vscode from 'vscode';
import { messageOf, UserError } from '../../base/errors';
import { fileLimits } from '../../base/file-limits';
import type { FileSystem } from '../../base/files';
import { entriesOf, isFetched } from '../programs/listed';

/** Files of the workspace and of the extension, by their URIs. */
export const editorFiles: FileSystem = {
  async readFile(path, limit = fileLimits.file) {
    const uri = vscode.Uri.parse(path);
    const { what, most } = limit;
    const tooLong = (): UserError =>
      new UserError(`${path} is too large: ${what} may have ${most / 2 ** 20} MiB`);
    if (!isFetched(uri)) {
      const { type, size } = await said(path, vscode.workspace.fs.stat(uri));
      if (type & vscode.FileType.Directory) throw new UserError(`${path} is a folder, not a file`);
      if (size > most) throw tooLong();
    }
    const bytes = await unpacked(uri, await said(path, vscode.workspace.fs.readFile(uri)));
    if (bytes.length > most) throw tooLong();
    return bytes;
  },
  exists(path) {
    const uri = vscode.Uri.parse(path);
    const looked = isFetched(uri) ? vscode.workspace.fs.readFile(uri) : vscode.workspace.fs.stat(uri);
    return Promise.resolve(looked).then(
      () => true,
      () => false,
    );
  },
  async realPath(path) {
    const uri = vscode.Uri.parse(path);
    await said(path, vscode.workspace.fs.stat(uri));
    return uri.toString();
  },
  async readFolder(path) {
    return (await said(path, entriesOf(vscode.Uri.parse(path)))).map(([name]) => name);
  },
};

/** A page may bring its images packed: what is unpacked is what the extension would have brought. */
async function unpacked(uri: vscode.Uri, bytes: Uint8Array): Promise<Uint8Array> {
  if (!isFetched(uri) || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function said<T>(path: string, work: Thenable<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isMissing = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    throw new UserError(
      isMissing ? `${path}: there is no such file` : `${path} cannot be read: ${messageOf(error)}`,
    );
  }
}
