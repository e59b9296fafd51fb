import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { messageOf, UserError } from '../../base/errors';

/** Attempts to remove what somebody still writes into. */
const RETRIES = 5;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A folder for what may be lost, of this user alone (mode 0700): below XDG_CACHE_HOME, or where the system keeps such things.
 * @throws UserError when it cannot be had, or is not this user's own
 */
export function cacheFolder(name: string, variables: Variables = process.env): string {
  let folder = join(base(variables), 'trapframe');
  privateFolder(folder);
  folder = join(folder, name);
  privateFolder(folder);
  return folder;
}

function base(variables: Variables): string {
  const named = variables['XDG_CACHE_HOME'];
  // The specification has relative ones ignored.
  if (named !== undefined && isAbsolute(named)) return named;
  if (process.platform === 'win32' && variables['LOCALAPPDATA']) return variables['LOCALAPPDATA'];
  const home = variables['HOME'] ?? (process.platform === 'win32' ? homedir() : undefined);
  if (home === undefined || !isAbsolute(home)) {
    const what = home === undefined ? 'is not set' : `names no folder: "${home}"`;
    throw new UserError(
      `there is no folder for what the compiler makes: HOME ${what}, nor is XDG_CACHE_HOME`,
    );
  }
  return join(home, ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
}

/** @throws UserError when there is none and none can be made, or somebody else could have put it there */
function privateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError(
      `${folder} cannot be made: ${messageOf(error)}; XDG_CACHE_HOME can name another place for it`,
    );
  }
  const about = lstatSync(folder);
  const isOurs = process.getuid === undefined || about.uid === process.getuid();
  const isOpen = process.platform !== 'win32' && (about.mode & 0o022) !== 0;
  if (about.isDirectory() && isOurs && !isOpen) return;
  const why = !about.isDirectory()
    ? 'it is no folder'
    : !isOurs
      ? 'it is another user’s'
      : 'others may write there';
  throw new UserError(`${folder} is not used: ${why}`);
}

/** Of this process, and in use. */
const temporary = new Set<string>();

/** A new folder of this process, until it is released or the process exits. What processes that are gone have left is removed. */
export function temporaryFolder(variables: Variables = process.env): string {
  const all = cacheFolder('build', variables);
  for (const name of readdirSync(all)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(all, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(all, `${process.pid}-`));
  if (temporary.size === 0) process.once('exit', releaseAll);
  temporary.add(folder);
  return folder;
}

/** Removes it. A compiler that was ended may have it for a moment yet. */
export async function releaseFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: RETRIES });
  temporary.delete(folder);
  if (temporary.size === 0) process.off('exit', releaseAll);
}

function releaseAll(): void {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: RETRIES });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
