// The licences of what is bundled: MIT and its like ask that their text goes where the code goes.
import type { Metafile } from 'esbuild';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ScriptError } from './main';
import { inRoot } from './root';

/** In dist/, and in the package. */
export const LICENCES = 'THIRD-PARTY-NOTICES.txt';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8')) as Manifest;

/** The folder of the package that a file of node_modules belongs to; packages may lie in each other's node_modules. */
function packageOf(file: string): string | undefined {
  const names = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'));
  return names?.[0];
}

/** Folders of the packages that have code in these bundles, in order of their names. */
export function bundledPackages(metafiles: readonly Metafile[]): string[] {
  const used = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => packageOf(file) ?? []);
  return [...new Set(used)].sort();
}

/** @throws ScriptError when a package has no licence that could be given on */
function noticeOf(folder: string): string {
  const { name, version, license } = readManifest(folder);
  const file = readdirSync(inRoot(folder)).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
  if (license === undefined || file === undefined || !existsSync(inRoot(folder, file))) {
    throw new ScriptError(`build: ${path.basename(folder)} is bundled and has no licence file`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(inRoot(folder, file), 'utf8').trim()}\n`;
}

/** Writes the file. @throws ScriptError when a package has no licence that could be given on */
export function writeLicences(metafiles: readonly Metafile[]): void {
  const notices = bundledPackages(metafiles).map(noticeOf);
  const line = '-'.repeat(80);
  const head = 'Trapframe holds code of these packages, each under its own licence.\n';
  writeFileSync(inRoot('dist', LICENCES), [head, ...notices].join(`\n${line}\n\n`));
}
