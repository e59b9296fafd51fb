import type { Folder } from './node-folders';
import { readLabFolder } from './node-folders';

/** The folder of a lab whose files are in every workspace and cannot be replaced by a submission. */
export const TESTS = 'tests';

/** What of a lab goes into every workspace: what students start from, but for what they hand in, and what only tests use. */
export async function readLabFiles(folder: string, handIn: readonly string[]): Promise<Folder> {
  const files = await readLabFolder(`${folder}/starter`);
  for (const name of handIn) files.delete(name);
  for (const [name, bytes] of await readLabFolder(`${folder}/${TESTS}`)) files.set(`${TESTS}/${name}`, bytes);
  return files;
}
