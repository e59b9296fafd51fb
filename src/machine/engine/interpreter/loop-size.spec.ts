import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { generateLoop } from './loop';

/** In functions of as many values (virtual registers) as this or more, V8 allocates registers in haste: all handlers become up to twice as slow. */
const CARELESS = 8192;

/** Values of the only function of a module, as V8 counts them before it allocates registers. */
function valuesOf(module: Uint8Array): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-loop-'));
  try {
    const file = path.join(folder, 'loop.wasm');
    writeFileSync(file, module);
    const flags = [
      '--no-liftoff',
      '--no-wasm-lazy-compilation',
      '--trace-turbo',
      `--trace-turbo-path=${folder}`,
    ];
    const program = `new WebAssembly.Module(require('node:fs').readFileSync(${JSON.stringify(file)}))`;
    const { status, stderr } = spawnSync(process.execPath, [...flags, '-e', program], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    const trace = readdirSync(folder).find((name) => name.startsWith('turbo-wasm-function#0'));
    assert(trace, 'V8 has traced the function');
    const text = readFileSync(path.join(folder, trace), 'utf8');
    const before = text.slice(
      text.indexOf('"before register allocation"'),
      text.indexOf('"after register allocation"'),
    );
    return [...before.matchAll(/"v(\d+)"/g)].reduce((most, [, number]) => Math.max(most, Number(number)), 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the loop has no more values than V8 allocates registers well for', () => {
  const values = valuesOf(generateLoop());
  assert(values > 1000, `V8 says ${values}`);
  assert(values < CARELESS, `the loop has ${values} values`);
});
