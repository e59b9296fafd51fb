import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from '../host/host';
import type { Lab } from './format/lab';
import type { Graded } from './grade/graded';
import { gradeSubmission, type GradingOptions } from './grade/grade';
import { KERNEL_FOLDER, needsOwnKernel } from './run/configuration';
import { isCompiled, outsideIn } from './run/c-includes';
import { oncePerSource } from './run/once-per-source';
import { workspaceFiles } from './run/workspace';
import { readLabFolder, type Folder } from './node-folders';

/** Where a workspace that is on no disk seems to be. */
const NOWHERE = '/lab';

/** Grades one submission in this process. @param files of the whole workspace */
export async function gradeHere(
  lab: Lab,
  name: string,
  files: Folder,
  host: Host,
  options: GradingOptions = {},
): Promise<Graded> {
  // Compilers read files themselves.
  if (!lab.needs.includes('c-compiler'))
    return gradeIn(NOWHERE, lab, name, files, withoutCompiler(host), options);
  const root = await realpath(await mkdtemp(join(tmpdir(), 'trapframe-lab-')));
  try {
    const own = new Map(
      [...files].map(([path, bytes]) => [path, lab.handIn.includes(path) ? inside(path, bytes) : bytes]),
    );
    const all = new Map([...own, ...(await kernelFiles(lab, own, host))]);
    for (const [path, bytes] of all) {
      if (typeof bytes === 'string') continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), bytes);
    }
    return await gradeIn(root, lab, name, all, host, options);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** A file that is compiled, unless it names files outside of its folder. */
function inside(path: string, bytes: Uint8Array | string): Uint8Array | string {
  if (typeof bytes === 'string' || !isCompiled(path)) return bytes;
  return outsideIn(new TextDecoder('latin1').decode(bytes)) ?? bytes;
}

function gradeIn(
  root: string,
  lab: Lab,
  name: string,
  files: Folder,
  host: Host,
  options: GradingOptions,
): Promise<Graded> {
  const own = [host.builtinKernel, host.builtinFirmware, join(host.sourceRoot, 'kernel', 'user', 'job.s')];
  const isProducts = (path: string): boolean =>
    own.includes(path) || path === host.builtinPrograms || path.startsWith(`${host.builtinPrograms}/`);
  const confined: Host = {
    ...host,
    files: workspaceFiles(root, files, host.files, isProducts),
    ...(host.compiler && { compiler: oncePerSource(host.compiler) }),
  };
  return gradeSubmission(lab, name, { host: confined, root }, options);
}

/** The kernel's sources with the student's files in their places, where a run wants them. */
async function kernelFiles(lab: Lab, files: Folder, host: Host): Promise<Folder> {
  const runs = Object.values(lab.runs).filter(needsOwnKernel);
  if (runs.length === 0) return new Map();
  const sources = await readLabFolder(join(host.sourceRoot, 'kernel'));
  const all: Folder = new Map([...sources].map(([path, bytes]) => [`${KERNEL_FOLDER}/${path}`, bytes]));
  for (const run of runs) {
    for (const [path, name] of Object.entries(run.kernelFiles)) {
      const bytes = files.get(name);
      if (bytes !== undefined) all.set(`${KERNEL_FOLDER}/${path}`, bytes);
    }
  }
  return all;
}

const withoutCompiler = ({ compiler: _, ...host }: Host): Host => host;
