import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe, path } = commandLine({
  'hello.s': `
        .globl _start
_start: li a0, 1
        beqz a0, done
        ecall
done:   j _start
`,
  'wrong.s': '_start: addi a0, a0, 5000\n',
  'including.s': '.globl main\n.include "included.s"\nmain: ret\n',
  'included.s': '# first\n addi a0, a0, 9999\n',
  'notes.txt': 'no program',
  'program.elf': '\x7fELF\x02\x01\x01\0',
});

test('what asm makes, disasm shows', async () => {
  const done = await trapframe('asm', '@hello.s', '-o', '@hello');
  assert.deepEqual([done.status, done.out, done.err], [0, '', '']);
  assert.deepEqual(Object.keys(done.written), [path('hello')]);
  const { status, out } = await trapframe('disasm', '@hello');
  assert.equal(status, 0);
  assert.match(out, /^section \.text\n\n0000000000001000 <_start>:\n {4}1000: {2}00100513 {2}li\ta0,1\n/);
  assert.match(out, /\n000000000000100c <done>:\n/);
  assert.match(out, /beqz\ta0,0x100c <done>\n/);
});

test('errors at their places; nothing is written', async () => {
  const { status, err, written } = await trapframe('asm', '@wrong.s', '-o', '@wrong');
  assert.equal(status, 2);
  assert.match(err, /wrong\.s:1:\d+: error: /);
  assert.deepEqual(written, {});
});

test('a source is not overwritten', async () => {
  const { status, err, written } = await trapframe('asm', '@hello.s', '-o', '@hello.s');
  assert.equal(status, 2);
  assert.match(err, /^trapframe: -o .*hello\.s would overwrite the source .*hello\.s; name another file$/);
  assert.deepEqual(written, {});
});

test('a mistake in an included file is shown with its line', async () => {
  const { err } = await trapframe('asm', '@including.s', '-o', '@x');
  assert.match(
    err,
    /included\.s:2:15: error: 'addi' takes a number from -2048 to 2047, and this is 9999\n 2 \| +addi/,
  );
});

test('usage', async () => {
  for (const [words, message] of [
    [['asm', '@hello.s'], /^trapframe: asm needs -o OUT/],
    [['asm', '-o', '@x'], /^trapframe: asm takes at least one file/],
    [
      ['asm', '@program.elf', '-o', '@x'],
      /program\.elf: an ELF file; asm takes sources: assembly \(\.s, \.S\) and C \(\.c\)$/,
    ],
    [['disasm'], /^trapframe: disasm takes one file/],
    [['disasm', '@notes.txt'], /notes\.txt/],
  ] as const) {
    const { status, err } = await trapframe(...words);
    assert.equal(status, 2);
    assert.match(err, message);
  }
});
