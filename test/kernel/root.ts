import { existsSync } from 'node:fs';
import path from 'node:path';

/** The repository's folder: found from wherever this code is run, which may be a bundle (bundled.ts). */
export const root = above(__dirname);

function above(folder: string): string {
  return existsSync(path.join(folder, 'kernel', 'build.mjs')) ? folder : above(path.dirname(folder));
}
