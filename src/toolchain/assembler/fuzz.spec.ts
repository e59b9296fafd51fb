/** No input makes the assembler throw or hang; what it accepts is a program that can be read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readElf } from '../elf/read';
import { assemble } from './assemble';
import { directives } from './directives/directives';
import { mnemonics } from './instructions/meanings';

/** Inputs of each kind; with TRAPFRAME_FUZZ=100000 as many as that, in some minutes. */
const RUNS = Number(process.env['TRAPFRAME_FUZZ'] ?? 4000);
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 7);

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...mnemonics) },
  { weight: 6, arbitrary: fc.constantFrom(...directives.keys()) },
  { weight: 12, arbitrary: fc.constantFrom('a0', 'sp', 'zero', 'main', 'x', 'y', '.', '1b', '1f', 'sepc', '8(sp)', '(a0)') },
  { weight: 10, arbitrary: fc.constantFrom(',', ',', '(', ')', '+', '-', '*', '/', '<<', '%', '%lo(', '%pcrel_lo(', '=', '==', '!', '@', ':') },
  { weight: 6, arbitrary: fc.constantFrom('0', '1', '-1', '4095', '0x7fffffff', '0xffffffffffffffff', '99999999999999999999', '0b2') },
  { weight: 2, arbitrary: fc.constantFrom('"text"', '"', "'a'", "'", '\\', '/*', '*/', '//', '#', ';', '\t', '\r', '\0', 'é', '💥') },
  { weight: 5, arbitrary: fc.constantFrom('\n.macro m a, b=1\n', '\n.endm\n', '\\a', '\\@', 'm', '\nm 1, a0\n', '\n.rept 3\n', '\n.irp x, 1, 2\n', '\n.endr\n', '\n.if 1\n', '\n.if 0\n', '\n.else\n', '\n.endif\n', '.insn r', '.option rvc') },
  { weight: 2, arbitrary: fc.constantFrom('\n#define m(a) a\n', '\n#define x y\n', '\n#if x\n', '\n#endif\n', '\n#else\n', '\n#include "x"\n', '##', 'm(') },
  { weight: 8, arbitrary: fc.constantFrom('\nmain:', '\n1:', '\nx:', '\n', '\n.data\n', '\n.text\n', '\n.bss\n', '\nx =', '\n.set y,') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8, unit: 'binary' }) },
); // prettier-ignore

function assembleAny(text: string, purpose: 'process' | 'machine', file = 'any.s'): void {
  const { elf, diagnostics } = assemble([{ path: file, text }], { purpose });
  const lines = text.split('\n');
  for (const { path, line, column, length, message } of diagnostics) {
    assert.equal(path, file, message);
    const width = lines[line - 1]?.length;
    assert.ok(width !== undefined, `${message}: there is no line ${line}`);
    assert.ok(
      column >= 1 && length >= 1 && column <= width + 1,
      `${message}: ${line}:${column}, ${length} long`,
    );
  }
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  assert.equal(elf === undefined, failed);
  if (elf !== undefined) readElf(elf, 'any');
}

test('token soup', () => {
  const soup = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(' '));
  fc.assert(
    fc.property(
      soup,
      fc.constantFrom('process', 'machine'),
      fc.constantFrom('any.s', 'any.S'),
      (text, purpose, file) => assembleAny(text, purpose, file),
    ),
    { seed: SEED, numRuns: RUNS },
  );
});

test('a correct program with a few characters changed', () => {
  const program = `.data
    message: .asciz "hello, world"
    .equ length, . - message
    .align 3
    table: .dword message, main, 1f - 2f
    .text
    .globl main
    main: addi sp, sp, -16
    sd ra, 8(sp)
    1: li a0, 0x123456789
    la a1, message
    lw a2, table
    2: beqz a0, 1b
    call main
    lui a0, %hi(message)
    addi a0, a0, %lo(message + 4)
    ld ra, 8(sp) // back
    addi sp, sp, 16; ret
  `;
  const change = fc.record({
    at: fc.nat(program.length),
    remove: fc.nat(3),
    insert: fc.oneof(fc.constant(''), fc.string({ maxLength: 2 }), piece),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let text = program;
      for (const { at, remove, insert } of changes)
        text = text.slice(0, at) + insert + text.slice(at + remove);
      assembleAny(text, 'process');
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

const repeat = (text: string, count: number): string => text.repeat(count);

/** Each of these took a naive assembler's stack, memory or afternoon. */
const nasty: Readonly<Record<string, string>> = {
  'deep parentheses': `.word ${repeat('(', 100_000)}1${repeat(')', 100_000)}`,
  'many unary operators': `.word ${repeat('-', 100_000)}1`,
  'a long sum': `.word 1${repeat('+1', 100_000)}`,
  'nested modifiers': `addi a0, a0, ${repeat('%lo(', 10_000)}`,
  'names defined through each other': 'a = b\nb = c\nc = a\n.word a\n',
  'a name defined through itself': 'a = a + 1\n.word a\n',
  'a long chain of names': Array.from({ length: 20_000 }, (_, n) => `.set n${n}, n${n + 1} + 1`).join('\n') + '\n.word n0',
  'names that double': 'n0 = main\n' + Array.from({ length: 64 }, (_, n) => `n${n + 1} = n${n} - n${n}`).join('\n'),
  'doubling of what is ahead': Array.from({ length: 64 }, (_, n) => `n${n} = n${n + 1} + n${n + 1}`).join('\n') + '\n.word n0',
  'a huge fill': '.fill 0x7fffffffffffffff, 8, 1\n.fill 0x7fffffffffffffff, 0, 1\n.skip 0x7fffffffffffffff\n.zero -1',
  'much room': '.bss\n' + repeat('.zero 0x2000000\n', 2000),
  'much room in a file': '.data\n' + repeat('.zero 0x2000000\n', 2000),
  'much alignment': 'beqz a0, 1f\n' + repeat('.balign 65536\n nop\n', 4000) + '1:',
  'room that never settles': 'beqz a0, 1f\n a: .skip (b - a) == 0\n b:\n1: nop',
  'room that shrinks what it measures': 'beqz a0, 1f\n a: .skip 100 - (b - a)\n b:\n1: nop',
  'branches that grow one after the other': Array.from({ length: 3000 }, (_, n) => `beqz a0, l${n + 1023}\nl${n}:`).join('\n')
    + '\n' + Array.from({ length: 1100 }, (_, n) => `l${n + 3000}: nop`).join('\n'),
  'a long line': 'li a0, ' + repeat('x', 1_000_000),
  'many strange characters': repeat('$?@!', 50_000),
  'many errors': repeat('mvv a0, a1\n', 20_000),
  'many unterminated strings': repeat('.ascii "\n', 50_000),
  'a comment that never ends': '/* ' + repeat('* /', 100_000),
  'nothing': '',
  'no line end': 'main: ret',
}; // prettier-ignore

for (const [name, text] of Object.entries(nasty)) {
  test(name, () => assembleAny(text, 'process'));
}

test('sources without any', () => {
  assert.equal(assemble([]).elf, undefined);
});
