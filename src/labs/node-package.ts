import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../base/errors';
import type { Host } from '../host/host';
import type { Lab } from './format/lab';
import { readLabFolder } from './node-folders';
import type { ZipEntry } from './node-zip';
import { folderOf } from './packages/lab-folder';
import { packages, type PackageName } from './packages/packages';

/** What only proves a lab is not in what grades it, nor what is hidden in what students can read. */
const isLeftOut = (path: string, isPublic: boolean): boolean =>
  /^(solution|wrong)\//.test(path) || (isPublic && path === 'hidden.json');

/** Everything that a service needs to grade a lab: command line, kernel, lab, and what starts them. */
export async function packageFor(
  name: PackageName,
  lab: Lab,
  folder: string,
  host: Host,
): Promise<ZipEntry[]> {
  const service = packages[name];
  const entries: ZipEntry[] = Object.entries(service.files(lab)).map(([path, text]) => ({
    path,
    bytes: new TextEncoder().encode(text),
    isExecutable: text.startsWith('#!'),
  }));
  const add = (prefix: string, path: string, bytes: Uint8Array | string): void => {
    if (typeof bytes !== 'string') entries.push({ path: `${prefix}/${path}`, bytes, isExecutable: false });
  };
  for (const [path, bytes] of await productFiles(host)) add(service.product, path, bytes);
  for (const [path, bytes] of await readLabFolder(folder))
    if (!isLeftOut(path, service.isPublic)) add(`${service.lab}/${folderOf(lab)}`, path, bytes);
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function productFiles(host: Host): Promise<Map<string, Uint8Array | string>> {
  const dist = join(host.builtinKernel, '..', '..');
  const files = new Map<string, Uint8Array | string>();
  for (const name of [
    'cli.js',
    'main.js',
    'grader.js',
    'kernel/kernel.elf',
    'firmware/firmware.elf',
    'THIRD-PARTY-NOTICES.txt',
  ]) {
    const path = join(dist, name);
    if (await host.files.exists(path)) files.set(`dist/${name}`, await host.files.readFile(path));
    else if (name.endsWith('.js')) throw new UserError(`${path} is missing: what grades is not built`);
  }
  for (const [name, bytes] of await readLabFolder(join(dist, 'programs')))
    files.set(`dist/programs/${name}`, bytes);
  for (const [name, bytes] of await readLabFolder(join(host.sourceRoot, 'kernel')))
    files.set(`kernel/${name}`, bytes);
  const licence = join(host.sourceRoot, 'LICENSE');
  if (await host.files.exists(licence)) files.set('LICENSE', await host.files.readFile(licence));
  return files;
}

/** Writes a package's files into a new folder. @throws UserError when it is not empty */
export async function writeFolder(folder: string, entries: readonly ZipEntry[]): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UserError(`${folder} cannot be written: it is no folder`);
  });
  if (there.length > 0) throw new UserError(`${folder} is not empty: a package is written into a new folder`);
  for (const { path, bytes, isExecutable } of entries) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes, { mode: isExecutable ? 0o755 : 0o644 });
  }
}
