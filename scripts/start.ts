// `npm start`: builds, and opens VS Code with the extension and the first lab, ready for F5. Takes the VS Code on PATH,
// else downloads one, else serves one in the browser (code-server, else the static page of `npm run site`), else runs the lab in the
// terminal. TRAPFRAME_HOST=desktop, code-server, page or terminal takes that way alone.
import { spawn } from 'node:child_process';
import { downloadDesktop, hasDisplay } from '../test/workbench/host/find-host';
import { cacheFolder } from '../test/workbench/host/cache';
import { installCodeServer } from '../test/workbench/host/install-code-server';
import { startServer } from '../test/workbench/host/server';
import { build } from './build';
import { endGroup, onPath, run, startable } from './commands';
import { main } from './main';
import { inRoot } from './root';
import { buildSite } from './site';
import { serveFolder } from './static-server';

const LAB = inRoot('labs', '00-first-light', 'starter');
const PROGRAM = inRoot('labs', '00-first-light', 'starter', 'hello.s');

/** What the served editor starts with: no questions before F5. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
};

const say = (message: string) => console.log(message);

/** Runs an editor with a window until it ends; ends it when we are told to end. */
function runEditor(executable: string, args: readonly string[]): Promise<number> {
  const start = startable(executable, args);
  const child = spawn(start.command, start.args, {
    stdio: 'ignore',
    shell: start.shell,
    // A group of its own to end; Ctrl-C then reaches only us.
    detached: process.platform !== 'win32',
  });
  whenTold(() => {
    if (child.pid !== undefined) endGroup(child.pid, 'SIGTERM');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => resolve(status ?? 1));
  });
}

/** Calls back once on Ctrl-C or a request to end. */
function whenTold(end: () => void): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const told = () => {
    for (const signal of signals) process.off(signal, told);
    end();
  };
  for (const signal of signals) process.on(signal, told);
}

async function desktop(): Promise<number> {
  if (!hasDisplay()) throw new Error('no display');
  const args = [`--extensionDevelopmentPath=${inRoot()}`, LAB, PROGRAM];
  const installed = onPath('code');
  if (installed !== undefined) {
    say(`Opening ${installed}. Press F5 in it to debug ${PROGRAM}.`);
    return await runEditor(installed, ['--new-window', '--wait', ...args]);
  }
  const downloaded = await downloadDesktop(say);
  say(`Opening ${downloaded}. Press F5 in it to debug ${PROGRAM}.`);
  return await runEditor(downloaded, [`--user-data-dir=${cacheFolder('start')}`, ...args]);
}

async function inBrowser(): Promise<number> {
  const server = await startServer(await installCodeServer(say), { folder: LAB, settings: SETTINGS });
  let told = false;
  const end = new Promise<void>((resolve) =>
    whenTold(() => {
      told = true;
      resolve();
    }),
  );
  const address = server.address([
    ['extensionDevelopmentPath', server.uri(inRoot())],
    ['openFile', server.uri(PROGRAM)],
  ]);
  say(
    `\nOpen this address in a browser on this machine, and press F5 in it:\n\n  ${address}\n\nCtrl-C ends it.`,
  );
  await Promise.race([end, server.ended]);
  await server.close();
  if (!told) throw new Error(`code-server ended:\n${server.log()}`);
  return 0;
}

/** The editor as a page without any server behind it: what cannot be had here is a C compiler. */
async function asPage(): Promise<number> {
  const { address, close } = await serveFolder(await buildSite(say));
  const end = new Promise<void>((resolve) => whenTold(resolve));
  say(
    `\nOpen this address in a browser on this machine, and press F5 in it:\n\n  ${address}\n\nCtrl-C ends it.`,
  );
  await end;
  close();
  return 0;
}

async function inTerminal(): Promise<number> {
  say(`No VS Code can be shown here, so the lab runs in the terminal:\n\n$ trapframe run ${PROGRAM}`);
  return await run(process.execPath, [inRoot('dist', 'cli.js'), 'run', PROGRAM]);
}

main(__filename, async () => {
  await build();
  const ways = { desktop, 'code-server': inBrowser, page: asPage, terminal: inTerminal };
  const wanted = process.env['TRAPFRAME_HOST'];
  for (const [name, way] of Object.entries(ways)) {
    if (wanted !== undefined && wanted !== name) continue;
    try {
      return await way();
    } catch (error) {
      say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return 1;
});
