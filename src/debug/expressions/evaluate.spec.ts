import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ExpressionError } from './error';
import { compile, type Environment } from './evaluate';
import { address, numberOf, register, show, signed, unsigned, type Value } from './value';

const names: Record<string, Value> = {
  a0: register(5n),
  a7: register(13n),
  s1: register(0xffff_ffff_ffff_fff7n),
  pid: signed(3),
  satp: address(0x8000_0000_0008_0123n),
  SYS_write: signed(13),
  mode: { bits: 0n, signed: true, word: 'user' },
  user: { bits: 0n, signed: true, word: 'user' },
};
const environment: Environment = {
  lookup: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
  addressOf: (name) => (name === 'message' ? 0x1040n : undefined),
  readMemory: (at, length) => (at === 0x1000n && length === 8 ? 0x2an : undefined),
};
const evaluate = (text: string): bigint => numberOf(compile(text).evaluate(environment));

for (const [text, expected] of [
  ['1 + 2 * 3', 7n],
  ['(1 + 2) * 3', 9n],
  ['10 - 3 - 2', 5n],
  ['pid == 3 && a7 == SYS_write', 1n],
  ['pid == 4 || a0 > 4', 1n],
  ['mode == user', 1n],
  ['s1 < 0', 1n],
  ['s1 == -9', 1n],
  ['satp >> 60', 8n],
  ['-16 >> 2', -4n],
  ['-7 / 2', -3n],
  ['-7 % 2', -1n],
  ['1 << 4 | 1', 17n],
  ['5 & 4 == 4', 1n],
  ['!a0', 0n],
  ['~0', -1n],
  ['0x10 + 0b11', 19n],
  ["'A' + 1", 66n],
  ['*0x1000', 42n],
  ['*(0xff8 + 8) / 2', 21n],
  ['a0 == 5 ? 10 : 1 / 0', 10n],
  ['0 && 1 / 0', 0n],
  ['010', 10n],
  ['&message + 1', 0x1041n],
] as const) {
  test(`${text} is ${expected}`, () => assert.equal(evaluate(text), expected));
}

for (const [text, column, problem] of [
  ['pid = 3', 5, /"="/],
  ['pid == ', 8, /expected/],
  ['', 1, /empty/],
  ['(1 + 2', 7, /"\)" is missing/],
  ['1 2', 3, /after a complete/],
  ['a0 + frob', 6, /nothing is called "frob"/],
  ['1 / (a0 - 5)', 3, /division by zero/],
  ['*8', 1, /0x8 cannot be read/],
  ['0x', 1, /digits/],
  ['0x1ffffffffffffffff', 1, /64 bits/],
] as const) {
  test(`"${text}" is refused at column ${column}`, () => {
    assert.throws(
      () => evaluate(text),
      (error) => error instanceof ExpressionError && error.column === column && problem.test(error.message),
    );
  });
}

test('deep nesting is an error, not a crash', () => {
  assert.throws(() => evaluate('('.repeat(10_000)), ExpressionError);
  assert.throws(() => evaluate('-'.repeat(10_000) + '1'), ExpressionError);
});

test('values are shown as a person reads them', () => {
  assert.equal(show(compile('mode').evaluate(environment)), 'user');
  assert.equal(show(compile('a0 + 1').evaluate(environment)), '0x6');
  assert.equal(show(compile('pid + 1').evaluate(environment)), '4');
  assert.equal(show(unsigned(255), 'hexadecimal'), '0xff');
});

test('any text yields a value or an ExpressionError', () => {
  const pieces = [
    'a0',
    '1',
    '0x',
    '(',
    ')',
    '+',
    '<<',
    '!',
    '&&',
    '?',
    ':',
    '*',
    ' ',
    "'",
    '$',
    '.',
    '"',
    '\\',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
      try {
        evaluate(parts.join(''));
      } catch (error) {
        assert.ok(error instanceof ExpressionError, String(error));
      }
    }),
  );
});
