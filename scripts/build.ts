// Bundles the TypeScript and builds the kernel; with --watch, bundles again whenever a source changes.
// What is built here is what ships: bundles stay readable, so that a user's error report is.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { run } from './commands';
import { inRoot } from './root';

/** What each bundle in dist/ is made from. */
const bundles: Record<string, string> = {
  'extension.js': 'src/extension/main.ts',
  'worker.js': 'src/dap/worker.ts',
  'adapter.js': 'src/dap/bin.ts',
  'cli.js': 'src/cli/main.ts',
  'test/workbench.js': 'test/workbench/suite/main.ts',
};

function bundleOptions(target: string, source: string): esbuild.BuildOptions {
  return {
    entryPoints: [inRoot(source)],
    outfile: inRoot('dist', target),
    absWorkingDir: inRoot(),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The Node of VS Code 1.91, the oldest that we run in.
    target: 'node20',
    external: ['vscode'],
    banner: target === 'cli.js' ? { js: '#!/usr/bin/env node' } : {},
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** The newest modification time below a folder, folders themselves included (a removed file touches its folder). */
function newest(folder: string): number {
  return Math.max(
    statSync(folder).mtimeMs,
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const where = path.join(folder, entry.name);
      return entry.isDirectory() ? newest(where) : statSync(where).mtimeMs;
    }),
  );
}

async function buildKernel(): Promise<void> {
  const script = inRoot('kernel', 'build.mjs');
  const image = inRoot('dist', 'kernel', 'kernel.elf');
  if (existsSync(image) && statSync(image).mtimeMs > newest(inRoot('kernel'))) return;
  if ((await run(process.execPath, [script], { cwd: inRoot() })) !== 0)
    throw new Error('the kernel was not built');
}

/** Builds everything into dist/. @throws when a part cannot be built; what is wrong has been printed. */
export async function build(): Promise<void> {
  await Promise.all([
    buildKernel(),
    ...Object.entries(bundles).map(([target, source]) => esbuild.build(bundleOptions(target, source))),
  ]);
}

async function watch(): Promise<void> {
  await buildKernel();
  for (const [target, source] of Object.entries(bundles)) {
    const context = await esbuild.context({ ...bundleOptions(target, source), logLevel: 'info' });
    await context.watch();
  }
  console.log('build: watching the TypeScript (for a change in kernel/, run "npm run build")');
}

if (process.argv[1] === __filename) {
  (process.argv.includes('--watch') ? watch() : build()).catch((error: unknown) => {
    // esbuild has printed its messages already.
    if (!(error instanceof Error && 'errors' in error)) console.error(error);
    process.exitCode = 1;
  });
}
