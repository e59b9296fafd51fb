/** The assembler against GNU as and ld: the same source gives the same bytes at the same addresses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gccAssembly, gnuLink, withoutGnu } from '../../../test/toolchain/gnu';
import { csrs } from '../../isa/csrs';
import { abiNames } from '../../isa/registers';
import { isRowName, rowNamed } from '../../isa/rows';
import { readElf } from '../elf/read';
import { assemble } from './assemble';
import { formatDiagnostic } from './text/diagnostics';
import { mnemonics, syntaxesOf } from './instructions/meanings';

const SEED = 5;
const loadedSections = ['.text', '.rodata', '.data'];

/** Under norvc, and under rvc. */
function assertSame(...texts: string[]): void {
  for (const compress of [false, true]) assertSameAs(texts, compress);
}

function assertSameAs(texts: readonly string[], compress: boolean): void {
  const sources = texts.map((text, index) => ({ path: `${index}.s`, text }));
  const { elf, diagnostics } = assemble(sources, { compress });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const source = (path: string): string => sources.find((one) => one.path === path)?.text ?? '';
  assert.deepEqual(
    errors.map((error) => formatDiagnostic(error, source(error.path))),
    [],
  );
  const own = readElf(elf!, 'own');
  const gnu = readElf(gnuLink(texts, compress), 'gnu');
  for (const name of loadedSections) {
    const [ours, theirs] = [own, gnu].map((file) => file.sections.find((section) => section.name === name));
    assert.equal(ours?.address ?? 0n, ours === undefined ? 0n : theirs?.address, `address of ${name}`);
    const difference = firstDifference(ours?.bytes ?? new Uint8Array(), theirs?.bytes ?? new Uint8Array());
    if (difference !== undefined)
      assert.fail(
        `${name} differs at ${difference}, ${compress ? 'rvc' : 'norvc'}, in\n${texts.join('\n---\n')}`,
      );
  }
  assert.equal(own.entry, gnu.entry);
}

function firstDifference(ours: Uint8Array, theirs: Uint8Array): string | undefined {
  const length = Math.max(ours.length, theirs.length);
  const word = (bytes: Uint8Array, at: number): string =>
    [...bytes.subarray(at, at + 4)]
      .reverse()
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
  for (let at = 0; at < length; at += 2) {
    if (word(ours, at) !== word(theirs, at)) {
      return `0x${at.toString(16)} (${word(ours, at)}, GNU as has ${word(theirs, at)})`;
    }
  }
  return undefined;
}

const LABELS = 40;
const register = fc.constantFrom(...abiNames, 'fp', 'x0', 'x31');
const label = fc.nat(LABELS - 1).map((n) => `label${n}`);
const number = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .integer({ min, max })
    .chain((n) => fc.constantFrom(String(n), n < 0 ? `-0x${(-n).toString(16)}` : `0x${n.toString(16)}`));
const immediate = fc.oneof(
  number(-2048, 2047),
  fc.constantFrom('-2048', '2047', '0', 'CONSTANT', "'a'", '%lo(variable)'),
);
const anyNumber = fc.oneof(
  fc.bigInt({ min: -(1n << 63n), max: (1n << 64n) - 1n }).map(String),
  fc
    .tuple(fc.bigInt({ min: -4096n, max: 4095n }), fc.nat(63))
    .map(([n, shift]) => String(BigInt.asIntN(64, n << BigInt(shift)))),
);
const fenceSet = fc.constantFrom('rw', 'r', 'w', 'iorw', 'io', 'i', 'o', 'orw');
/** Those that this version of GNU as knows too. */
const csr = fc.constantFrom(
  ...csrs
    .map(({ name }) => name)
    .filter((name) => /^(s|m)(tvec|epc|cause|status|scratch|ie|ip)$|^satp$|^time$/.test(name)),
  '0x180',
);

function operand(word: string, mnemonic: string): fc.Arbitrary<string> {
  switch (word) {
    case 'rd': case 'rs1': case 'rs2': case 'rs': case 'rt': return register;
    case 'imm': return mnemonic === 'li' ? anyNumber : immediate;
    case 'shamt': return number(0, mnemonic.endsWith('w') ? 31 : 63);
    case 'upper': return fc.oneof(number(0, 0xfffff), fc.constant('%hi(variable)'));
    case 'target': return label;
    case 'csr': return csr;
    case 'zimm': return number(0, 31);
    case 'pred': case 'succ': return fenceSet;
    case 'symbol': return fc.constantFrom('label0', 'label7', 'variable', 'variable+4', 'function');
    default: throw new Error(`no operands for '${word}'`);
  } // prettier-ignore
}

/** One way to write an instruction, with operands. */
function line(mnemonic: string, syntax: string): fc.Arbitrary<string> {
  const words = syntax.match(/\w+/g) ?? [];
  const suffixes =
    isRowName(mnemonic) && /amo|loadReserved/.test(rowNamed(mnemonic).format)
      ? ['', '.aq', '.rl', '.aqrl']
      : [''];
  const operands = fc.tuple(...words.map((word) => operand(word, mnemonic)));
  return fc.tuple(fc.constantFrom(...suffixes), operands).map(([suffix, texts]) => {
    let index = 0;
    return `${mnemonic}${suffix} ${syntax.replace(/\w+/g, () => texts[index++])}`;
  });
}

/** Not in the instruction set that GNU as is told. */
const elsewhere = new Set(['pause']);
const every = mnemonics
  .filter((mnemonic) => !elsewhere.has(mnemonic) && !mnemonic.startsWith('c.'))
  .flatMap((mnemonic) => syntaxesOf(mnemonic).map((syntax) => line(mnemonic, syntax)));

const frame = (lines: readonly string[]): string => {
  const spaced = lines.flatMap((text, index) =>
    index < LABELS ? [`label${index}:`, `  ${text}`] : [`  ${text}`],
  );
  return `.globl _start, function
.equ CONSTANT, 1234
_start:
${spaced.join('\n')}
function: ret
.data
.word 1
variable: .dword 2, 3
`;
};

test('every form of every instruction', { skip: withoutGnu }, () => {
  const samples = fc.sample(fc.tuple(...every), { numRuns: 6, seed: SEED });
  for (const lines of samples) assertSame(frame(lines));
});

test('li of any number', { skip: withoutGnu }, () => {
  const numbers = fc.sample(anyNumber, { numRuns: 3000, seed: SEED });
  assertSame(`.globl _start\n_start:\n${numbers.map((text) => `li a0, ${text}`).join('\n')}`);
});

/** Code that goes from section to section, with branches over and into the others, and sizes that depend on distances. */
const wandering = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '.text',
          '.data',
          '.section .text.cold, "ax"',
          '.text 2',
          '.subsection 1',
          '.previous',
        ),
      },
      {
        weight: 6,
        arbitrary: fc
          .tuple(fc.constantFrom('beqz a0,', 'bne a0, a1,', 'j', 'jal', 'beqz s0,', 'call', 'la a0,'), label)
          .map(([name, target]) => `${name} ${target}`),
      },
      { weight: 2, arbitrary: fc.nat(900).map((n) => `.skip ${2 * n}`) },
      { weight: 1, arbitrary: fc.constantFrom('.balign 8', '.p2align 4', '.balign 64') },
      { weight: 2, arbitrary: fc.constant('nop') },
    ),
    { minLength: 30, maxLength: 120 },
  )
  .map((lines) => {
    const all = ['.globl _start', '_start: nop', ...lines];
    for (let n = 0; n < LABELS; n++) all.splice(2 + ((n * 7919) % (all.length - 1)), 0, `label${n}:`);
    return all.join('\n') + '\n';
  });

/** Each line is true or false to GNU as, and the same to us. */
const comparisons = [
  ...['abc,abc', '"abc",abc', '"abc","abc"', 'a  b,a b', ' a + b , a+b', "'a',97", '"a  b","a b"', '"a,b","a,b"', 'ABC,abc', ',', '"",', 'a b ,a b',
    'a\tb,a b', '(a), (a)', 'x1 ,x1', '5 6,5 6', '"a" "b","a""b"', 'a@b, a @ b', 'a: b,a:b', '-1,- 1', 'a|b, a | b', 'a /* c */ b,a b'].flatMap((texts) => [`.ifc ${texts}`, `.ifnc ${texts}`]),
  ...['"a","a"', '"a","b"', '"a\\n", "a\\n"', '"",""'].flatMap((texts) => [`.ifeqs ${texts}`, `.ifnes ${texts}`]),
  ...['M == M', 'S == M', 'S != M', 'M - M', 'M + 1 == M + 1', 'M + 1 == M', 'here == there', 'here + 4 == there', 'here == M', 'M != here'].map((text) => `.if ${text}`),
]; // prettier-ignore

test('conditions of texts, and of names that are not defined', { skip: withoutGnu }, () => {
  const lines = comparisons.map((line) => `${line}\n .byte 1\n.else\n .byte 0\n.endif\n`);
  assertSame(
    `.globl _start\n_start:\nhere: .word 0\nthere: .word 0\n.macro pick kind\n.ifc "\\kind",fast\n .byte 3\n.else\n .byte 4\n.endif\n.endm\n.data\ndata: ${lines.join('')} pick fast\n`,
  );
});

test('parts of numbers, directives with more than they need', { skip: withoutGnu }, () => {
  const numbers = [
    '0',
    '1',
    '0x7ff',
    '0x800',
    '0xfff',
    '0x7fffffff',
    '0x7ffff800',
    '0x80000000',
    '0xdeadbeef',
    '0xffffffff',
    '-1',
    '-0x80000000',
    'K',
    'K + 1',
  ];
  const parts = numbers.map(
    (number) =>
      `lui a0, %hi(${number})\naddi a0, a0, %lo(${number})\nlw a1, %lo(${number})(a0)\nsw a1, %lo(${number})(a0)\n`,
  );
  assertSame(
    `.equ K, 0xcafebabe\n.globl _start\n_start: ${parts.join('')}.extern buffer, 4\n.extern other\n.data 0x10010000\n.word 1\n.data\n.word 2
.irpc d, a b\n.byte \\d\n.endr\na = 1\nb = 2\n.irpc d,ab\n.byte \\d\n.endr\n.irpc d, 1 2 , 3\n.ascii "[\\d]"\n.endr\n`,
  );
});

test('branches over and into other sections', { skip: withoutGnu }, () => {
  fc.assert(
    fc.property(wandering, (text) => assertSame(text)),
    { seed: SEED, numRuns: Number(process.env['TRAPFRAME_FUZZ'] ?? 15) },
  );
});

test('branches near the limits of their reach', { skip: withoutGnu }, () => {
  const gaps = [1020, 1021, 1022, 1023, 1024, 1025, 1026];
  for (const gap of gaps) {
    const nops = '  nop\n'.repeat(gap);
    assertSame(
      `.globl _start\n_start: beq a0, a1, 1f\nbnez a2, 1f\n${nops}1: bltu a0, a1, _start\n bgtz a0, _start\n beqz a0, 1b`,
    );
  }
});

const programs: Readonly<Record<string, string | readonly string[]>> = {
  expressions: `
    .globl _start
    A = 10
    .set B, A * 3 - 2
    .equ C, (1 << 12) | 0x0f
    _start: li a0, A+B
    li a1, C & ~7
    li a2, -A
    li a3, 'z' - 'a'
    addi a4, a4, A * 2
    li a5, 07 + 0b11
    .set B, 5
    li a6, B
    li a7, A == 10
    li t0, A < 3 || B > 4
    li t1, 7 / -2
    li t2, -7 % 3
    li t3, 1 << 40
    li t4, 0x8000000000000000 >> 60
    .data
    start: .byte 1, 2, 3, -1, 255, 'x', '\\n', '\\\\'
    end: .half end - start, 0xffff
    .word 1f - start, _start, end + 4
    1: .dword _start, -1, 0xffffffffffffffff
    .word A - B
  `,
  data: `
    .globl _start
    _start: ret
    .section .rodata
    .ascii "abc", "def"
    .asciz "tab\\tnewline\\n\\"quote\\" octal \\101\\0 hex \\x41"
    .string "zero", "one"
    .align 3
    .quad 1
    .byte 1
    .balign 8, 0xff
    .fill 3, 2, 0x1234
    .fill 2
    .zero 5
    .space 3, 7
    .p2align 4, , 3
    .p2align 4
    .skip 2
    .2byte 1
    .4byte 2
    .8byte 3
    .short 4
    .int 5
    .long 6
    .data
    .word here - . , . - here
    here: .word 1
    .bss
    .zero 100
  `,
  sections: `
    .section .text.later, "ax", @progbits
    later: ret
    .text
    .globl _start
    _start: call later
    .pushsection .rodata
    text: .string "x"
    .popsection
    la a0, text
    .data
    d: .word 1
    .previous
    lw a1, d
    .section .data.more, "aw"
    .word d
    .section .srodata, "a"
    .word 7
  `,
  alignmentInCode: `
    .globl _start
    _start: nop
    .align 4
    beqz a0, 1f
    .byte 1
    .balign 8
    nop
    .2byte 1
    .align 3
    1: nop
    .align 5, 0
    ret
  `,
  numericLabels: `
    .globl _start
    _start:
    1: j 1f
    1: j 1b
    beqz a0, 2f
    1: bnez a0, 1b
    2: j 1b
    la a0, 2b
  `,
  parts: `
    .globl _start
    _start:
    1: auipc a0, %pcrel_hi(value)
    addi a0, a0, %pcrel_lo(1b)
    lw a1, %pcrel_lo(1b)(a0)
    sw a1, %pcrel_lo(1b)(a0)
    lui a2, %hi(value + 4)
    lw a3, %lo(value + 4)(a2)
    sd a3, %lo(value + 4)(a2)
    j . + 8
    nop
    beq a0, a1, . - 4
    .data
    .space 0x7f0
    value: .word 1, 2
  `,
  severalSources: [
    `.globl _start
     .extern helper
     _start: call helper
     tail helper
     la a0, table
     beqz a0, helper
     lw a0, table
     .data
     own: .word own, table
     local: .byte 1`,
    `.globl helper, table
     local: nop
     helper: j local
     .data
     .align 2
     table: .word helper
     .weak maybe
     .dword maybe`,
  ],
  sharedZeros: [
    `.globl _start
     .comm given, 4
     .comm small, 8
     .comm large, 100, 32
     _start: la a0, given
     la a1, small
     la a2, large`,
    `.comm large, 10, 64
     .comm small, 16
     .globl given
     la a0, large
     la a1, small
     .data
     given: .dword 7`,
    `.comm large, 200, 8
     .comm own, 3, 16
     la a0, large
     la a1, own`,
  ],
};

for (const [name, texts] of Object.entries(programs)) {
  test(`program: ${name}`, { skip: withoutGnu }, () => {
    assertSame(...(typeof texts === 'string' ? [texts] : texts));
  });
}

const compiled = `
  static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
  struct entry { int number; long wide; char text[10]; } table[3] = { { 1, 2, "x" }, { 3, 4, "hello" } };
  static const char *names[] = { "a", "b", 0 };
  int shared; static int zeros[100];
  int choose(int x) {
    switch (x) { case 0: return 5; case 1: return 7; case 2: return 99; case 3: return 12; case 4: return 0; default: return -1; }
  }
  void _start(long argc) {
    zeros[3] = fibonacci(10); shared = table[1].number;
    table[2].wide = zeros[3] + choose(argc) + names[argc][0] + 0x123456789abcdef * argc;
  }
`;

for (const options of [
  ['-O0'],
  ['-O2'],
  ['-Os', '-fcommon'],
  ['-O2', '-g'],
  ['-O1', '-g3', '-gdwarf-5', '-fverbose-asm'],
  ['-O3', '-funroll-all-loops', '-ffunction-sections', '-fdata-sections', '-fpatchable-function-entry=4,2'],
  ['-O2', '-march=rv64imac_zicsr_zifencei', '-fexceptions', '-fasynchronous-unwind-tables'],
]) {
  test(`what gcc ${options.join(' ')} writes`, { skip: withoutGnu }, () => {
    assertSame(gccAssembly(compiled, options));
  });
}

test('texts of several sources are joined', { skip: withoutGnu }, () => {
  const words = fc.constantFrom('a', 'ab', 'cab', '', 'hello', 'lo', 'o', '%d', 'x %d');
  const text = fc.record({ word: words, align: fc.boolean() });
  const source = fc.tuple(
    fc.array(words, { minLength: 1, maxLength: 5 }),
    fc.array(text, { minLength: 1, maxLength: 7 }),
  );
  const written = ([tight, wide]: [string[], { word: string; align: boolean }[]], index: number): string => `
    ${index === 0 ? '.globl _start\n_start: ret' : ''}
    .section .rodata.str1.1,"aMS",@progbits,1
    ${tight.map((word, at) => `tight${at}: .string "${word}"`).join('\n')}
    .section .rodata.str1.8,"aMS",@progbits,1
    ${wide.map(({ word, align }, at) => `${align ? '.align 3\n' : ''}wide${at}: .string "${word}"`).join('\n')}
    .data
    .dword ${[...tight.map((_, at) => `tight${at}`), ...wide.map((_, at) => `wide${at}`)].join(', ')}`;
  const samples = fc.sample(fc.array(source, { minLength: 1, maxLength: 3 }), { numRuns: 25, seed: SEED });
  for (const sources of samples) assertSame(...sources.map(written));
});
