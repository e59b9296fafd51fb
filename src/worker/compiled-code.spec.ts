import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as esbuild from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'trapframe-code-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const main = join(folder, 'main.js');
const code = join(folder, 'trapframe', 'code');

/** What a process prints that is started like `trapframe`. @param id of the contents of main.js */
function start(errand: string, id: string): string {
  const cli = join(folder, `${id}.js`);
  esbuild.buildSync({
    entryPoints: [join(__dirname, 'start.ts')],
    outfile: cli,
    bundle: true,
    platform: 'node',
    define: { BUNDLE: JSON.stringify(id) },
  });
  const { stdout, stderr } = spawnSync(process.execPath, [cli, errand], {
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: folder },
  });
  assert.equal(stderr, '');
  return stdout;
}

test('what V8 made of a bundle is kept for the next process, and never in the way', () => {
  writeFileSync(main, "console.log('one', process.argv[2], require('node:path').basename(__filename));");
  assert.equal(start('run', 'first'), 'one run main.js\n');
  const [kept] = readdirSync(code);
  assert.match(kept, /^run-.*-first$/);
  const bytes = readFileSync(join(code, kept));
  assert.equal(start('run', 'first'), 'one run main.js\n');
  assert.deepEqual(readFileSync(join(code, kept)), bytes);

  // Other contents of the same length.
  writeFileSync(main, "console.log('two', process.argv[2], require('node:path').basename(__filename));");
  assert.equal(start('run', 'second'), 'two run main.js\n');
  assert.match(readdirSync(code).join(' '), /^run-\S*-second$/);

  const [second] = readdirSync(code);
  writeFileSync(join(code, second), bytes.subarray(0, 50));
  assert.equal(start('run', 'second'), 'two run main.js\n');
  assert.ok(readFileSync(join(code, second)).length > 50);
});

test('nothing is kept of an unknown word, without a digest, or where others may write', () => {
  rmSync(code, { recursive: true, force: true });
  writeFileSync(main, 'console.log(1);');
  assert.equal(start('--version', 'id'), '1\n');
  assert.equal(start('run', ''), '1\n');
  assert.deepEqual(readdirSync(join(folder, 'trapframe')), []);
  chmodSync(join(folder, 'trapframe'), 0o777);
  assert.equal(start('run', 'id'), '1\n');
  assert.deepEqual(readdirSync(join(folder, 'trapframe')), []);
});
