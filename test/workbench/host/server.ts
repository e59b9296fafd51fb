import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { endGroup } from '../../../scripts/commands';
import type { CodeServer } from './install-code-server';

export interface ServerOptions {
  /** The folder that the window opens. */
  folder: string;
  /** The user's settings. */
  settings: Record<string, unknown>;
  /** Where installed extensions are; without, a fresh folder. */
  extensions?: string;
}

/** A code-server that listens on loopback. */
export interface RunningServer {
  /** The address of a window: `payload` is what VS Code's web client takes instead of command-line options. */
  address(payload: readonly (readonly [string, string])[]): string;
  /** A file of this machine as the window names it. */
  uri(file: string): string;
  /** Resolves when the server has ended by itself. */
  readonly ended: Promise<void>;
  /** Everything that it wrote. */
  log(): string;
  /** Ends it with all that it started, extension hosts included. */
  close(): Promise<void>;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** The environment in which nothing of code-server lands outside `home`, and no marketplace is asked. */
export function codeServerEnvironment(home: string): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    CODE_SERVER_CONFIG: path.join(home, 'config.yaml'),
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_RUNTIME_DIR: home,
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
  };
  // Left by a terminal of another VS Code, the one would talk to that window; the other is for our own Node.
  delete environment['VSCODE_IPC_HOOK_CLI'];
  delete environment['NODE_OPTIONS'];
  return environment;
}

/** Starts code-server in a temporary profile, and waits until it answers. @throws when it does not. */
export async function startServer(host: CodeServer, options: ServerOptions): Promise<RunningServer> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const user = path.join(home, 'user');
  mkdirSync(path.join(user, 'User'), { recursive: true });
  writeFileSync(path.join(user, 'User', 'settings.json'), JSON.stringify(options.settings, null, 2));
  const port = await freePort();
  const child = spawn(
    host.node,
    [
      host.entry,
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--user-data-dir',
      user,
      '--extensions-dir',
      options.extensions ?? path.join(home, 'extensions'),
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
      '--ignore-last-opened',
      options.folder,
    ],
    // A process group of its own, so that close() reaches the extension hosts and their children.
    { env: codeServerEnvironment(home), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => (log += data.toString()));
  }
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });

  const close = async () => {
    if (child.pid !== undefined) {
      if (!over) endGroup(child.pid, 'SIGTERM');
      await Promise.race([ended, pause(3000)]);
      endGroup(child.pid, 'SIGKILL');
      for (let tries = 0; tries < 40 && isGroupAlive(child.pid); tries++) await pause(50);
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
  for (let tries = 0; !(await isUp()); tries++) {
    if (over || tries > 300) {
      await close();
      throw new Error(`code-server ${over ? 'ended' : 'does not answer'}:\n${log}`);
    }
    await pause(100);
  }
  return {
    address: (payload) => {
      const query = new URLSearchParams({ folder: path.resolve(options.folder) });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `http://127.0.0.1:${port}/?${query.toString()}`;
    },
    uri: (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`,
    ended,
    log: () => log,
    close,
  };
}

function isGroupAlive(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}
