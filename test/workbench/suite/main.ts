// The module that VS Code is given as extensionTestsPath. It runs inside the extension host.
import { writeFileSync } from 'node:fs';
import './node-adapters';
import './everywhere';
import './mixed.suite';
import './compiled.suite';
import './command.suite';
import { runTests } from './runner';

export async function run(): Promise<void> {
  const only = JSON.parse(process.env['TRAPFRAME_ONLY'] ?? '[]') as string[];
  const file = process.env['TRAPFRAME_REPORT'];
  const report = await runTests(
    only,
    (line) => console.log(line),
    (soFar) => {
      if (file !== undefined) writeFileSync(file, JSON.stringify(soFar));
    },
  );
  if (report.failed > 0) throw new Error(`${report.failed} of the workbench tests failed`);
}
