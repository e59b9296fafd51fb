import { accessSync, constants, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../../../scripts/root';

/**
 * The folder that keeps downloaded editors: $TRAPFRAME_CACHE, else one of the user's, so that several clones share
 * it, else .cache in the repository.
 */
export function cacheFolder(...parts: string[]): string {
  const given = process.env['TRAPFRAME_CACHE'];
  const candidates =
    given !== undefined
      ? [path.resolve(given)]
      : [path.join(os.homedir(), '.cache', 'trapframe'), inRoot('.cache')];
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return path.join(folder, ...parts);
    } catch {
      // Not ours to write: try the next one.
    }
  }
  throw new Error(`no folder to keep an editor in: ${candidates.join(', ')}; set TRAPFRAME_CACHE`);
}
