// Everything that can be said about the code without running it; each check reports on its own, all of them run.
import os from 'node:os';
import { capture } from './commands';
import { main } from './main';
import { inRoot } from './root';
import { sizeReport } from './sizes';
import { filesEnding } from './suites/node-test';

const bin = (name: string, file: string): string => inRoot('node_modules', name, file);

/** What each check runs with Node. */
const checks: Record<string, readonly string[]> = {
  eslint: [
    bin('eslint', 'bin/eslint.js'),
    '--max-warnings=0',
    '--cache',
    '--cache-location',
    inRoot('.cache', 'eslint'),
    '.',
  ],
  layers: [
    bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
    'src',
    'test',
    'scripts',
  ],
  prettier: [bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  knip: [bin('knip', 'bin/knip.js'), '--no-progress'],
  manifest: ['--import', 'tsx', '--test', ...filesEnding('.spec.ts', 'test/manifest')],
};

async function check(name: string, args: readonly string[]): Promise<boolean> {
  const { status, output } = await capture(process.execPath, args, { cwd: inRoot() });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}${status === 0 ? '' : `\n${output.trimEnd()}`}`);
  return status === 0;
}

main(__filename, async () => {
  const waiting = Object.entries(checks);
  let allPassed = true;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (!(await check(...next))) allPassed = false;
    }
  };
  // eslint, the longest, starts first and has a processor of its own.
  await Promise.all(Array.from({ length: Math.max(2, os.availableParallelism()) }, worker));
  console.log(`sizes: ${sizeReport()}`);
  return allPassed ? 0 : 1;
});
