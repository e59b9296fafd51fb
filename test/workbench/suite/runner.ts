// The smallest runner that serves tests inside the extension host: node:test would need a process of its own.

/** What scripts/suites/workbench.ts reads from the file named by $TRAPFRAME_REPORT. */
export interface Report {
  passed: number;
  failed: number;
  skipped: number;
  /** The names of those that failed. */
  failures: string[];
  /** The names of those that were not begun, because the one before them hangs: what it left the window in is unknown. */
  left: string[];
}

interface Test {
  name: string;
  body: () => Promise<void>;
}

/** A test that has not ended by then hangs: it fails, and the others want a window of their own. */
const LIMIT_MS = 120_000;

class Hangs extends Error {}

const tests: Test[] = [];

/** Declares a test; they run one after the other, in the order of their declaration. */
export function test(name: string, body: () => Promise<void>): void {
  tests.push({ name, body });
}

/**
 * Runs the tests whose name contains one of these words (all when there are none), says how each went, and tells after each how
 * it stands: the window may not live to tell the end.
 */
export async function runTests(
  only: readonly string[],
  say: (line: string) => void,
  tell: (report: Report) => void,
): Promise<Report> {
  const chosen = tests.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
  const report: Report = { passed: 0, failed: 0, skipped: 0, failures: [], left: [] };
  for (const [index, { name, body }] of chosen.entries()) {
    const left = chosen.slice(index + 1).map((test) => test.name);
    // Until it has ended.
    tell({ ...report, failed: report.failed + 1, failures: [...report.failures, name], left });
    try {
      await withinLimit(body());
      report.passed++;
      say(`  ok       ${name}`);
    } catch (error) {
      report.failed++;
      report.failures.push(name);
      say(`  FAILED   ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (error instanceof Hangs) {
        report.left = left;
        break;
      }
    }
  }
  tell(report);
  return report;
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hangs(`no end after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
