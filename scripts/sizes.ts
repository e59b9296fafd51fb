// Which source files have grown too large to hold one idea. A report: it never fails.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './root';

const LARGE = 15_000;
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** The sizes of the TypeScript sources, specs aside: median, 90th percentile, and every file over 15 kB. */
export function sizeReport(): string {
  const sizes = readdirSync(inRoot('src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => ({ name: path.join('src', name), size: statSync(inRoot('src', name)).size }))
    .sort((a, b) => a.size - b.size);
  if (sizes.length === 0) return 'no files';
  const at = (share: number) => kilobytes(sizes[Math.floor((sizes.length - 1) * share)].size);
  const large = sizes.filter(({ size }) => size > LARGE).reverse();
  const lines = large.map(({ name, size }) => `  ${kilobytes(size).padStart(8)}  ${name}`);
  return [
    `${sizes.length} files, median ${at(0.5)}, 90th percentile ${at(0.9)}, ${large.length} over ${kilobytes(LARGE)}`,
    ...lines,
  ].join('\n');
}
