import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { findHost, type Host, NoHost } from '../../test/workbench/host/find-host';
import { installVsix } from '../../test/workbench/host/install-vsix';
import { quietSettings } from '../../test/workbench/host/settings';
import type { Report } from '../../test/workbench/suite/runner';
import { packageExtension } from '../package';
import { inRoot } from '../root';
import { inNewWindows } from './new-windows';
import { filesEnding, runFiles } from './node-test';
import { type Outcome, type Suite, unable } from './outcome';

const SHIM = inRoot('test', 'workbench', 'host', 'shim.mjs');

/** The tests inside the extension host, with the extension run from this folder. */
export const fromFolder: Suite = {
  name: 'workbench, from the folder',
  run: (filter) => withHost((host) => inExtensionHost(host, filter, inRoot())),
};

/** The same tests, with the extension that a user would install. */
export const fromPackage: Suite = {
  name: 'workbench, from the vsix',
  run: (filter) =>
    withHost((host) =>
      inTemporaryFolder(async (folder) => {
        const vsix = path.join(folder, 'trapframe.vsix');
        const extensions = path.join(folder, 'extensions');
        await packageExtension(vsix);
        await installVsix(host, vsix, extensions);
        // The test options ask for an extension under development; this one does nothing.
        const empty = path.join(folder, 'empty');
        mkdirSync(empty);
        const manifest = {
          name: 'empty',
          publisher: 'trapframe',
          version: '0.0.0',
          engines: { vscode: '*' },
        };
        writeFileSync(path.join(empty, 'package.json'), JSON.stringify(manifest));
        return await inExtensionHost(host, filter, empty, extensions);
      }),
    ),
};

/** Tests that press keys, click, and read the screen. */
export const windows: Suite = {
  name: 'workbench, on screen',
  run: (filter) =>
    withHost(() => {
      const files = filesEnding('.ui.ts', 'test');
      const chosen =
        filter.length === 0 ? files : files.filter((file) => filter.some((word) => file.includes(word)));
      // One window at a time: two would compete for the processor, and for the keyboard on the desktop.
      return runFiles(chosen, 1);
    }),
};

async function withHost(work: (host: Host) => Promise<Outcome>): Promise<Outcome> {
  let host: Host;
  try {
    host = await findHost((message) => console.log(`  ${message}`));
  } catch (error) {
    if (error instanceof NoHost) return unable(error.message);
    throw error;
  }
  return work(host);
}

/** Runs dist/test/workbench.js in an extension host. */
const inExtensionHost = (
  host: Host,
  filter: readonly string[],
  extension: string,
  extensions?: string,
): Promise<Outcome> => inNewWindows(filter, (left) => inOneWindow(host, left, extension, extensions));

function inOneWindow(
  host: Host,
  filter: readonly string[],
  extension: string,
  extensions?: string,
): Promise<Report | undefined> {
  return inTemporaryFolder(async (folder) => {
    const report = path.join(folder, 'report.json');
    const user = path.join(folder, 'user');
    mkdirSync(path.join(user, 'User'), { recursive: true });
    writeFileSync(path.join(user, 'User', 'settings.json'), JSON.stringify(quietSettings));
    try {
      await runTests({
        vscodeExecutablePath: host.kind === 'desktop' ? host.executable : SHIM,
        extensionDevelopmentPath: extension,
        extensionTestsPath: inRoot('dist', 'test', 'workbench.js'),
        extensionTestsEnv: { TRAPFRAME_REPORT: report, TRAPFRAME_ONLY: JSON.stringify(filter) },
        launchArgs: [
          programs(folder),
          `--user-data-dir=${user}`,
          `--extensions-dir=${extensions ?? path.join(folder, 'extensions')}`,
        ],
      });
    } catch (error) {
      console.log(`  ${String(error)}`);
    }
    return readReport(report);
  });
}

/** A folder with the programs of the first lab and no launch.json, so that F5 means the active file. */
function programs(folder: string): string {
  const copy = path.join(folder, 'programs');
  cpSync(inRoot('labs', '00-first-light', 'starter'), copy, {
    recursive: true,
    filter: (source) => path.basename(source) !== '.vscode',
  });
  return copy;
}

/** How it stood when the tests last told; undefined where none of them began. */
function readReport(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}

async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
