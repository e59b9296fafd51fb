import type { Report } from '../../test/workbench/suite/runner';
import type { Outcome } from './outcome';

/** So many windows may break under the tests, one after the other. */
const WINDOWS = 3;

/**
 * Runs tests inside an extension host; what was left when a test hung, or the window broke, in a new one.
 * @param inOne runs tests in a window, and answers how it stood when they last told; undefined where none of them began
 */
export async function inNewWindows(
  filter: readonly string[],
  inOne: (left: readonly string[]) => Promise<Report | undefined>,
): Promise<Outcome> {
  const total: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (let windows = 1, left = filter; ; windows++) {
    const report = await inOne(left);
    if (report === undefined) {
      console.log('  the window has not come to the first test');
      if (windows === WINDOWS) return { ...total, failed: total.failed + Math.max(1, left.length) };
      continue;
    }
    total.passed += report.passed;
    total.failed += report.failed;
    total.skipped += report.skipped;
    total.failures?.push(...report.failures);
    left = report.left;
    if (left.length === 0) return total;
    console.log(`  the window did not get past ${report.failures.at(-1)}: ${left.length} tests are left`);
    if (windows === WINDOWS) return { ...total, failed: total.failed + left.length };
  }
}
