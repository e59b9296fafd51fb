// Bundles the TypeScript and builds the kernel; with --watch, bundles again whenever a source changes.
// What is built here is what ships: white space goes, names stay, so that a user's error report can be read.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { labSchema } from '../src/labs/format/lab-shape';
import { run } from './commands';
import { GRADES } from '../src/labs/node-errand';
import { writeLicences } from './licences';
import { main, ScriptError } from './main';
import { inRoot } from './root';
import { writeShippedList } from './shipped-list';

/** What each bundle in dist/ is made from. */
const bundles: Record<string, string> = {
  'extension.js': 'src/extension/node-main.ts',
  'adapter.js': 'src/dap/bin.ts',
  'language-server.js': 'src/lsp/bin.ts',
  'main.js': 'src/worker/node-main.ts',
  'test/workbench.js': 'test/workbench/suite/main.ts',
};

/** What main.js is started by, with the code that V8 has kept of it. */
const STARTER = 'src/worker/start.ts';

/** Names under which cli.js is started for something else than commands. */
const others: Record<string, string> = {
  'worker.js': "require('./cli.js');\n",
  'grader.js': `process.argv.splice(2, 0, '${GRADES}');\nrequire('./cli.js');\n`,
};

/** What the views in webviews are made from: a folder for each, by the last part of the view's id. */
export const pages: Record<string, string> = Object.fromEntries(
  Object.entries({
    timelineAndProtocol: 'run',
    events: 'events',
    physicalMemory: 'physical-memory',
    cpu: 'cpu',
    trapCard: 'trap-card',
    addressSpace: 'address-space',
    trapTable: 'trap-table',
    lab: 'lab',
    policies: 'policies',
  }).flatMap(([name, folder]) => [
    [`webview/${name}.js`, `src/webview/${folder}/main.ts`],
    [`webview/${name}.css`, `src/webview/${folder}/style.css`],
  ]),
);

/** The adapter for a web worker. Its base class is made for Node; npm has the two modules that it needs of it. */
export const webWorkerOptions: esbuild.BuildOptions = {
  ...bundleOptions('web-worker.js', 'src/worker/web-main.ts'),
  platform: 'browser',
  format: 'iife',
  target: 'chrome122',
  external: [],
  inject: [inRoot('src/dap/web-buffer.ts')],
  alias: { events: inRoot('node_modules/events'), buffer: inRoot('node_modules/buffer') },
};

/** The extension in the editor of a browser, and the language server beside it. */
const webExtensionOptions: esbuild.BuildOptions = {
  ...bundleOptions('browser.js', 'src/extension/web/main.ts'),
  platform: 'browser',
  target: 'chrome122',
};
const webLanguageServerOptions = pageOptions('web-language-server.js', 'src/lsp/web-worker.ts');

const everything = (): [string, esbuild.BuildOptions][] => [
  ...Object.entries(bundles).map(([target, source]): [string, esbuild.BuildOptions] => [
    target,
    bundleOptions(target, source),
  ]),
  ...Object.entries(pages).map(([target, source]): [string, esbuild.BuildOptions] => [
    target,
    pageOptions(target, source),
  ]),
  ['web-worker.js', { ...webWorkerOptions, minifyIdentifiers: true }],
  ['browser.js', { ...webExtensionOptions, minifyIdentifiers: true }],
  ['web-language-server.js', { ...webLanguageServerOptions, minifyIdentifiers: true }],
];

function pageOptions(target: string, source: string): esbuild.BuildOptions {
  return {
    ...bundleOptions(target, source),
    platform: 'browser',
    format: 'iife',
    // The Chromium of VS Code 1.91.
    target: 'chrome122',
    external: [],
  };
}

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
    // A link to a map that does not ship would dangle; who works on Trapframe itself watches, and gets it.
    sourcemap: 'external',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** kernel/build.mjs itself does nothing when nothing has changed. */
async function buildKernel(): Promise<void> {
  for (const part of ['kernel', 'firmware']) {
    const status = await run(process.execPath, [inRoot('kernel', 'build.mjs'), '--of', part], {
      cwd: inRoot(),
    });
    if (status !== 0) throw new ScriptError(`build: the ${part} was not built`);
  }
}

/** kernel/user/build.mjs likewise. */
async function buildPrograms(): Promise<void> {
  const status = await run(process.execPath, [inRoot('kernel', 'user', 'build.mjs')], { cwd: inRoot() });
  if (status !== 0) throw new ScriptError('build: the programs were not built');
}

async function bundle(target: string, options: esbuild.BuildOptions): Promise<esbuild.Metafile> {
  try {
    return (await esbuild.build({ ...options, metafile: true })).metafile;
  } catch {
    // esbuild has printed its messages already.
    throw new ScriptError(`build: dist/${target} was not built`);
  }
}

async function buildStarter(): Promise<void> {
  const code = readFileSync(inRoot('dist', 'main.js'));
  // It is read as Latin-1. esbuild escapes what is in strings, but not in regular expressions.
  const foreign = code.findIndex((byte) => byte > 0x7f);
  if (foreign >= 0) {
    throw new ScriptError(
      `build: main.js is not ASCII: ${code.toString('utf8', foreign - 60, foreign + 20)}`,
    );
  }
  const id = createHash('sha256').update(code).digest('hex').slice(0, 16);
  await bundle('cli.js', starterOptions(id));
}

/** @param id a digest of main.js */
const starterOptions = (id: string): esbuild.BuildOptions => ({
  ...bundleOptions('cli.js', STARTER),
  define: { BUNDLE: JSON.stringify(id) },
});

/** Builds everything into dist/. @throws ScriptError when a part cannot be built */
export async function build(): Promise<void> {
  const [bundled] = await Promise.all([
    Promise.all(everything().map(([target, options]) => bundle(target, options))),
    buildKernel().then(buildPrograms),
  ]);
  await buildStarter();
  for (const [name, text] of Object.entries(others)) writeFileSync(inRoot('dist', name), text);
  writeLicences(bundled);
  writeLabSchema();
  writeShippedList();
}

/** What the editor completes and checks lab.json by. */
function writeLabSchema(): void {
  writeFileSync(inRoot('dist', 'lab.schema.json'), JSON.stringify(labSchema()) + '\n');
}

async function watch(): Promise<number> {
  await buildKernel();
  await buildPrograms();
  writeLabSchema();
  // With no digest, nothing is kept of a bundle that changes all the time.
  await bundle('cli.js', starterOptions(''));
  for (const [, options] of everything()) {
    const context = await esbuild.context({ ...options, sourcemap: 'linked', logLevel: 'info' });
    await context.watch();
  }
  console.log('build: watching the TypeScript (for a change in kernel/, run "npm run build")');
  return 0;
}

main(__filename, async () => {
  if (process.argv.includes('--watch')) return watch();
  await build();
  return 0;
});
