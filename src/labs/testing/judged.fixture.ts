import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { nodeHost } from '../../host/node-host';
import type { LabCheck } from '../format/lab';
import { loadLab } from '../format/load';
import type { CheckResult } from '../grade/graded';
import { gradeHere } from '../node-grading';
import { workspaceFiles } from '../run/workspace';

const root = path.resolve(__dirname, '../../..');
const host = nodeHost(path.join(root, 'dist'));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Builds what runs. */
export function buildKernel(): void {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'kernel', 'build.mjs')]);
  if (status !== 0) throw new Error(`the kernel was not built: ${String(stderr)}`);
}

/**
 * What checks say of programs: a lab is made of them, and graded.
 * @param run the run, of programs that are among the files
 */
export async function judged(
  files: Readonly<Record<string, string>>,
  run: Readonly<Record<string, unknown>>,
  checks: readonly (Partial<LabCheck> & { readonly kind: string })[],
  needs: readonly string[] = [],
): Promise<readonly CheckResult[]> {
  const lab = {
    format: 1,
    title: 'lab',
    version: '1',
    handIn: Object.keys(files),
    needs,
    runs: { main: run },
    checks: checks.map((check, index) => ({ id: String(index), name: 'check', ...check })),
  };
  const folder = workspaceFiles(
    '/lab',
    new Map([['lab.json', bytes(JSON.stringify(lab))]]),
    host.files,
    () => false,
  );
  const all = new Map(Object.entries(files).map(([name, text]) => [name, bytes(text)]));
  return (await gradeHere(await loadLab(folder, '/lab'), 'student', all, host)).checks;
}

/** For each check whether it passed, or what it says. */
export const said = async (...given: Parameters<typeof judged>): Promise<(true | null | string)[]> =>
  (await judged(...given)).map(({ passed, message }) => (passed === false ? message : passed));
