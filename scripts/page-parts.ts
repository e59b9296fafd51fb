// Parts of a page that has the workbench in it: for `npm run site`, and for the tests of the web host.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { inRoot } from './root';

/** The editor asks for words of other languages, and a page without them has an error. */
export const NO_WORDS = 'package.nls.json';

/** The scripts that a page begins with, in this order; its own comes last. */
export const LOADER = ['vscode/out/vs/loader.js', 'vscode/out/vs/webPackagePaths.js'];
export const STYLE = 'vscode/out/vs/workbench/workbench.web.main.css';

/** Bundles a script for a page; paths are those of the repository. */
export async function bundleForPage(
  source: string,
  target: string,
  format: 'iife' | 'cjs',
  more: esbuild.BuildOptions = {},
): Promise<void> {
  await esbuild.build({
    entryPoints: [inRoot(source)],
    outfile: target,
    bundle: true,
    platform: 'browser',
    format,
    target: 'chrome122',
    external: ['vscode'],
    minify: true,
    logLevel: 'warning',
    ...more,
  });
}

/**
 * Makes an extension of the files in a folder: it gives them to the editor as the file system `labs:`.
 * @param folder of the extension; the files are in its `files`
 */
export async function labsExtension(folder: string): Promise<void> {
  const files = path.join(folder, 'files');
  mkdirSync(files, { recursive: true });
  const index = Object.fromEntries(
    filesIn(files).map((file) => [
      `/${path.relative(files, file).split(path.sep).join('/')}`,
      statSync(file).size,
    ]),
  );
  writeFileSync(path.join(files, 'index.json'), JSON.stringify(index));
  await bundleForPage('src/site/labs.ts', path.join(folder, 'labs.js'), 'cjs');
  const manifest = {
    name: 'labs',
    publisher: 'trapframe',
    version: '0.1.0',
    engines: { vscode: '^1.91.0' },
    browser: './labs.js',
    activationEvents: ['onFileSystem:labs'],
    contributes: {
      resourceLabelFormatters: [
        { scheme: 'labs', formatting: { label: '${path}', separator: '/', workspaceSuffix: 'labs' } },
      ],
    },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, NO_WORDS), '{}');
}

/** All files below a folder. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name);
    return entry.isDirectory() ? filesIn(inside) : [inside];
  });
