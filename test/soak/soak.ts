import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { guests, type GuestName } from './guests';
import type { Sample } from './run';

const root = path.resolve(__dirname, '..', '..');

/** One guest in a process of its own, looked at all the time. */
export async function soak(
  name: GuestName,
  limit: { readonly seconds: number; readonly instructions: number },
  onSample: (sample: Sample) => void = () => {},
): Promise<Sample[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-soak-'));
  const program = path.join(folder, 'guest.s');
  writeFileSync(program, guests[name]);
  const words = [path.join(__dirname, 'run.ts'), program, String(limit.seconds), String(limit.instructions)];
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const samples: Sample[] = [];
  let [line, errors] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => {
    const lines = (line + bytes.toString()).split('\n');
    line = lines.pop()!;
    for (const text of lines) {
      const sample = JSON.parse(text) as Sample;
      samples.push(sample);
      onSample(sample);
    }
  });
  child.stderr.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString()).slice(-2000)));
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) throw new Error(`${name}: the session ended with status ${status}\n${errors}`);
  return samples;
}
