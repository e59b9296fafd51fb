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
const compiler = nodeCompiler(join(__dirname, '..', '..', '..', 'kernel'));

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
