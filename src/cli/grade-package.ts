import type { Lab } from '../labs/format/lab';
import { packageFor, writeFolder } from '../labs/node-package';
import { zipOf } from '../labs/node-zip';
import { packages, type PackageName } from '../labs/packages/packages';
import type { Surroundings } from './command';
import { writeWhole } from './result-files';

/** Writes what a grading service needs for a lab. Resolves to the exit status. */
export async function writePackage(
  name: PackageName,
  lab: Lab,
  folder: string,
  out: string | undefined,
  { host, output }: Surroundings,
): Promise<number> {
  const entries = await packageFor(name, lab, folder, host);
  const isZip = packages[name].kind === 'zip';
  const target = out ?? `${lab.name}-${name}${isZip ? '.zip' : ''}`;
  if (isZip) await writeWhole(target, zipOf(entries));
  else await writeFolder(target, entries);
  output.write(`${target}\n`);
  return 0;
}
