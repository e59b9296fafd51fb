import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder } from '../toolchain/compiler/node-folders';

/** What is run again and again: each leaves the code of what it needed, which is not the same. */
const ERRANDS = ['run', 'trace', 'dap', 'grade', 'lab', 'sched', 'gdb', 'lsp'];

/**
 * Compiles a file of a bundle with what V8 made of it in an earlier process, which takes half the time of a short process. What is kept
 * is in a folder of this user alone; V8 itself refuses what another version of it, or other flags, have made.
 * @param id of the file's contents; empty: nothing is kept
 * @param errand the word that says what the process is for
 */
export function compileBundle(file: string, id: string, errand: string | undefined): Script {
  // What is built is ASCII: as Latin-1 it need not be decoded.
  const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'latin1')}\n})`;
  const place =
    id === '' || errand === undefined || !ERRANDS.includes(errand) ? undefined : placeFor(errand, id);
  const kept = place === undefined ? undefined : read(place.path);
  const script = new Script(source, { filename: file, cachedData: kept });
  if (place && (kept === undefined || script.cachedDataRejected === true)) {
    // At the end, since what a function is compiled to is kept only once it has run.
    process.once('exit', () => keep(place, script));
  }
  return script;
}

interface Place {
  readonly folder: string;
  /** Files of the same errand begin like this. */
  readonly prefix: string;
  readonly path: string;
}

function placeFor(errand: string, id: string): Place | undefined {
  try {
    const folder = cacheFolder('code');
    const prefix = `${errand}-`;
    return { folder, prefix, path: join(folder, `${prefix}${process.version}-${process.arch}-${id}`) };
  } catch {
    // Without a place to keep it, everything works as well.
    return undefined;
  }
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** In the place of what an earlier version has left. */
function keep({ folder, prefix, path }: Place, script: Script): void {
  try {
    const half = join(folder, `.${process.pid}`);
    writeFileSync(half, script.createCachedData(), { mode: 0o600 });
    for (const name of readdirSync(folder)) {
      if (name.startsWith(prefix)) rmSync(join(folder, name), { force: true });
    }
    renameSync(half, path);
  } catch {
    // A full disk, or another process that does the same: the next one tries again.
  }
}
