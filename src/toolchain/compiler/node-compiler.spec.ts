import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeCompiler } from './node-compiler';

const folder = mkdtempSync(join(tmpdir(), 'tf '));
const before = process.cwd();
after(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});
const kernel = join(__dirname, '..', '..', '..', 'kernel');
const compiler = nodeCompiler(kernel);

test('a source is a source, whatever its name begins with, also in the current folder', async () => {
  process.chdir(folder);
  const compile = (path: string, text: string): ReturnType<typeof compiler.compileProgram> => {
    writeFileSync(path, text);
    return compiler.compileProgram([{ path, text }], []);
  };
  for (const path of ['@list.c', '-o.c', join(folder, '@whole.c')]) {
    const { elf, diagnostics } = await compile(path, 'int main(void) { return 0; }\n');
    assert.deepEqual([diagnostics, elf !== undefined], [[], true], path);
    const wrong = await compile(path, 'int main(void) { return x; }\n');
    assert.deepEqual(
      wrong.diagnostics.map((one) => [one.path, one.line]),
      [[path, 1]],
    );
  }
});

test('beyond its bounds it is given up, in words that are the same each time; within them it compiles', async () => {
  const path = join(folder, 'bounded.c');
  const compile = (text: string, said: number): ReturnType<typeof compiler.compileProgram> => {
    writeFileSync(path, text);
    const bounds = { memory: 2 ** 32, seconds: 300, said };
    return nodeCompiler(kernel, undefined, bounds).compileProgram([{ path, text }], []);
  };
  assert.ok((await compile('int main(void) { return 0; }\n', 2 ** 20)).elf);
  const [wrong] = (await compile('int main(void) { return x; }\n', 2 ** 20)).diagnostics;
  assert.deepEqual([wrong.path, wrong.line], [path, 1]);
  await assert.rejects(compile('#error this is more than may be said of one source\n'.repeat(100), 1024), {
    message:
      'the compiler was given up: it may use 4096 MiB of memory and 300 seconds of the CPU, and say 1 KiB',
  });
});
