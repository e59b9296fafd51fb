// Builds trapframe-VERSION.vsix; with --pre-release one for the channel of that name. What goes into it is said by .vscodeignore, what must be in it by test/package.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles } from '@vscode/vsce';
import { build } from './build';
import { main } from './main';
import { inRoot } from './root';

function packageFile(): string {
  const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return inRoot(`${name}-${version}.vsix`);
}

/** Packages what is in dist/ into a file. */
export async function packageExtension(file: string, preRelease = false): Promise<void> {
  await createVSIX({
    cwd: inRoot(),
    packagePath: file,
    preRelease,
    // Everything is bundled.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
}

/** What a package has in it, by paths in the repository. */
export const shippedFiles = (): Promise<string[]> => listFiles({ cwd: inRoot(), packageManager: 0 });

main(__filename, async () => {
  const { values } = parseArgs({ options: { 'pre-release': { type: 'boolean', default: false } } });
  await build();
  await packageExtension(packageFile(), values['pre-release']);
  return 0;
});
