// `node scripts/run.mjs NAME [ARGUMENT...]` runs scripts/NAME.ts. Every npm script goes through here. This file is plain
// JavaScript without dependencies, because on a fresh clone it is what installs them.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/**
 * Names of packages in package-lock.json that node_modules lacks or has in another version. Packages for other
 * platforms are optional, and so is their absence.
 */
function missingPackages() {
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const listing = path.join('node_modules', '.package-lock.json');
  const present = existsSync(listing) ? JSON.parse(readFileSync(listing, 'utf8')).packages : {};
  return Object.entries(wanted)
    .filter(([where, entry]) => where !== '' && !entry.optional && present[where]?.version !== entry.version)
    .map(([where]) => where);
}

function install() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  console.log(`Installing ${missing.length} packages (npm ci) ...`);
  // Under `npm run` npm names its own program, which spares us npm.cmd and a shell on Windows.
  const npm = process.env.npm_execpath;
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...options], { stdio: ['ignore', 'inherit', 'inherit'] })
    : spawnSync('npm', options, {
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: process.platform === 'win32',
      });
  if (result.status !== 0) {
    console.error('npm ci failed: see above.');
    process.exit(1);
  }
}

const name = process.argv[2] ?? '';
const script = path.join(root, 'scripts', `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  console.error(`node scripts/run.mjs NAME: there is no script "${name}".`);
  process.exit(2);
}
install();
process.argv.splice(1, 2, script);
const { register } = await import('tsx/cjs/api');
register();
const { createRequire } = await import('node:module');
createRequire(import.meta.url)(script);
