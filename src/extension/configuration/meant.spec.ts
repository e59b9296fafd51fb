import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programMeant, type Situation } from './meant';

const file = (name: string, text: string, languageId = 'riscv-asm'): Situation['active'] => ({
  name,
  text,
  languageId,
  isUntitled: false,
});
const hello = file('/w/hello.s', '  .globl main\nmain: li a7, SYS_exit\n ecall\n');
const vector = file('/x/kernel/trap_vector.S', 'trap_vector:\n csrrw a0, sscratch, a0\n');
const readme = file('/w/README.md', '# Read me: main', 'markdown');
const x86 = file('/w/boot.s', '_start: movq %rax, %rbx\n pushq %rbp\n', 'riscv-asm');
const part = file('/w/print.s', 'print: ret\n');
const meant = (active: Situation['active'], hasLast: boolean, isKernels = false): string =>
  programMeant({ active, isKernels, hasLast });

test('a program in the active editor is meant, whatever was started before', () => {
  assert.equal(meant(hello, false), 'file');
  assert.equal(meant(hello, true), 'file');
});

test('in a source of the kernel, a text, a program for another processor, or with no editor at all: the last program', () => {
  assert.equal(meant(vector, true, true), 'last');
  assert.equal(meant(hello, true, true), 'last');
  assert.equal(meant(readme, true), 'last');
  assert.equal(meant(x86, true), 'last');
  assert.equal(meant(undefined, true), 'last');
});

test('with no program before, the user is asked', () => {
  assert.equal(meant(vector, false, true), 'ask');
  assert.equal(meant(readme, false), 'ask');
  assert.equal(meant(x86, false), 'ask');
  assert.equal(meant(undefined, false), 'ask');
});

test('a part of a program stands for the program that was started; alone it is taken for one, and told what it lacks', () => {
  assert.equal(meant(part, true), 'last');
  assert.equal(meant(part, false), 'file');
});

test('a file that was never saved is meant, and is to be saved', () => {
  const untitled = { ...hello!, name: 'Untitled-1', isUntitled: true };
  assert.equal(meant(untitled, true), 'file');
});
