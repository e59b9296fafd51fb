import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../../../scripts/root';

/** A folder with the programs of the first lab and no launch.json, so that F5 means the active file; it goes with this process. */
export function firstLab(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-lab-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(inRoot('labs', '00-first-light', 'starter'), folder, {
    recursive: true,
    filter: (source) => path.basename(source) !== '.vscode',
  });
  return folder;
}
