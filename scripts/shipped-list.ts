// An extension that a browser fetched cannot list its own folders: a list of those that it copies from comes with it.
import { readdirSync, writeFileSync } from 'node:fs';
import { inRoot } from './root';

/** In dist/. */
export const SHIPPED_LIST = 'files.json';

/** What .vscodeignore lets through of these two. */
const KERNEL = /\.[chS]$|\.ld$|^user\/job\.s$/;
const LAB = /^[^/]+\/(?:lab\.json$|[^/]+\.md$|(?:starter|tests)\/)/;

/** Files of the package in the folders that the extension copies from, as paths from its root. */
const listed = (): string[] =>
  [
    ...below('kernel')
      .filter((name) => KERNEL.test(name))
      .map((name) => `kernel/${name}`),
    ...below('labs')
      .filter((name) => LAB.test(name))
      .map((name) => `labs/${name}`),
  ].sort();

const below = (folder: string): string[] =>
  readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      `${parentPath}/${name}`.slice(inRoot(folder).length + 1).replaceAll('\\', '/'),
    );

export const writeShippedList = (): void =>
  writeFileSync(inRoot('dist', SHIPPED_LIST), JSON.stringify(listed()));
