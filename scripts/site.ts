// `npm run site`: a static page that has the whole editor in it, with the extension built in and the labs as its workspace. What is in
// dist/site/ can be put on any web server.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { installVscodeWeb } from '../test/workbench/host/install-vscode-web';
import { build } from './build';
import { main, ScriptError } from './main';
import { shippedFiles } from './package';
import { bundleForPage, filesIn, labsExtension, LOADER, NO_WORDS, STYLE } from './page-parts';
import { inRoot } from './root';

const SITE = inRoot('dist', 'site');

/** Extensions of the workbench that the page has: languages and themes, and those that start with it. */
const EXTENSIONS =
  /^(?:theme-.*|cpp|json|make|markdown-basics|markdown-language-features|configuration-editing|emmet|git-base|merge-conflict|search-result)$/;

/** What the workbench's page may do. Frames and workers have less or more, each by a policy of its own or by this one. */
const POLICY = [
  "default-src 'none'",
  // Grammars are matched by a module of WebAssembly.
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Bytes of our part, compressed as web servers send it. */
const LIMIT = 3_000_000;

/** Builds the page. @returns the folder */
export async function buildSite(say: (line: string) => void): Promise<string> {
  await build();
  rmSync(SITE, { recursive: true, force: true });
  const workbench = await installVscodeWeb(say);
  copyWorkbench(workbench);
  await copyExtension();
  await labs();
  await bundleForPage('src/site/page.ts', path.join(SITE, 'page.js'), 'iife');
  writeFileSync(path.join(SITE, 'index.html'), page());
  const own = filesIn(SITE).filter((file) => !file.startsWith(path.join(SITE, 'vscode')));
  const sent = own.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  const sizes = [sizeOf(own), sent, sizeOf(filesIn(path.join(SITE, 'vscode')))].map(mega);
  say(
    `site: ${SITE}: ${sizes[0]} MB of ours (${sizes[1]} MB as servers send it), ${sizes[2]} MB of the workbench`,
  );
  if (sent > LIMIT)
    throw new ScriptError(`site: our part is sent as ${sent} bytes, at most ${LIMIT} are allowed`);
  return SITE;
}

const mega = (bytes: number): string => (bytes / 1e6).toFixed(2);

function copyWorkbench(from: string): void {
  const to = path.join(SITE, 'vscode');
  mkdirSync(to, { recursive: true });
  for (const name of ['out', 'node_modules'])
    cpSync(path.join(from, name), path.join(to, name), { recursive: true });
  const extensions = path.join(to, 'extensions');
  for (const name of readdirSync(path.join(from, 'extensions'))) {
    if (EXTENSIONS.test(name)) {
      cpSync(path.join(from, 'extensions', name), path.join(extensions, name), { recursive: true });
    }
  }
  const out = path.join(to, 'out', 'vs', 'workbench');
  edit(path.join(out, 'services', 'extensions', 'worker', 'webWorkerExtensionHostIframe.html'), (text) =>
    // Extensions are functions made of text, and the machine makes modules of WebAssembly; both come from here alone.
    text
      .replace(/(script-src 'self' 'unsafe-eval' '[^']*') https:;/, '$1 blob:;')
      .replace(/connect-src [^;"]*/, "connect-src 'self'"),
  );
  edit(path.join(out, 'contrib', 'webview', 'browser', 'pre', 'index.html'), (text) => {
    const line = "throw new Error(`Expected '${parentOriginHash}' as hostname or subdomain!`);";
    // Any web server has one origin for all of it.
    const allowed = 'if (new URL(parentOrigin).origin === location.origin) return start(parentOrigin);\n';
    const edited = replaced(text, line, allowed + line);
    const [, script] = /<script async type="module">([^]*?)<\/script>/.exec(edited) ?? [];
    const hash = createHash('sha256')
      .update(script ?? '')
      .digest('base64');
    return edited.replace(/'sha256-[^']*'/, `'sha256-${hash}'`);
  });
}

/** What only a marketplace shows, and what needs a process; the labs are the workspace. */
const LEFT_OUT = /^(?:docs|labs)\/|\.md$|\.png$|^dist\/(?:extension|worker|language-server|cli|grader)\.js$/;
const WEB_BUNDLES = /^dist\/(?:browser|web-worker|web-language-server)\.js$/;
/** Images of programs, which the extension unpacks as it reads them. */
const PACKED = /\.elf$|^dist\/programs\//;

/** Of the files that the package has those that a browser needs, as small as they can be. */
async function copyExtension(): Promise<void> {
  for (const name of await shippedFiles()) {
    if (LEFT_OUT.test(name) && name !== 'media/icon.png') continue;
    const target = path.join(SITE, 'trapframe', name);
    mkdirSync(path.dirname(target), { recursive: true });
    const bytes = readFileSync(inRoot(name));
    writeFileSync(target, await smaller(name, bytes));
  }
  writeFileSync(path.join(SITE, 'trapframe', NO_WORDS), '{}');
}

async function smaller(name: string, bytes: Buffer): Promise<string | Uint8Array> {
  if (PACKED.test(name)) return gzipSync(bytes, { level: 9 });
  if (name.endsWith('.json')) return JSON.stringify(JSON.parse(bytes.toString()));
  if (!WEB_BUNDLES.test(name)) return bytes;
  const { code } = await esbuild.transform(bytes.toString(), { minify: true, target: 'chrome122' });
  return code;
}

/** The workspace, and the extension that gives it to the editor. */
async function labs(): Promise<void> {
  const folder = path.join(SITE, 'labs');
  cpSync(inRoot('labs'), path.join(folder, 'files'), {
    recursive: true,
    // What students are to find themselves.
    filter: (source) => !/[/\\](?:solution|wrong)$/.test(source),
  });
  await labsExtension(folder);
}

const page = (): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trapframe</title>
<link rel="icon" href="trapframe/media/icon.png">
<link data-name="vs/workbench/workbench.web.main" rel="stylesheet" href="${STYLE}">
</head>
<body aria-label=""></body>
${[...LOADER, 'page.js'].map((script) => `<script src="${script}"></script>`).join('\n')}
</html>
`;

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed === text) throw new ScriptError(`site: ${file} is not as it was`);
  writeFileSync(file, changed);
}

function replaced(text: string, what: string, by: string): string {
  if (!text.includes(what)) throw new ScriptError(`site: the workbench has no ${what}`);
  return text.replace(what, () => by);
}

const sizeOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + statSync(file).size, 0);

main(__filename, async () => {
  await buildSite((line) => console.log(line));
  return 0;
});
