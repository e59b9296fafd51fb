/** Every mistake is reported at its place, in words that say what to do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readElf } from '../elf/read';
import { assemble } from './assemble';
import { formatDiagnostic } from './text/diagnostics';

/** Messages of a source with a `main`, as `line:column+length message | hint`. */
function messages(lines: string): string[] {
  const { diagnostics } = assemble([{ path: 'x.s', text: `.globl main; main: ret\n${lines}` }]);
  return diagnostics.map(({ line, column, length, severity, message, hint }) =>
    [
      `${line - 1}:${column}+${length} ${severity === 'warning' ? 'warning: ' : ''}${message}`,
      ...(hint === undefined ? [] : [hint]),
    ].join(' | '),
  );
}

const cases: Readonly<Record<string, readonly string[]>> = {
  // Names
  'adi a0, a0, 1': ["1:1+3 unknown instruction 'adi' | did you mean 'addi'?"],
  'ADDI a0, a0, 1': [],
  'ADI a0, a0, 1': ["1:1+3 unknown instruction 'adi' | did you mean 'addi'?"],
  '.macro shove reg\n.endm\nshvoe a0': ["3:1+5 unknown instruction 'shvoe' | did you mean 'shove'?"],
  'push a0\n.macro push reg\n.endm': ["1:1+4 unknown instruction 'push' | the macro of that name is defined further down, in line 3: macros stand in front of their calls"],
  'x': ["1:1+1 unknown instruction 'x'"],
  'frobnicate': ["1:1+10 unknown instruction 'frobnicate'"],
  '.wrod 1': ["1:1+5 unknown directive '.wrod' | did you mean '.word'?"],
  'csrr a0, sstatsu': ["1:10+7 this machine has no control register 'sstatsu' | did you mean 'sstatus'?"],
  'csrr a0, fcsr': ["1:10+4 warning: this machine has no control register 'fcsr': the instruction will be illegal"],
  'csrr a0, sptbr': [],
  'li a7, SYS_wirte': ["1:8+9 'li' needs a number that is known in this source, and 'SYS_wirte' is none | did you mean 'SYS_write'?"],
  'COUNT = 3\n.rept COUMT\n.endr': ["2:7+5 the number of times must be a number that is known here, and 'COUMT' is none | did you mean 'COUNT'?"],
  '.word SYS_wirte': ["1:7+9 undefined symbol 'SYS_wirte' | did you mean 'SYS_write'?"],
  'subi a0, a0, 1': ["1:1+4 unknown instruction 'subi' | addi with a negative number subtracts"],
  'fadd.s a0, a0, a1': ["1:1+6 unknown instruction 'fadd.s' | this machine has no floating point: it is RV64IMAC"],
  'addi A0, a0, 1': ["1:6+2 expected a register, but found 'A0' | did you mean 'a0'?"],
  'lw a0, 8(zp)': ["1:10+2 'zp' is no register | did you mean 'sp'?"],
  'mv a0, x32': ["1:8+3 expected a register, but found 'x32' | registers are x0 to x31"],
  'lw a0, 4(fa0)': ["1:10+3 'fa0' is no register | this machine has no floating point: it is RV64IMAC"],
  '1: beqz a0, 1b\n.skip -5': ['2:7+2 the number of bytes is from 0 to 33554432, and this is -5'],
  'call mian': ["1:6+4 undefined symbol 'mian' | did you mean 'main'?"],
  'j 1b': ["1:3+2 there is no label '1:' before this line"],
  'j 1f': ["1:3+2 there is no label '1:' behind this line"],
  'main: nop': ["1:1+4 'main' is defined already | the other definition is in line 1"],
  'x = 1\nx: nop': ["2:1+1 'x' is defined already | the other definition is in line 2"],
  'li a7, SYS_write\nSYS_write = 64': ["2:1+9 'SYS_write' was used above with the value that the assembler gives it"],
  '.macro m': ['1:1+8 there is no .endm for this'],
  'c.addi a0, 32': ["1:12+2 'c.addi' cannot have 32 here | from -32 to 31"],
  'c.lw a0, 4(t0)': ["1:1+14 'c.lw' does not take t0 | it takes s0, s1, a0, a1, a2, a3, a4, a5"],
  // Operands
  'addi a0, a0': ["1:11+1 'addi' needs more operands | write it as addi rd, rs1, imm"],
  'addi': ["1:1+4 'addi' needs more operands | write it as addi rd, rs1, imm"],
  'addi a0, 5, a1': ["1:10+1 expected a register, but found '5' | write it as addi rd, rs1, imm"],
  'add a0, a0, (a1)': ["1:13+4 expected a register or a number or a symbol, but found '(a1)' | write it as add rd, rs1, rs2, or add rd, rs, imm"],
  'ret a0': ["1:5+2 'ret' has an operand too many | write it as ret"],
  'lw a0, a1': ["1:8+2 expected an address such as 8(sp) or a number or a symbol, but found the register a1 | write it as lw rd, imm(rs1), or lw rd, symbol"],
  'lw a0, a1\nla a2, a1': ["1:8+2 expected an address such as 8(sp) or a number or a symbol, but found the register a1 | write it as lw rd, imm(rs1), or lw rd, symbol", '2:8+2 expected a number or a symbol, but found the register a1 | write it as la rd, symbol'],
  'beq a0, a1, a2': ["1:13+2 expected a number or a symbol, but found the register a2 | write it as beq rs1, rs2, target"],
  'la a0, fp\nlw a1, s1\n.data\nfp: .word 1\ns1: .word 2': [],
  'lr.w a0, 4(a1)': ["1:10+5 expected an address without an offset, such as (a0), but found '4(a1)' | write it as lr.w rd, (rs1)"],
  'fence wr': ["1:8+1 'fence' needs more operands | write it as fence pred, succ, or fence"],
  'fence wr, r': ['1:7+2 expected letters of iorw, in this order | for example: fence rw, rw'],
  'addi a0, a0, 1 2': ["1:16+1 expected a comma or the end of the statement, but found '2' | write it as addi rd, rs1, imm"],
  'addi a0,, 1': ["1:9+1 expected a number or a name, but found ',' | write it as addi rd, rs1, imm"],
  'addi sp, sp -16': ["1:10+6 expected a register, but found 'sp -16' | is a comma missing behind 'sp'?"],
  'add a0 a1 a2': ["1:8+2 expected a comma or the end of the statement, but found 'a1' | write it as add rd, rs1, rs2, or add rd, rs, imm"],
  'amoadd.w.aq a0 a1': ["1:16+2 expected a comma or the end of the statement, but found 'a1' | write it as amoadd.w.aq rd, rs2, (rs1)"],
  'lw a0, 4[sp]': ["1:9+1 expected a comma or the end of the statement, but found '[' | memory is written as 8(sp)"],
  'ldr a0, [sp]': ["1:1+3 unknown instruction 'ldr' | ld loads 8 bytes, lw 4, lh 2, lb 1"],
  'addi a0, a0, #5': ['1:16+1 expected a number or a name, but the line ends | # begins a comment: numbers stand without it'],
  'sub a0, a0, 1': ["1:13+1 expected a register, but found '1' | addi with a negative number subtracts"],
  'add r1, a0, a1': ["1:5+2 expected a register, but found 'r1' | did you mean 'x1'?"],
  'add t7, a8, s12': ["1:5+2 expected a register, but found 't7' | there are t0 to t6"],
  'li %a0, 5': ["1:4+3 '%a0' is not supported | registers are written without %: a0"],
  'vadd.vv v0, v1, v2': ["1:1+7 unknown instruction 'vadd.vv' | this machine has no vectors: it is RV64IMAC"],
  'sh1add a0, a1, a2': ["1:1+6 unknown instruction 'sh1add' | this machine has no bit manipulation (Zba, Zbb, Zbs): it is RV64IMAC"],
  '.word': ['1:1+5 warning: there are no values: this makes no bytes'],
  '.macro none args:vararg\n.word \\args\n.endm\nnone': [],
  '.macro\n.word 1 2 3\n.endm': ['1:7+1 expected the name of the macro, but the line ends'],
  // Characters that only look right
  'li\u00a0a0, 5': ["1:1+5 unknown instruction 'li\u00a0a0' | there is a space in it that is no plain one (found U+00A0)"],
  'ret\u200b': ["1:1+4 unknown instruction 'ret\u200b' | there is an invisible character in it (found U+200B)"],
  'addi a0, a0, \u22121': ["1:14+2 undefined symbol '\u22121' | the minus sign is '-' (found U+2212)"],
  'li a0, \u2018a\u2019': ["1:8+3 'li' needs a number that is known in this source, and '\u2018a\u2019' is none | characters stand between plain quotes: 'a' (found U+2018)"],
  '.asciz \u201chi\u201d': ["1:8+4 expected a string in double quotes, but found '\u201chi\u201d' | texts stand between plain quotes: \"text\" (found U+201C)"],
  // Ranges
  'addi a0, a0, 2048': ["1:14+4 'addi' takes a number from -2048 to 2047, and this is 2048 | load it into a register with li first"],
  'lw a0, -2049(sp)': ["1:8+5 'lw' takes a number from -2048 to 2047, and this is -2049 | load it into a register with li first"],
  'slli a0, a0, 64': ["1:14+2 'slli' takes a number from 0 to 63, and this is 64"],
  'slliw a0, a0, 32': ["1:15+2 'slliw' takes a number from 0 to 31, and this is 32"],
  'lui a0, 0x100000': ["1:9+8 'lui' takes the upper 20 bits, from 0 to 0xfffff, and this is 1048576 | li loads any number"],
  'csrwi sscratch, 32': ["1:17+2 the immediate of 'csrrwi' is from 0 to 31, and this is 32"],
  'csrr a0, 4096': ['1:10+4 the number of a control register is from 0 to 4095, and this is 4096'],
  '.byte 256, -129': ['1:7+3 256 does not fit in 1 byte', '1:12+4 -129 does not fit in 1 byte'],
  '.half later\nlater = 65536': ['1:7+5 65536 does not fit in 2 bytes'],
  'addi a0, a0, later\nlater = 5000': ["1:14+5 'addi' takes a number from -2048 to 2047, and this is 5000 | load it into a register with li first"],
  'li a0, 0x10000000000000000': ['1:8+19 0x10000000000000000 does not fit in 64 bits'],
  'j far\n.skip 0x100000\nfar: nop': ["1:3+3 the target is 1048580 bytes away; 'jal' reaches from -1048576 to 1048574 | call or tail reach further"],
  '.octa 0x1ffffffffffffffffffffffffffffffff': ['1:7+35 0x1ffffffffffffffffffffffffffffffff does not fit in 16 bytes'],
  '.float 1e39, 1.5.2': ['1:8+4 1e39 does not fit in 4 bytes', "1:14+5 expected a number such as -1.5e3, but found '1.5.2'"],
  '.double one': ["1:9+3 expected a number such as -1.5e3, but found 'one'"],
  '. = . - 4': ['1:5+5 .org cannot go back: 0 is behind us by 4 bytes'],
  '.balignl 8, 1\n.byte 1\n.balignw 4, 1': ['3:13+1 there are 3 bytes to fill, which 2 does not divide'],
  '.altmacro\n.macro m a\n.endm\nm <x': ["4:3+1 there is no '>' for this"],
  'a == b\nb == a\n.word a': ['2:6+1 this value is defined through itself'],
  '.struct 0\nnop': ['2:1+3 section .struct holds only zeros, no instructions'],
  'j . + 1': ['1:3+5 the target is at an odd address'],
  '.balign 3': ['1:9+1 the alignment is a power of two up to 65536, and this is 3'],
  '.align 64': ['1:8+2 the alignment is 2 to the power of 0 to 16, and this is 64 | .balign takes a number of bytes'],
  '.zero -1': ['1:7+2 the number of bytes is from 0 to 33554432, and this is -1'],
  // Addresses and numbers
  'addi a0, a0, main': ["1:14+4 'addi' takes a number here, and this is an address | write %lo(...), or use la"],
  'lui a0, main': ["1:9+4 'lui' takes a number here, and this is an address | write %hi(...), or use la"],
  'li a0, main': ["1:8+4 'li' loads a number, and this is an address | load addresses with la"],
  'li a0, nowhere': ["1:8+7 'li' needs a number that is known in this source, and 'nowhere' is none | load addresses with la"],
  '.word main * 2': ["1:7+8 '*' needs numbers, and one side is an address"],
  '.word 1 / 0': ['1:11+1 division by zero'],
  'addi a0, a0, %pcrel_lo(main)': ["1:24+4 %pcrel_lo needs an auipc with %pcrel_hi | its operand is the label in front of that auipc"],
  'beq a0, a1, %lo(main)': ['1:13+9 a jump needs a label, not a part of an address'],
  'add a0, a0, a1 + 1': ["1:13+2 'a1' is a register, and a number or a symbol is expected"],
  '.word a0': ["1:7+2 'a0' is a register, and a number or a symbol is expected"],
  'addi a0, a0, %got(x)': ["1:14+4 '%got' is not supported | supported: %hi %lo %pcrel_hi %pcrel_lo %got_pcrel_hi"],
  'a = b\nb = a\n.word a': ['2:5+1 this value is defined through itself'],
  // Texts and characters
  '.ascii "abc': ['1:8+4 a string without its closing quote'],
  '.ascii "\\q"': ["1:9+2 an unknown escape '\\q' | known: \\n \\t \\r \\b \\f \\a \\v \\\\ \\\" \\123 (octal) \\x1b"],
  '.ascii abc': ["1:8+3 expected a string in double quotes, but found 'abc'"],
  ".asciz 'hello'": ["1:8+7 more than one character in single quotes | texts stand in double quotes: \"text\"", "1:8+7 expected a string in double quotes, but found ''hello''"],
  ".byte 'ab'": ["1:7+4 more than one character in single quotes | texts stand in double quotes: \"text\""],
  '.byte "abc"': ["1:7+5 undefined symbol 'abc' | a text is stored by .ascii or .asciz, and a character is written 'a'"],
  'li a0, 1 << 64': ['1:13+2 warning: shifted by 64, nothing is left: values have 64 bits'],
  '.fill 1, 8, -1': ['1:13+2 warning: .fill takes the lower 32 bits of the value, and zeros above them | repeat .dword with .rept for larger values'],
  '.fail 3': ['1:1+7 .fail 3 was assembled'],
  '.fail 500': ['1:1+9 warning: .fail 500 was assembled'],
  '.abort\nnonsense': ['1:1+6 .abort was assembled'],
  "li a0, 'é'": ['1:8+3 this character has more than one byte | put it in a string'],
  'li a0, 09': ["1:8+2 '09' is not a number | numbers: 42, 0x2a, 0b101010, 052 (octal)"],
  '/* never': ['1:1+2 a comment without its end | close it with */'],
  '?': ["1:1+1 expected an instruction, a directive or a label, but found '?'"],
  // Sections
  '.section .stuff': ['1:10+6 warning: section .stuff has no flags, so it is not loaded into memory | write the flags: "a" for data, "aw" for writable data, "ax" for code'],
  '.data\nnop': ['2:1+3 warning: an instruction in .data, which is not executable | put .text in front of the code'],
  '.bss\n.word 1': ['2:7+1 section .bss holds only zeros'],
  '.popsection': ['1:1+11 .popsection without .pushsection'],
  '.section .x, "q"': ['1:14+3 \'q\' is not a section flag | flags: a w x M S'],
  '.type main, @thing': ["1:14+5 'thing' is not a type of symbol | write @function or @object"],
  '.type main, @fnction': ["1:14+7 'fnction' is not a type of symbol | did you mean 'function'?"],
  // Precedence that differs from C's
  'li a0, 1 << 2 + 3': ["1:15+1 warning: '+' does not bind here as it does in C | GNU as binds * / % << >> tightest, then | & ^, then + -; use parentheses"],
  'li a0, (1 << 2) + 3': [],
  'li a0, 1 << 2 | 1': [],
}; // prettier-ignore

for (const [lines, expected] of Object.entries(cases)) {
  test(lines.replaceAll('\n', ' \\n '), () => assert.deepEqual(messages(lines), expected));
}

test('all mistakes of a source, in order', () => {
  assert.deepEqual(messages('addi a0\n  call nowhere\n.wrod 1; li a0, (\n'), [
    "1:7+1 'addi' needs more operands | write it as addi rd, rs1, imm",
    "2:8+7 undefined symbol 'nowhere'",
    "3:1+5 unknown directive '.wrod' | did you mean '.word'?",
    '3:18+1 expected a number or a name, but the line ends | write it as li rd, imm',
  ]);
});

test('of a long line, the part around the place is shown', () => {
  const text = `.globl main; main: ret\n.byte ${'1, '.repeat(1000)}256, ${'1, '.repeat(1000)}1`;
  const { diagnostics } = assemble([{ path: 'x.s', text }]);
  const [, line, caret] = formatDiagnostic(diagnostics[0], text).split('\n');
  assert.ok(line.length < 230);
  assert.equal(line.slice(caret.indexOf('^'), caret.lastIndexOf('~') + 1), '256');
});

test('a program without a beginning', () => {
  const text = '.globl mian\nmian: ret';
  const { diagnostics } = assemble([{ path: 'x.s', text }]);
  assert.equal(
    formatDiagnostic(diagnostics[0], text),
    "x.s:1:1: error: there is no 'main' and no '_start'\n 1 | .globl mian\n   | ^\n hint: is 'mian' meant to be it?",
  );
});

test('main need not be global, but should', () => {
  const { elf, diagnostics } = assemble([{ path: 'x.s', text: 'main: ret' }]);
  assert.ok(elf);
  assert.deepEqual(diagnostics, [
    {
      path: 'x.s',
      line: 1,
      column: 1,
      length: 4,
      severity: 'warning',
      message: "'main' is not global",
      hint: 'write .globl main in front of it',
    },
  ]);
});

test('two sources may not define one name', () => {
  const one = { path: 'one.s', text: '.globl main, f\nmain: ret\nf: ret' };
  const two = { path: 'two.s', text: '\n.globl f\nf: ret' };
  const [first, ...more] = assemble([one, two]).diagnostics;
  assert.deepEqual(more, []);
  assert.deepEqual(first, {
    path: 'two.s', line: 3, column: 1, length: 1, severity: 'error',
    message: "'f' is defined in two sources",
    hint: 'the other definition is in one.s, line 3',
  });
}); // prettier-ignore

test('the caret stands under the place, tabs and all', () => {
  const text = '\tmain:\tadid\ta0, a0\n';
  const { diagnostics } = assemble([{ path: 'x.s', text }]);
  const error = diagnostics.find(({ severity }) => severity === 'error')!;
  assert.equal(
    formatDiagnostic(error, text),
    "x.s:1:8: error: unknown instruction 'adid'\n 1 | \tmain:\tadid\ta0, a0\n   | \t     \t^~~~\n hint: did you mean 'addi'?",
  );
});

test('lines of the C preprocessor', () => {
  const program = '.globl main\nmain: ret\n#define X 1\n# define it\n';
  const say = (path: string): string[] =>
    assemble([{ path, text: program }]).diagnostics.map((d) => `${d.line} ${d.severity}: ${d.message}`);
  assert.deepEqual(say('x.s'), ["3 warning: '#define' is a comment in a .s file"]);
  assert.deepEqual(say('x.S'), []);
});

test('mistakes in a .S file, where they stand', () => {
  const program = `#define LIMIT 5000
#define MOVE(to) addi to, to, LIMIT
#if LIMIT >
#endif
#else
#include "nowhere.h"
#inclde "x.h"
#error give up
main: MOVE(a0)
 MOVE(a0, a1)
 .globl main
#ifdef X
`;
  const included = new Map([['nowhere.h', { error: 'nowhere.h: there is no such file' }]]);
  const { diagnostics } = assemble([{ path: 'x.S', text: program }], { included });
  assert.deepEqual(
    diagnostics.map(({ line, column, length, message }) => `${line}:${column}+${length} ${message}`),
    [
      '3:1+3 this is no condition: the condition ends too early',
      '5:1+5 there is no #if for this',
      '6:10+11 nowhere.h: there is no such file',
      "7:1+7 unknown directive '#inclde'",
      '8:1+6 give up',
      "9:7+8 'addi' takes a number from -2048 to 2047, and this is 5000",
      "10:2+4 macro 'MOVE' takes 1 argument, and is given 2",
      "10:9+1 expected ')', but found ','",
      '12:1+6 there is no #endif for this',
    ],
  );
});

test('the chain of macros that made a line', () => {
  const text = `.macro inner n
  addi a0, a0, \\n
.endm
.macro outer
  inner 1
  inner 9999
.endm
.globl main
main: outer
`;
  const { diagnostics } = assemble([{ path: 'x.s', text }]);
  assert.equal(
    diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text)).join('\n'),
    `x.s:9:7: error: 'addi' takes a number from -2048 to 2047, and this is 9999
 9 | main: outer
   |       ^~~~~
 in macro 'outer', x.s:6: inner 9999
 hint: load it into a register with li first`,
  );
});

for (const [name, text] of Object.entries({
  'a macro that calls itself': '.macro m\n m\n.endm\nmain: m',
  'two macros that call each other twice': '.macro a\n b\n b\n.endm\n.macro b\n a\n a\n.endm\nmain: a',
  'many repetitions': 'main: .rept 0x7fffffffffffffff\n nop\n.endr',
  'repetitions of nothing': 'main: .rept 0x7fffffffffffffff\n.endr',
  'repetitions in repetitions': 'main:' + '.rept 100000\n'.repeat(10) + 'nop\n' + '.endr\n'.repeat(10),
  'repetitions by characters in a macro':
    '.macro m\n' +
    '.irpc x, 0123456789\n'.repeat(9) +
    ' nop\n' +
    '.endr\n'.repeat(9) +
    '.endm\nmain: m\n m\n m\n j away',
  'a macro that doubles its argument': '.macro m a\n m \\a\\a\n.endm\nmain: m 0123456789',
  'a file that is too large': `main:\n# ${'x'.repeat(65 << 20)}\n j away`,
  'a line that is too long': `main: .byte ${'1,'.repeat(3_000_000)}1\n j away`,
  'a string that is too long': `main: .ascii "${'x'.repeat(20 << 20)}"\n j away`,
  'more data than fits': 'main:\n.data\n' + '.zero 0x1000000\n'.repeat(300),
})) {
  test(`${name}: one error`, () => {
    const { diagnostics } = assemble([{ path: 'x.s', text: `.globl main\n${text}` }]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    assert.equal(errors.length, 1);
    assert.match(errors[0].message, /nested more than|(?:makes|comes to) more than/);
  });
}

test('there is an end of what is told, and of each message', () => {
  const many = assemble([{ path: 'x.s', text: '.globl main\nmain:\n' + 'a: '.repeat(60_000) }]).diagnostics;
  assert.equal(many.length, 50_000);
  assert.match(many.at(-1)!.message, /^there are more than 50000 errors: no more are told$/);
  // A source with very many warnings has no error for that.
  const warned = assemble([
    { path: 'x.s', text: '.globl main\nmain:\n' + '.word\n'.repeat(60_000) + 'frob' },
  ]);
  assert.deepEqual(
    warned.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ["unknown instruction 'frob'"],
  );
  const [long] = assemble([{ path: 'x.s', text: `.globl main\nmain: ${'x'.repeat(10_000)}` }]).diagnostics;
  assert.match(long.message, /^unknown instruction 'x+\.\.\.$/);
  assert.equal(long.message.length, 400);
});

for (const [name, text, message] of [
  [
    'calls in calls',
    '#define D(x) x\nmain: li a0, ' + 'D('.repeat(5000) + '1' + ')'.repeat(5000),
    /1000 deep/,
  ],
  [
    'text that doubles',
    Array.from({ length: 60 }, (_, n) => `#define A${n + 1}(x) A${n}(x x)`).join('\n') +
      '\n#define A0(x) x\nmain: A60(a)\nA60(b)',
    /more than 1000000 tokens/,
  ],
  [
    'a token that doubles',
    Array.from({ length: 60 }, (_, n) => `#define A${n + 1}(x) A${n}(x##x)`).join('\n') +
      '\n#define A0(x) x\nmain: A60(a)\nA60(b)',
    /a token of more than/,
  ],
] as const) {
  test(`the preprocessor: ${name}`, () => {
    const { diagnostics } = assemble([{ path: 'x.S', text: `.globl main\n${text}` }]);
    assert.match(diagnostics[0].message, message);
  });
}

test('values that are defined by others, a hundred thousand times', () => {
  const count = 100_000;
  const chain = (line: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => line(n)).join('\n');
  for (const text of [
    `.equ n0, 0\n${chain((n) => `.equ n${n + 1}, n${n} + 1`)}\nmain: li a0, n${count} - ${count - 7}`,
    `${chain((n) => `.equ n${n}, n${n + 1} + 1`)}\n.equ n${count}, 7 - ${count}\nmain: li a0, n0`,
    `.equ n0, main\n${chain((n) => `.equ n${n + 1}, n${n} + 1`)}\nmain: li a0, n${count} - main - ${count - 7}`,
  ]) {
    const { elf, diagnostics } = assemble([{ path: 'x.s', text: `.globl main\n${text}\nret` }], {
      purpose: 'machine',
    });
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
    );
    const bytes = readElf(elf!, 'x').sections.find(({ name }) => name === '.text')!.bytes;
    assert.equal(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true), 0x0070_0513, 'li a0, 7');
  }
});

test('a value that needs itself', () => {
  const { diagnostics } = assemble([{ path: 'x.s', text: '.globl main\na = b\nb = a\nmain: .word a\n' }]);
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    ['this value is defined through itself'],
  );
});

test('words for those who know another assembler, or whose keyboard means well', () => {
  const text = readFileSync(join(__dirname, 'strangers.example.s'), 'utf8');
  const { diagnostics } = assemble([{ path: 'x.s', text }]);
  const said = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ line, hint }) => `${line}: ${hint}`);
  const wanted = text.split('\n').flatMap((line, index) => {
    const hint = /# (?:says|says also): (.*)$/.exec(line)?.[1];
    return hint === undefined ? [] : [`${index + 1}: ${hint}`];
  });
  assert.deepEqual(said, wanted);
});

test('a name that another source keeps for itself is found there', () => {
  const { diagnostics } = assemble([
    { path: 'a.s', text: '.globl main\nmain: call f\n ret\n' },
    { path: 'b.s', text: '\nf: ret\n' },
  ]);
  assert.deepEqual(
    diagnostics.map(({ message, hint }) => `${message} | ${hint}`),
    ["undefined symbol 'f' | b.s, line 2, has it without .globl f"],
  );
});

test('a mistyped name of a #define', () => {
  const text = '#define BUFSIZE 64\n.globl main\nmain: ret\n.data\n.space BUFSIZ\n.word BUFFSIZE\n';
  const { diagnostics } = assemble([{ path: 'x.S', text }]);
  assert.deepEqual(
    diagnostics.map(({ line, hint }) => `${line}: ${hint}`),
    ["5: did you mean 'BUFSIZE'?", "6: did you mean 'BUFSIZE'?"],
  );
});
