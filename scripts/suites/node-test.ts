import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../commands';
import { inRoot } from '../root';
import type { Outcome } from './outcome';

/** Files below these folders of the repository whose name ends so, in a fixed order, as paths from the root. */
export function filesEnding(ending: string, ...folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.join(folder, name),
      ),
    )
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** A file of tests that has not ended by then hangs, and is ended. */
const LIMIT_MS = 15 * 60_000;

/** Runs files of node:test, each in a process of its own. */
export async function runFiles(files: readonly string[], concurrency: number): Promise<Outcome> {
  // Node would look for files of its own choice.
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const report = path.join(folder, 'report.json');
  try {
    const status = await run(
      process.execPath,
      [
        '--import',
        'tsx',
        '--test',
        `--test-concurrency=${concurrency}`,
        `--test-timeout=${LIMIT_MS}`,
        `--test-reporter=${pathToFileURL(inRoot('scripts', 'suites', 'reporter.mjs')).href}`,
        '--test-reporter-destination=stdout',
        ...files,
      ],
      { cwd: inRoot(), env: { ...process.env, TRAPFRAME_REPORT: report } },
    );
    const outcome = JSON.parse(readFileSync(report, 'utf8')) as Outcome;
    // Node also fails for what is no test's failure, such as an error after the last test.
    if (status !== 0 && outcome.failed === 0) outcome.failed = 1;
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
