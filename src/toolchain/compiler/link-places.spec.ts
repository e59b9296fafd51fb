/** Where names are used and defined that a linker refuses, as our own reading of objects tells it, with each compiler that is there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { nodeCompiler } from './node-compiler';
import { findCompiler } from './node-find';

const folder = mkdtempSync(join(tmpdir(), 'link places '));
const kernel = join(__dirname, '..', '..', '..', 'kernel');
after(() => rmSync(folder, { recursive: true }));

const files: Readonly<Record<string, string>> = {
  // A line each, so that what is expected can be counted.
  'use.c': `#include <trapframe.h>

int absent(int n);

int main(void) {
  int n = 1;
  // absent(0) would be wrong here
  puts("absent");
  n = absent(n);
  if (n > 2)
    return n;

  return absent(
    n + 1);
}
`,
  'data.c': `extern int nowhere;
int before = 4;
int *list[3] = {
  &before,
  &nowhere,
};
int main(void) { return *list[0]; }
`,
  'shared.h': `int absent(int n);
static inline int twice(int n) {
  return
    2 * absent(n);
}
`,
  'inline.c': '#include "shared.h"\n\nint main(void) {\n  return twice(1);\n}\n',
  'one.c':
    'int other(void);\n\nint main(void) { return other(); }\n\nint twin(void)\n{\n  return 1;\n}\nint both = 1;\n',
  'two.c': '\n\nint other(void) { return 2; }\n// twin\nint\ntwin(void) { return 2; }\n\nint both = 2;\n',
  'macro.c': '#define CALL absent(1)\nint absent(int);\n\nint main(void) {\n  return CALL;\n}\n',
};

const path = (name: string): string => join(folder, name);

async function placesIn(...names: string[]): Promise<string[]> {
  const sources = names.map((name) => ({ path: path(name), text: readFileSync(path(name), 'utf8') }));
  const { elf, diagnostics } = await nodeCompiler(kernel).compileProgram(sources, []);
  assert.equal(elf, undefined);
  return diagnostics.map(
    ({ path: at, line, column, message }) => `${at.replace(folder + '/', '')}:${line}:${column}: ${message}`,
  );
}

const nobody = (name: string): string => `${name} is used, but nobody defines it`;

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const hasZig = ((): boolean => {
  try {
    return findCompiler({ PATH: process.env['PATH'] }).family === 'zig';
  } catch {
    return false;
  }
})();

for (const [what, command, skip] of [
  ['the default compiler', '', hasZig ? false : 'SKIPPED: zig is not installed'],
  [
    'gcc',
    'riscv64-unknown-elf-gcc',
    isThere('riscv64-unknown-elf-gcc') ? false : 'SKIPPED: riscv64-unknown-elf-gcc is not installed',
  ],
] as const) {
  describe(what, { skip }, () => {
    const wish = process.env['TRAPFRAME_CC'];
    before(() => {
      for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
      process.env['TRAPFRAME_CC'] = command;
    });
    after(() => {
      if (wish === undefined) delete process.env['TRAPFRAME_CC'];
      else process.env['TRAPFRAME_CC'] = wish;
    });

    test('each use of a name that nobody defines', async () => {
      assert.deepEqual(await placesIn('use.c'), [
        `use.c:9:7: ${nobody('absent')}`,
        `use.c:13:10: ${nobody('absent')}`,
      ]);
    });

    test('a use in the initial value of data', async () => {
      assert.deepEqual(await placesIn('data.c'), [`data.c:5:4: ${nobody('nowhere')}`]);
    });

    test('a use in an inline function of a header, and behind a macro', async () => {
      assert.deepEqual(await placesIn('inline.c'), [`shared.h:4:9: ${nobody('absent')}`]);
      assert.deepEqual(await placesIn('macro.c'), [`macro.c:5:1: ${nobody('absent')}`]);
    });

    test('names that two files define', async () => {
      const again = (name: string, there: string): string =>
        `${name} is defined a second time; it is there already in ${there}`;
      assert.deepEqual((await placesIn('one.c', 'two.c')).sort(), [
        `two.c:6:1: ${again('twin', 'one.c:5')}`,
        `two.c:8:5: ${again('both', 'one.c:9')}`,
      ]);
    });
  });
}
