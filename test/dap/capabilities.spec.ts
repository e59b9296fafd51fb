// The matrix: every capability that is declared has a spec over a real connection, and that spec fails when the feature is
// switched off. TRAPFRAME_MATRIX=all tries all of them; otherwise a few are tried.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { capabilities } from '../../src/dap/capabilities';
import { matrix, type Row } from './capability-matrix';

const rows = Object.entries<Row>(matrix);
const declared = Object.entries(capabilities).flatMap(([name, value]) => (value === false ? [] : [name]));
const TRIED = ['supportsConditionalBreakpoints', 'supportsGotoTargetsRequest', 'breakpointModes'];
const fileOf = ({ spec }: Row): string => join(__dirname, `${spec}.spec.ts`);

test('every capability that is declared has a row, and no other', () => {
  assert.deepEqual(declared.sort(), rows.map(([name]) => name).sort());
});

test('every row names a test that exists', () => {
  for (const [name, row] of rows) {
    const text = readFileSync(fileOf(row), 'utf8');
    assert.ok(new RegExp(`^test\\(\\s*['"]${row.test}`, 'm').test(text), `${name}: ${row.spec}, ${row.test}`);
  }
});

for (const [name, row] of rows) {
  if (process.env['TRAPFRAME_MATRIX'] !== 'all' && !TRIED.includes(name)) continue;
  test(`without ${name} its spec fails`, async () => {
    const { code, output } = await run(row, name);
    assert.notEqual(code, 0, output);
    assert.match(output, new RegExp(`not ok \\d+ - ${row.test}`), output);
  });
}

/** Runs one test of a spec against the adapter without a capability. What never ends has failed, too. */
function run(
  { test: name, ...row }: Row,
  capability: string,
): Promise<{ code: number | null; output: string }> {
  const options = ['--test-name-pattern', `^${name}`, '--test-timeout', '120000', '--test-reporter', 'tap'];
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--test', ...options, fileOf({ test: name, ...row })],
    {
      env: { ...env, TRAPFRAME_WITHOUT: capability },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })));
}
