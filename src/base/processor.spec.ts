import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { foreignProcessor } from './processor';

test('x86 in either syntax', () => {
  assert.equal(foreignProcessor('main:\n  pushq %rbp\n  movq %rsp, %rbp\n  movl $1, %eax\n  ret\n'), 'x86');
  assert.equal(foreignProcessor('section .text\n_start:\n  mov eax, 4\n  mov ebx, 1\n  int 0x80\n'), 'x86');
  assert.equal(foreignProcessor('_start:\n  mov rax, 60\n  xor rdi, rdi\n  syscall\n'), 'x86');
});

test('Arm, 32 and 64 bits', () => {
  assert.equal(foreignProcessor('main:\n  push {r7, lr}\n  mov r0, #1\n  ldr r1, =text\n  svc 0\n'), 'Arm');
  assert.equal(foreignProcessor('_start:\n  mov x0, #1\n  adrp x1, text\n  mov x8, #64\n  svc #0\n'), 'Arm');
});

test('RISC-V with any register names, what is half written, and an empty file are not', () => {
  for (const source of [
    '',
    'main:\n',
    'main: add x1, x2, x3\n sub x4, x5, x6\n add x7, x8, x9\n',
    '# mov %rax, %rbx\n# pushq %rbp\nmain: li a0, 1\n ret\n',
    '  .data\nt: .string "pushq %rbp"\nu: .string "movq %rsp, %rbp"\n',
    '  b loop\n  b loop\n  pop\n',
  ]) {
    assert.equal(foreignProcessor(source), undefined, source);
  }
});

test('no source of ours is', () => {
  const root = path.resolve(__dirname, '../..');
  const files = ['kernel', 'labs'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(root, folder, name),
    ),
  );
  const sources = files.filter((file) => /\.[sS]$/.test(file));
  assert.ok(sources.length > 50);
  for (const file of sources) assert.equal(foreignProcessor(readFileSync(file, 'utf8')), undefined, file);
});
