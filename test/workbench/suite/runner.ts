// The smallest runner that serves tests inside the extension host: node:test would need a process of its own.

/** What scripts/suites/workbench.ts reads from the file named by $TRAPFRAME_REPORT. */
export interface Report {
  passed: number;
  failed: number;
  skipped: number;
  /** The names of those that failed. */
  failures: string[];
}

interface Test {
  name: string;
  body: () => Promise<void>;
}

/** A test that has not ended by then hangs: it fails, and the next one starts. */
const LIMIT_MS = 60_000;

const tests: Test[] = [];

/** Declares a test; they run one after the other, in the order of their declaration. */
export function test(name: string, body: () => Promise<void>): void {
  tests.push({ name, body });
}

/** Runs the tests whose name contains one of these words (all when there are none), and says how each went. */
export async function runTests(only: readonly string[], say: (line: string) => void): Promise<Report> {
  const report: Report = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const { name, body } of tests) {
    if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
    try {
      await withinLimit(body());
      report.passed++;
      say(`  ok       ${name}`);
    } catch (error) {
      report.failed++;
      report.failures.push(name);
      say(`  FAILED   ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return report;
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
