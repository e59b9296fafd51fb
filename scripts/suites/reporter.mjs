// A reporter for `node --test`: one line for each file that failed or skipped something, what went wrong in full, and
// the counts, with the files that failed, as JSON in the file named by $TRAPFRAME_REPORT. Plain JavaScript: node:test itself loads it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';

/** Only tests count: describe() blocks do not, and files only where they break before their first test. */
const isTest = (data) => data.details?.type !== 'suite' && !isFile(data);
const isFile = (data) =>
  data.nesting === 0 && data.file !== undefined && path.resolve(data.name) === data.file;

export default async function* report(events) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const output = new Map();
  const parents = [];
  for await (const { type, data } of events) {
    const file = data.file === undefined ? '' : path.relative('', data.file);
    if (type === 'test:start') {
      parents[data.nesting] = data.name;
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      output.set(file, (output.get(file) ?? '') + data.message);
    } else if (type === 'test:pass' && isTest(data)) {
      const left = data.skip ?? data.todo;
      if (left === undefined) {
        counts.passed++;
      } else {
        counts.skipped++;
        yield `  skipped  ${file}: ${data.name}${typeof left === 'string' ? ` (${left})` : ''}\n`;
      }
    } else if (type === 'test:fail' && (isTest(data) || isFile(data))) {
      // A test that only failed because one inside it did has been told already.
      if (data.details.error?.failureType === 'subtestsFailed') continue;
      counts.failed++;
      if (!counts.failures.includes(file)) counts.failures.push(file);
      const names = [...parents.slice(0, data.nesting), data.name].join(' > ');
      yield `  FAILED   ${file}: ${names}\n${indent(described(data.details.error))}`;
      if (output.has(file)) yield indent(`Output of ${file}:\n${output.get(file)}`);
      output.delete(file);
    }
  }
  if (process.env.TRAPFRAME_REPORT) writeFileSync(process.env.TRAPFRAME_REPORT, JSON.stringify(counts));
}

/** The error that the test threw, out of the one that node:test wraps around it; or how a file's process ended. */
const described = (error) => {
  const cause = error?.cause ?? error;
  if (typeof cause !== 'string') return inspect(cause, { depth: 4 });
  const ends = [error.exitCode && `exit status ${error.exitCode}`, error.signal].filter(Boolean);
  return [cause, ...ends].join(', ');
};

const indent = (text) => text.trimEnd().replace(/^/gm, '           ') + '\n';
