import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findCompiler } from './node-find';

const folder = mkdtempSync(join(tmpdir(), 'trapframe-find-'));
after(() => rmSync(folder, { recursive: true }));
const suffix = process.platform === 'win32' ? '.exe' : '';
const install = (name: string): string => {
  const command = join(folder, name + suffix);
  writeFileSync(command, '');
  chmodSync(command, 0o755);
  return command;
};
/** The folder stands for PATH, and the product has nothing beside it. */
const find = (TRAPFRAME_CC?: string) => findCompiler({ PATH: folder, TRAPFRAME_CC }, folder);

test('none: one line that says what to install; then the first of the documented order', () => {
  assert.throws(() => find(), /^UserError: no C compiler for RISC-V is found: install zig .*TRAPFRAME_CC$/);
  assert.throws(() => find('nope'), /^UserError: TRAPFRAME_CC names nope, and there is no such command$/);
  const linux = install('riscv64-linux-gnu-gcc');
  assert.deepEqual(find(), { command: linux, family: 'gcc' });
  const elf = install('riscv64-unknown-elf-gcc');
  assert.deepEqual(find(), { command: elf, family: 'gcc' });
  const zig = install('zig');
  assert.deepEqual(find(), { command: zig, family: 'zig' });
  assert.deepEqual(find('riscv64-linux-gnu-gcc'), { command: linux, family: 'gcc' });
  assert.deepEqual(find(''), { command: zig, family: 'zig' });
});

test('zig of npm is found beside the product', () => {
  const { command, family } = findCompiler({});
  assert.equal(family, 'zig');
  assert.match(command, /@zigc/);
});
