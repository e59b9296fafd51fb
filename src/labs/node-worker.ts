import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { LabQuestion } from '../protocol/labs';
import { nodeHost } from '../host/node-host';
import type { LabRun } from './format/lab';
import { KERNEL_FOLDER } from './run/configuration';
import { LabService } from './service';

/** A thread of the extension host that reads labs and runs their checks. */
const host = nodeHost(__dirname);

/** The kernel's sources beside the student's files, which stand in their places: breakpoints in them hold. */
async function prepareKernel({ kernelFiles }: LabRun, workspace: string): Promise<void> {
  const folder = join(workspace, KERNEL_FOLDER);
  await rm(folder, { recursive: true, force: true });
  await cp(join(host.sourceRoot, 'kernel'), folder, { recursive: true });
  await writeFile(join(folder, '.gitignore'), '*\n');
  for (const [path, name] of Object.entries(kernelFiles)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { force: true });
    // Not every system lets everybody make links.
    await symlink(join(workspace, name), target).catch(async () =>
      writeFile(target, await readFile(join(workspace, name))),
    );
  }
}

const service = new LabService({ host, prepareKernel });
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (question: LabQuestion) => {
  last = last.then(async () => parentPort!.postMessage(await service.answer(question)));
});
