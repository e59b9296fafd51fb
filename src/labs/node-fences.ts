import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** How the process that grades a submission is kept apart from everything else. */
export interface Fence {
  /** In words, for whoever asks. */
  readonly words: string;
  /** Whether it keeps a compiler from reading what is not the submission's. */
  readonly confines: boolean;
  /** @param folder a new one, for what the process writes */
  start(folder: string, ...words: readonly string[]): ChildProcess;
}

/** The user that submissions are run as where we could be anybody: nobody. */
const NOBODY = 65534;
/** Bytes that a file may have which is written meanwhile, in blocks of 512. */
const FILE_BLOCKS = 2 ** 20;

/** What a process needs to know; nothing else of our environment reaches it. */
const environment = (folder: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  ...(process.env['TRAPFRAME_CC'] ? { TRAPFRAME_CC: process.env['TRAPFRAME_CC'] } : {}),
  LC_ALL: 'C',
  HOME: folder,
  TMPDIR: folder,
  XDG_CACHE_HOME: join(folder, '.cache'),
  ...(process.platform === 'win32'
    ? { SystemRoot: process.env['SystemRoot'] ?? '', TEMP: folder, TMP: folder }
    : {}),
});

/**
 * The strongest fence that can be had here, tried in turn: another user in a namespace without network and with nothing but the
 * system's and the product's files; the namespace; another user; a process of its own.
 * @param script the program of the process
 * @param product folder of the product's own files
 */
export function findFence(script: string, product: string): Fence {
  const isRoot = process.getuid?.() === 0;
  const isLinux = process.platform === 'linux';
  const isThere =
    isLinux &&
    (process.env['PATH'] ?? '').split(delimiter).some((one) => one !== '' && existsSync(join(one, 'bwrap')));
  const candidates: readonly (Fence | false)[] = [
    isThere &&
      isRoot &&
      fence('another user in a namespace', true, script, namespace(script, product), NOBODY),
    isThere && fence('a namespace', true, script, namespace(script, product)),
    isRoot && fence('another user', false, script, () => [], NOBODY),
  ];
  const last = fence('a process of its own', false, script, () => []);
  return candidates.find((one): one is Fence => one !== false && works(one)) ?? last;
}

function works(one: Fence & { try?: () => boolean }): boolean {
  return one.try?.() ?? false;
}

function fence(
  words: string,
  confines: boolean,
  script: string,
  before: (folder: string) => readonly string[],
  uid?: number,
): Fence & { try(): boolean } {
  const commandFor = (folder: string, more: readonly string[]): [string, readonly string[]] => {
    const node = [process.execPath, '--max-old-space-size=1024', script, ...more];
    const limited =
      process.platform === 'win32'
        ? node
        : ['/bin/sh', '-c', `ulimit -c 0; ulimit -f ${FILE_BLOCKS}; exec "$@"`, 'sh', ...node];
    const [command, ...rest] = [...before(folder), ...limited];
    return [command, rest];
  };
  const user = uid === undefined ? {} : { uid, gid: uid };
  return {
    words,
    confines,
    start(folder, ...more) {
      const [command, rest] = commandFor(folder, more);
      return spawn(command, rest, {
        cwd: folder,
        env: environment(folder),
        stdio: ['pipe', 'pipe', 'pipe'],
        // A group of its own, so that compilers end with it.
        detached: process.platform !== 'win32',
        windowsHide: true,
        ...user,
      });
    },
    try() {
      const folder = '/tmp';
      const [command, rest] = commandFor(folder, ['--probe']);
      const { status, stdout } = spawnSync(command, rest, {
        cwd: folder,
        env: environment(folder),
        encoding: 'utf8',
        timeout: 60_000,
        ...user,
      });
      return status === 0 && stdout === 'ok';
    },
  };
}

/** The beginning of a command that has nothing but these folders, no network, and no other processes. */
const namespace =
  (script: string, product: string) =>
  (folder: string): readonly string[] => {
    const system = [
      '/usr',
      '/bin',
      '/sbin',
      '/lib',
      '/lib32',
      '/lib64',
      '/libx32',
      '/etc/alternatives',
      '/etc/ld.so.cache',
      '/nix',
    ];
    const compiler = process.env['TRAPFRAME_CC'];
    const own = [
      realpathSync(process.execPath),
      process.execPath,
      dirname(script),
      join(product, 'dist'),
      join(product, 'kernel'),
      join(product, 'firmware'),
      join(product, 'node_modules', '@zigc'),
      ...(compiler?.includes('/') ? [dirname(realpathSync(compiler))] : []),
    ];
    const binds = [...new Set([...system, ...own])]
      .filter((path) => existsSync(path))
      .flatMap((path) => ['--ro-bind', path, path]);
    return [
      'bwrap',
      '--unshare-all',
      '--die-with-parent',
      '--new-session',
      ...binds,
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--tmpfs',
      folder === '/tmp' ? '/tmp' : dirname(folder),
      '--dir',
      folder,
      '--chdir',
      folder,
    ];
  };
