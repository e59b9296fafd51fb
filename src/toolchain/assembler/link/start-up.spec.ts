import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readElf } from '../../elf/read';
import { assemble } from '../assemble';
import { startUpText } from './start-up';

const symbolsOf = (text: string): Map<string, bigint> => {
  const { elf } = assemble([{ path: 'program.s', text }]);
  return new Map(readElf(elf!, 'program').symbols.map(({ name, address }) => [name, address]));
};

test('the start-up code is the file that debuggers show', () => {
  assert.equal(startUpText, readFileSync('kernel/user/start.S', 'utf8'));
});

test('a program with main starts in the start-up code', () => {
  const { elf, diagnostics } = assemble([{ path: 'program.s', text: '.globl main\nmain: ret' }]);
  assert.deepEqual(diagnostics, []);
  const program = readElf(elf!, 'program');
  const start = program.symbols.find(({ name }) => name === '_start');
  assert.equal(program.entry, 0x1000n);
  assert.equal(start?.address, 0x1000n);
  assert.equal(start.kind, 'function');
});

test('a program with _start has nothing else in it', () => {
  assert.deepEqual(
    [...symbolsOf('.globl _start, main\n_start: nop\nmain: ret').keys()],
    ['program.s', '_start', 'main'],
  );
});

test('an image for a bare machine lies at the beginning of its memory, as it is', () => {
  const text = '.text\nmain: ret\n.section .text.init, "ax"\n.globl _start\n_start: j main\n.data\n.word 1';
  const { elf, diagnostics } = assemble([{ path: 'image.s', text }], { purpose: 'machine' });
  assert.deepEqual(diagnostics, []);
  const image = readElf(elf!, 'image');
  assert.equal(image.entry, 0x8000_0000n);
  assert.equal(image.segments[0]?.virtualAddress, 0x8000_0000n);
  assert.equal(image.segments[1]?.virtualAddress, 0x8000_1000n);
  assert.equal(image.symbols.find(({ name }) => name === 'main')?.address, 0x8000_0004n);
});

test('the base can be chosen', () => {
  const { elf } = assemble([{ path: 'image.s', text: '.globl _start\n_start: nop' }], {
    purpose: 'machine',
    base: 0x8020_0000n,
  });
  assert.equal(readElf(elf!, 'image').entry, 0x8020_0000n);
});
