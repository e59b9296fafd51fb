import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { capture, startable } from '../../../scripts/commands';
import type { Host } from './find-host';
import { codeServerEnvironment } from './server';

/** Installs a packaged extension into a folder of extensions, as a user would. @throws with the host's own words */
export async function installVsix(host: Host, vsix: string, extensions: string): Promise<void> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const options = [
    '--install-extension',
    vsix,
    '--extensions-dir',
    extensions,
    '--user-data-dir',
    path.join(home, 'user'),
  ];
  const [command, args, env] =
    host.kind === 'desktop'
      ? [resolveCliPathFromVSCodeExecutablePath(host.executable), options, process.env]
      : [host.server.node, [host.server.entry, ...options], codeServerEnvironment(home)];
  const start = startable(command, args);
  try {
    const { status, output } = await capture(start.command, start.args, { env, shell: start.shell });
    if (status !== 0) throw new Error(`${vsix} cannot be installed:\n${output}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
