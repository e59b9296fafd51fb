/** The preprocessor beside that of gcc: the same text comes out. TRAPFRAME_FUZZ says how many lines of each kind, TRAPFRAME_SEED which. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { gnuPreprocessed, withoutGnu } from '../../../../test/toolchain/gnu';
import { scrubbed } from '../macros/macros';
import { Diagnostics } from '../text/diagnostics';
import { Includes } from '../text/includes';
import { Source } from '../text/source';
import { preprocess } from './preprocess';

const RUNS = Number(process.env['TRAPFRAME_FUZZ'] ?? 400);
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 11);

/** What is left of a text, line by line: of blanks those that divide words. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => scrubbed(line).replace(/ (?=")|(?<=") /g, ''))
    .filter((line) => line !== '');

function own(text: string): { lines: string[]; errors: string[] } {
  const diagnostics = new Diagnostics();
  const included = new Map([
    ['p.S', { bytes: new Uint8Array() }],
    ['nothing.h', { error: 'there is no file' }],
  ]);
  const source = preprocess(new Source('p.S', text), diagnostics, new Includes(included));
  const errors = diagnostics.inOrder([]).filter(({ severity }) => severity === 'error');
  return { lines: linesOf(source.text), errors: errors.map(({ line, message }) => `${line}: ${message}`) };
}

function gnu(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'preprocess-'));
  try {
    writeFileSync(join(folder, 'p.S'), text);
    return linesOf(gnuPreprocessed(join(folder, 'p.S')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function assertSame(text: string): void {
  const { lines, errors } = own(text);
  assert.deepEqual(errors, []);
  assert.deepEqual(lines, gnu(text));
}

test('one of each kind', { skip: withoutGnu }, () => {
  assertSame(`#define Q(x) #x
#define QV(...) #__VA_ARGS__
1 Q(hi\\n)
2 Q("a\\n" 'b\\0' c\\d)
3 Q(  a   b  /* c */ d )
4 Q(@"\\
x")
5 QV(a,  b ,c)
#define S(f, ...) f, ##__VA_ARGS__ ;
6 S(a)
7 S(a,b,c)
#define O(f, ...) f __VA_OPT__(, [__VA_ARGS__]) end
8 O(a)
9 O(a,b)
#define TWO(a, b) a b
10 TWO(1,
 2) rest
11 __COUNTER__ __COUNTER__
#if -1 > 0u
12 unsigned
#endif
#if 0xffffffffffffffff == -1
12 eq
#endif
#if (2 || 1/0)
12 short
#endif
#if 1 ? 1 : 1/0
12 cond
#endif
#if __has_include("p.S")
13 has
#endif
#if __has_include(<nothing.h>)
13 no
#endif
#define LONG a \\
  b \\   
  c
14 LONG
15 TW\\
O(x,y)
16 TWO (1,2)
17 TWO
(3,4)
18 Q(a
b)
#define EMPTY()
19 [EMPTY()] [EMPTY( )]
#define ONE(x) [x]
20 ONE() ONE( )
21 __LINE__ __INCLUDE_LEVEL__
#define cat(a,b) a##b
22 cat(x,1) cat(,y) cat(z,)
#define xcat(a,b) cat(a,b)
23 xcat(__LINE__,b)
24 Q(\\) Q(a\\
b)
25 Q('"' "'")
`);
});

const literal = fc
  .tuple(
    fc.constantFrom(
      '0',
      '1',
      '2',
      '7',
      '63',
      '64',
      '0x7fffffffffffffff',
      '0x8000000000000000',
      '0xffffffff',
      '0xffffffffffffffff',
      '010',
      "'a'",
      "'\\n'",
      'UNKNOWN',
    ),
    fc.constantFrom('', '', 'u', 'UL', 'll'),
  )
  .map(([number, suffix]) => (/^[0-9]/.test(number) ? number + suffix : number));

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literal,
    fc
      .tuple(fc.constantFrom('-', '~', '!', '+'), tie('expression'))
      .map(([operator, a]) => `${operator}(${a})`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          '+',
          '-',
          '*',
          '<',
          '>',
          '<=',
          '>=',
          '==',
          '!=',
          '&',
          '|',
          '^',
          '&&',
          '||',
          '<<',
          '>>',
        ),
        tie('expression'),
      )
      .map((parts) => `(${parts.join(' ')})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('/', '%'), fc.constantFrom('1', '3', '7u', '0xfff'))
      .map((parts) => `(${parts.join(' ')})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie('expression')).map(([a]) => `(1 || ${a} / 0)`),
  ),
}));

test('conditions', { skip: withoutGnu }, () => {
  const all = fc.sample(expression, { seed: SEED, numRuns: RUNS });
  assertSame(all.map((text, index) => `#if ${text}\n${index} yes\n#else\n${index} no\n#endif`).join('\n'));
});

const word = fc.constantFrom(
  'a',
  'B',
  'x1',
  'Z',
  '1',
  '0x1f',
  '1.5e+3',
  '+',
  '-',
  '(a, b)',
  ';',
  '"s\\n"',
  '"q \\" q"',
  "'c'",
  "'\\''",
  '\\n',
  '\\\\',
  '@',
  '%lo',
  '.',
  ' ',
  '  ',
  '\t',
  '/* c */',
);
const macros = `#define Q(x) #x
#define QV(x, ...) #x #__VA_ARGS__ [__VA_ARGS__]
#define J(a, b) a##b
#define V(a, ...) f(a, ##__VA_ARGS__) g(a __VA_OPT__(, <__VA_ARGS__>))
#define I(x) (x) [x]
#define E(x) x
#define N Q(n) N
`;

test('calls of macros', { skip: withoutGnu }, () => {
  const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
  const call = fc.oneof(
    text.map((one) => `Q(${one})`),
    fc.array(text, { minLength: 1, maxLength: 4 }).map((all) => `QV(${all.join(',')})`),
    fc.array(text, { minLength: 1, maxLength: 4 }).map((all) => `V(${all.join(', ')})`),
    fc.tuple(fc.constantFrom('a', 'x', ''), fc.constantFrom('b', '1', '')).map(([a, b]) => `J(${a},${b})`),
    text.map((one) => `I(I(${one}))`),
    text.map((one) => `I(\\n${one}\\n) N`),
    fc
      .tuple(fc.constantFrom('x', '1', '+'), fc.constantFrom('y', '2', '.b'))
      .map(([a, b]) => `E(${a})${b} E(${a})E(${b})`),
  );
  const all = fc.sample(call, { seed: SEED, numRuns: RUNS });
  assertSame(macros + all.map((one, index) => `${index}: ${one}`).join('\n') + '\n');
});
