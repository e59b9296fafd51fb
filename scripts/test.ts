// `npm test [-- WORD...]`: builds, runs every suite, and ends with what came of it. With words: only files whose path,
// or tests inside the extension host whose name, contains one of them. `--suite NAME` picks the suites whose name contains
// NAME. With CI=true, where machines are slow and shared, the few that failed run once more, alone; what passes only then
// is told, loudly, and does not fail the run. `--pictures` renews the pictures in media/ and docs/pictures/.
import { parseArgs } from 'node:util';
import { build } from './build';
import { main, report, ScriptError } from './main';
import type { Outcome, Suite } from './suites/outcome';
import { unit } from './suites/unit';
import { webFromFolder, webFromPackage } from './suites/web';
import { fromFolder, fromPackage, windows } from './suites/workbench';

const suites: readonly Suite[] = [unit, fromFolder, fromPackage, windows, webFromFolder, webFromPackage];

const counts = (o: Outcome): string => `${o.passed} passed, ${o.failed} failed, ${o.skipped} skipped`;

async function runSuite(suite: Suite, filter: readonly string[]): Promise<Outcome> {
  console.log(`\n== ${suite.name}`);
  try {
    return await suite.run(filter);
  } catch (error) {
    console.log(error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** So many may run a second time; where more fail, something is broken. */
const SECOND_TRIES = 5;

/** Runs what failed once more, with nothing beside it: a test that waits for another program may have been starved. */
async function secondTry(suite: Suite, first: Outcome): Promise<{ outcome: Outcome; unsteady: number }> {
  const again = first.failures ?? [];
  if (first.failed === 0 || again.length === 0 || again.length > SECOND_TRIES) {
    return { outcome: first, unsteady: 0 };
  }
  console.log(`\n== ${suite.name}: a second try of ${again.join(', ')}`);
  const { failed } = await runSuite(suite, again);
  const unsteady = Math.max(0, first.failed - failed);
  return { outcome: { ...first, passed: first.passed + unsteady, failed }, unsteady };
}

async function runSuites(): Promise<Outcome> {
  const { values, positionals } = parseArgs({
    options: { suite: { type: 'string', default: '' }, pictures: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const chosen = suites.filter(({ name }) => name.includes(values.suite));
  if (chosen.length === 0) {
    throw new ScriptError(
      `--suite ${values.suite}: the suites are ${suites.map(({ name }) => `"${name}"`).join(', ')}`,
    );
  }
  // A suite that did not run must not look like one that passed where nobody reads along.
  const inCi = process.env['CI'] === 'true';
  if (values.pictures) process.env['TRAPFRAME_PICTURES'] = 'renew';
  await build();

  const total: Outcome = { passed: 0, failed: 0, skipped: 0 };
  const closing: string[] = [];
  for (const suite of chosen) {
    const started = Date.now();
    const first = await runSuite(suite, positionals);
    const { outcome, unsteady } = inCi ? await secondTry(suite, first) : { outcome: first, unsteady: 0 };
    const unable = outcome.reason !== undefined;
    if (unable && inCi) {
      outcome.failed += outcome.skipped;
      outcome.skipped = 0;
    }
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped += outcome.skipped;
    const said = unable
      ? `SKIPPED: ${outcome.reason}${inCi ? ' (a failure, because CI=true)' : ''}`
      : `${counts(outcome)}${unsteady > 0 ? `, ${unsteady} UNSTEADY: passed only at a second try` : ''} (${Math.round((Date.now() - started) / 1000)} s)`;
    closing.push(`${suite.name.padEnd(28)} ${said}`);
  }
  console.log(`\n${closing.join('\n')}`);
  return total;
}

main(__filename, async () => {
  let total: Outcome;
  try {
    total = await runSuites();
  } catch (error) {
    report(error);
    total = { passed: 0, failed: 1, skipped: 0 };
  }
  console.log(counts(total));
  // No test at all is no success either: a word was misspelt.
  return total.failed > 0 || total.passed + total.skipped === 0 ? 1 : 0;
});
