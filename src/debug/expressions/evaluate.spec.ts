import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CompositeType, EnumerationType, Type } from '../../toolchain/dwarf/types/model';
import { show } from '../values/format';
import { arrayOf, C, pointerTo } from '../values/types';
import { address, numberAs, numberOf, signed, type Value } from '../values/value';
import { ExpressionError } from './error';
import { compile } from './evaluate';
import { environmentWith, memoryAt } from './testing/environment';

// struct pair { int x; unsigned flag : 3; struct pair *next; char name[8]; } *list = 0x1000, and one more at 0x1020.
const pair: CompositeType = {
  kind: 'structure',
  name: 'pair',
  size: 32,
  get members() {
    return [
      { name: 'x', type: C.int, offset: 0, bits: undefined },
      { name: 'flag', type: C.unsignedInt, offset: 4, bits: { offset: 32, size: 3 } },
      { name: 'next', type: pointerTo(pair), offset: 8, bits: undefined },
      { name: 'name', type: arrayOf(C.char, 8), offset: 16, bits: undefined },
    ];
  },
};
const color: EnumerationType = {
  kind: 'enumeration',
  name: 'color',
  size: 4,
  isSigned: false,
  values: [
    { name: 'RED', value: 0n },
    { name: 'BLUE', value: 4n },
  ],
};
const fresh = (): Uint8Array => {
  const bytes = new Uint8Array(0x100);
  const view = new DataView(bytes.buffer);
  view.setInt32(0x00, -5, true);
  view.setUint32(0x04, 0b1101, true);
  view.setBigUint64(0x08, 0x1020n, true);
  bytes.set(new TextEncoder().encode('first'), 0x10);
  view.setInt32(0x20, 7, true);
  bytes.set(new TextEncoder().encode('second'), 0x30);
  for (let i = 0; i < 4; i++) view.setInt32(0x40 + 4 * i, 10 * i, true);
  view.setUint8(0x50, 0xff);
  view.setUint32(0x54, 0xffff_ffff, true);
  view.setUint32(0x58, 4, true);
  view.setBigUint64(0x60, 0x1000n, true);
  view.setUint32(0x70, 1982, true);
  return bytes;
};
function here(bytes = fresh()) {
  const space = memoryAt(0x1000n, bytes, { message: 0x1040n });
  const at = (type: Type, offset: number): Value => ({
    type,
    location: { kind: 'memory', space, address: 0x1000n + BigInt(offset) },
    space,
  });
  let s1 = 0xffff_ffff_ffff_fff7n;
  const register = (read: () => bigint, write: (value: bigint) => boolean): Value => ({
    type: C.long,
    location: { kind: 'cell', cell: { read, write, isReadOnly: false } },
    isRaw: true,
    space,
  });
  const names: Record<string, Value> = {
    a0: register(
      () => 5n,
      () => false,
    ),
    a7: register(
      () => 13n,
      () => false,
    ),
    s1: register(
      () => s1,
      (value) => ((s1 = value), true),
    ),
    lost: { type: C.int, location: { kind: 'unavailable', reason: 'optimized out' } },
    pid: signed(3),
    satp: {
      ...register(
        () => 0x8000_0000_0008_0123n,
        () => false,
      ),
      type: C.unsignedLong,
    },
    SYS_write: signed(13),
    message: address(0x1040n, space),
    one: at(pair, 0),
    list: at(pointerTo(pair), 0x60),
    numbers: at(arrayOf(C.int, 4), 0x40),
    byte: at(C.signedChar, 0x50),
    word: at(C.unsignedInt, 0x54),
    paint: at(color, 0x58),
    BLUE: { ...numberAs(color, 4n), isEnumerator: true },
    counter: { ...address(0x1070n, space), contents: { ...at(C.unsignedInt, 0x70), isLabelled: true } },
    bad: numberAs(pointerTo(pair), 0x8n, space),
    nothing: numberAs(pointerTo({ kind: 'void' }), 0n, space),
    '::a0': signed(99),
  };
  return environmentWith(names, space, { 'struct pair': pair, pair });
}
const evaluate = (text: string): bigint => numberOf(compile(text).evaluate(here()));
const shown = (text: string): string => show(compile(text).evaluate(here()));

for (const [text, expected] of [
  ['1 + 2 * 3', 7n],
  ['(1 + 2) * 3', 9n],
  ['10 - 3 - 2', 5n],
  ['pid == 3 && a7 == SYS_write', 1n],
  ['pid == 4 || a0 > 4', 1n],
  ['s1 < 0', 1n],
  ['s1 == -9', 1n],
  ['satp >> 60', 8n],
  ['-16 >> 2', -4n],
  ['-7 / 2', -3n],
  ['-7 % 2', -1n],
  ['1 << 4 | 1', 17n],
  ['1 << 40', 1n << 40n],
  ['5 & 4 == 4', 1n],
  ['!a0', 0n],
  ['~0', -1n],
  ['0x10 + 0b11', 19n],
  ["'A' + 1", 66n],
  ["'\\n' + '\\x41' + '\\101'", 140n],
  ['*0x1060', 0x1000n],
  ['*(0x1058 + 8) / 2', 0x800n],
  ['a0 == 5 ? 10 : 1 / 0', 10n],
  ['0 && 1 / 0', 0n],
  ['010', 8n],
  ['0777 & 0b1_0000', 16n],
  ['&message + 1', 0x1041n],
  // C's conversions.
  ['byte', -1n],
  ['(unsigned char) byte', 255n],
  ['word + 1', 0n],
  ['word == -1', 1n],
  ['byte < word', 0n],
  ['(char) 0x141', 0x41n],
  ['(int) 0xffffffff', -1n],
  ['(uint64_t) -1 == 0xffffffffffffffff', 1n],
  ['(long) word + 1', 0x1_0000_0000n],
  ['4294967295u + 1', 0n],
  ['4294967295 + 1', 0x1_0000_0000n],
  // Types of literals: by base, size and suffix.
  ['0xfffffffful + 5', 0x1_0000_0004n],
  ['sizeof(1ul)', 8n],
  ['sizeof 1u + sizeof 1 + sizeof 0xffffffff', 12n],
  ['sizeof 4294967295', 8n],
  ['sizeof 1ll + sizeof 1LLU', 16n],
  ['0xffffffffffffffff > 0', 1n],
  ['0x8000000000000000 > 0', 1n],
  ['pid > -1u', 0n],
  ['(int) pid > -1u', 0n],
  ['(int) -1 == 0xffffffff', 1n],
  ['a0 & ~0xfffu', 0n],
  ['0x123456789000 & ~0xfffu', 0x5678_9000n],
  ['0x123456789abc & ~0xffful', 0x1234_5678_9000n],
  ["sizeof 'a' + sizeof 1.0L", 20n],
  ["'ab'", 0x6162n],
  ["'\\xff' + '\\377'", 510n],
  // A choice has one type, whichever is chosen.
  ['(1 ? -1 : 1u) > 0', 1n],
  ['(0 ? 1u : -1) > 0', 1n],
  ['sizeof (1 ? byte : byte)', 4n],
  ['sizeof (1 ? 1 : 1ul)', 8n],
  ['sizeof (a0 == 5 ? 1 : 2.0)', 8n],
  ['(1 ? 1 : 2.0) / 2 == 0.5', 1n],
  ['(0 ? list : 0) == 0', 1n],
  ['a0 ?: 7', 5n],
  ['0 ?: 7', 7n],
  // Shifts have the type of what is shifted.
  ['sizeof (byte << 1l)', 4n],
  ['1 << 31', -0x8000_0000n],
  ['1u << 31', 0x8000_0000n],
  ['word << 4', 0xffff_fff0n],
  ['(__int128) 1 << 100 >> 98', 4n],
  ['-1 >> 40', -1n],
  ['1, 2', 2n],
  ['numbers[0, 2]', 20n],
  // A name in parentheses is a type only if it is one.
  ['(numbers[1])', 10n],
  ['!(numbers[1])', 0n],
  ['sizeof(numbers[1])', 4n],
  ['(numbers[1]) == 10', 1n],
  ['(numbers)[1]', 10n],
  ['(pid) - 1', 2n],
  ['(pid) * 2', 6n],
  ['(pid) & 1', 1n],
  ['(uint64_t) - 1', 0xffff_ffff_ffff_ffffn],
  ['(uint8) - 1', 255n],
  ['(uint8) *list->name', 102n],
  ['(list)->x', -5n],
  ['2[numbers]', 20n],
  ['(1 + 1)[numbers]', 20n],
  ['&2[numbers] - numbers', 2n],
  ['"abc"[1]', 98n],
  ['1["abc"]', 98n],
  ['sizeof "ab" "cd"', 5n],
  ['sizeof(*bad)', 32n],
  ['sizeof(1 / 0)', 4n],
  ['sizeof lost', 4n],
  ['sizeof(numbers)', 16n],
  ['sizeof(numbers + 1)', 8n],
  ['sizeof &numbers', 8n],
  ['sizeof(BLUE)', 4n],
  ['BLUE - 5 < 0', 1n],
  ['paint - 5 > 0', 1n],
  // A label stands for its address; alone or compared, for what lies there.
  ['counter', 1982n],
  ['counter == 1982', 1n],
  ['2000 > (counter)', 1n],
  ['counter && 1', 1n],
  ['&counter', 0x1070n],
  ['counter + 4', 0x1074n],
  ['(long) counter', 0x1070n],
  ['*(int *) counter', 1982n],
  ['counter == &counter', 0n],
  ['sizeof counter', 4n],
  // Structures, pointers, arrays.
  ['one.x', -5n],
  ['one.flag', 5n],
  ['list->x', -5n],
  ['list->next->x', 7n],
  ['(*list).next->x', 7n],
  ['(list + 1)->x', 7n],
  ['list[1].x', 7n],
  ['(int) (&list[1] - list)', 1n],
  ['&list->next->x', 0x1020n],
  ['((struct pair *) 0x1020)->x', 7n],
  ['((pair *) 0x1020)->x', 7n],
  ['numbers[2]', 20n],
  ['*(numbers + 3)', 30n],
  ['*(int *) message', 0n],
  ['((int *) message)[1]', 10n],
  ['(*(int (*)[4]) message)[2]', 20n],
  ['*(uint64_t*)0x1008', 0x1020n],
  ['one.name[1]', 105n],
  ['one.name == "first"', 1n],
  ['list->next->name != "first"', 1n],
  ['paint == BLUE', 1n],
  ['paint == 4', 1n],
  ['sizeof(struct pair)', 32n],
  ['sizeof one.name', 8n],
  ['sizeof (list)', 8n],
  ['sizeof(pair)', 32n],
  ['sizeof(int[3])', 12n],
  ['sizeof list->name[0]', 1n],
  ['list == &one', 1n],
  ['bad == 0 || bad->x', undefined],
  ['nothing == 0', 1n],
  ['::a0', 99n],
  ['process(2).pid', 2n],
  ['process(1 + 1, pid * 10)', 20n],
] as const) {
  if (expected !== undefined) test(`${text} is ${expected}`, () => assert.equal(evaluate(text), expected));
}

for (const [text, expected] of [
  ['paint', 'BLUE'],
  ['one.name', '"first"'],
  ['one.name[0]', "102 'f'"],
  ['one', '{x = -5, flag = 5, next = 0x1020, name = "first"}'],
  ['numbers', '{0, 10, 20, 30}'],
  ['&one', '0x1000'],
  ['(char *) &one.name', '0x1010 "first"'],
  ['a0 + 1', '0x6'],
  ['a7', '0xd (13)'],
  ['pid + 1', '4'],
  ['message', '0x1040 <message>'],
  ['(bool) 7', 'true'],
  ['-0.0', '-0'],
  ['(float) -0.0', '-0'],
  ['1.0L / 3', '0.3333333333333333333333333333333333'],
  ['0x1p-3', '0.125'],
  ['.5 + 1.', '1.5'],
  ["'A'", "65 'A'"],
  ["'é'", "233 '\\351'"],
  ['1 ? paint : paint', 'BLUE'],
  ['"text"', '"text"'],
] as const) {
  test(`${text} is shown as ${expected}`, () => assert.equal(shown(text), expected));
}

for (const [text, column, problem] of [
  ['pid = 3', 5, /"="/],
  ['pid++', 4, /"\+\+"/],
  ['pid == ', 8, /expected/],
  ['', 1, /empty/],
  ['(1 + 2', 7, /"\)" is missing/],
  ['1 2', 3, /after a complete/],
  ['a0 + frob', 6, /nothing is called "frob"/],
  ['1 / (a0 - 5)', 3, /division by zero/],
  ['*8', 1, /0x8 cannot be read/],
  ['0x', 1, /digits/],
  ['0x1ffffffffffffffff', 1, /64 bits/],
  ['one.y', 5, /no member y; there are x, flag, next, name/],
  ['list.x', 6, /write ->x/],
  ['pid.x', 5, /only structures have members/],
  ['1 + bad->x', 10, /0x8 cannot be read/],
  ['*nothing', 1, /points to void/],
  ['(struct frob *) 0', 2, /no type "struct frob"/],
  ['(struct pair) 0', 1, /cast to a pointer/],
  ['one + 1', 1, /a structure is no number/],
  ['&1', 1, /no address/],
  ['&one.flag', 1, /bit field/],
  ['main()', 5, /cannot be called/],
  ['09', 1, /begins with 0, so it is octal/],
  ['1uu', 1, /"uu" is no suffix/],
  ['1lul', 1, /"lul" is no suffix/],
  ['0x1.8', 1, /is no number/],
  ['1e', 1, /is no suffix|is no number/],
  ['sizeof one.flag', 1, /bit field/],
  ['(pid) (1)', 2, /"pid" is no type/],
  ['numbers[', 9, /expected/],
  ['"abc', 1, /closing "/],
  ['lost', 1, /optimized out/],
  ['list + list', 6, /two pointers/],
  ['process(7).pid', 1, /no process 7/],
] as const) {
  test(`"${text}" is refused at column ${column}`, () => {
    assert.throws(
      () => evaluate(text),
      (error) => {
        assert.ok(error instanceof ExpressionError, String(error));
        assert.match(error.message, problem);
        assert.equal(error.column, column);
        return true;
      },
    );
  });
}

for (const [text, then, expected] of [
  ['one.x = 12', 'list->x', 12n],
  ['list->next->x += 3', 'list[1].x', 10n],
  ['one.flag = 2', '*(unsigned *) 0x1004', 0b1010n],
  ['numbers[1]++', 'numbers[1]', 11n],
  ['s1 = -1', 's1', -1n],
  ['one.name = "abc"', 'one.name == "abc"', 1n],
  ['list = list->next', 'list->x', 7n],
  ['*list = list[1]', 'one.x', 7n],
  ['numbers[0] = numbers[1] = 5', 'numbers[0]', 5n],
  ['*(char *) 0x1040 = 65', 'numbers[0]', 65n],
  ['byte = 0x17f', 'byte', 127n],
  ['list->next = numbers', 'list->next', 0x1040n],
  ['*(double *) 0x1040 = 2.5', '*(long *) 0x1040', 0x4004_0000_0000_0000n],
  ['*(float *) 0x1040 = *(double *) 0x1048 = -0.25', 'numbers[0]', -0x4180_0000n],
  ['*(double *) 0x1040 = 3', '*(double *) 0x1040 == 3', 1n],
  ['*(double *) 0x1040 = 1e3', '(int) (*(double *) 0x1040 / 8 + 0.75)', 125n],
  ['numbers[0] = -7.9', 'numbers[0]', -7n],
  ['counter = 7', '*(int *) 0x1070', 7n],
  ['counter += 3', 'counter', 1985n],
  ['list = counter', 'list', 0x1070n],
  ['(one.x = 1, numbers[0]++)', 'one.x', 1n],
] as const) {
  test(`after ${text}, ${then} is ${expected}`, () => {
    const environment = here();
    compile(text, { assignments: true }).evaluate(environment);
    assert.equal(numberOf(compile(then).evaluate(environment)), expected);
  });
}

test('floating-point numbers are calculated with as C does', () => {
  for (const [text, expected] of [
    ['1.5 + 2', '3.5'],
    ['-2.5', '-2.5'],
    ['7 / 2.0', '3.5'],
    ['0.1f + 0.2f', '0.3'],
    ['(float) 1 / 3', '0.33333334'],
    ['(double) numbers[3]', '30'],
    ['(int) 1e9', '1000000000'],
    ['1.5 < 2', '1'],
    ['-0.0 ? 1 : 2', '2'],
    ['!0.5', '0'],
    ['sizeof 1.0f', '4'],
  ] as const) {
    assert.equal(show(compile(text).evaluate(here())), expected, text);
  }
  for (const text of ['1.5 % 2', '1.5 << 1', '~1.5', '1.5 & 1', '*1.5', 'numbers[1.5]', 'list + 1.5']) {
    assert.throws(() => compile(text).evaluate(here()), ExpressionError, text);
  }
});

for (const [text, problem] of [
  ['1 = 2', /a value, not a place/],
  ['a0 = 2', /does not take this value/],
  ['list = "abc"', /no structure and no text/],
  ['list = one', /no structure and no text/],
  ['list = 1.5', /an address is a whole number/],
  ['numbers[0] = 1.0 / 0', /no whole number/],
  ['one.name = "much too long"', /room for 8/],
  ['one = 5', /same type|single values/],
  ['bad->x = 1', /0x8 cannot be written/],
  ['lost = 1', /optimized out/],
  ['numbers = 1', /array of characters/],
] as const) {
  test(`${text} changes nothing and says why`, () => {
    const bytes = fresh();
    assert.throws(() => compile(text, { assignments: true }).evaluate(here(bytes)), problem);
    assert.deepEqual(bytes, fresh());
  });
}

test('a caret stands below the column', () => {
  assert.throws(
    () => compile('1 + +').evaluate(here()),
    (error) => error instanceof ExpressionError && error.pointed.startsWith('1 + +\n     ^ '),
  );
});

test('of a long expression an error repeats what is near the column', () => {
  assert.throws(
    () => compile(`${'1 + '.repeat(100)}? ${'+ 1'.repeat(100)}`).evaluate(here()),
    (error) =>
      error instanceof ExpressionError &&
      error.message.length < 200 &&
      /\(column 401 of "….* 1 \+ \? \+ 1.*…"\)$/.test(error.message) &&
      /^(.*)\?.*\n(.*)\^ /
        .exec(error.pointed)
        ?.slice(1)
        .map((part) => part.length)
        .every((at) => at === 41) === true,
  );
  assert.throws(() => compile('x'.repeat(10_000)).evaluate(here()), /called "x{63}…" here/);
});

test('a text is UTF-8, an escape in it a byte', () => {
  assert.equal(shown('"ä\\303\\244\\x41"'), '"ääA"');
  assert.equal(evaluate('"ä\\244" == "\\xc3\\xa4\\244"'), 1n);
  assert.equal(evaluate('sizeof "größe"'), 8n);
});

test('a float reads with the fewest digits that mean it', () => {
  assert.equal(shown('(float) 0.1'), '0.1');
  assert.equal(shown('(float) 1 / 3'), '0.33333334');
  assert.equal(shown('(float) 16777216'), '16777216');
  assert.equal(shown('(float) 1e30'), '1e+30');
});

test('deep nesting and endless chains are errors, not crashes', () => {
  const repeated = ['(', '-', '*', '!', 'sizeof ', '(int)', 'a=', 'a?', 'a?1:', '++', '&', '(int *', '((int'];
  for (const text of repeated) {
    assert.throws(
      () => compile(text.repeat(10_000) + '1', { assignments: true }).evaluate(here()),
      ExpressionError,
      text,
    );
  }
  for (const text of ['+1', '.x', '[0]', '->x', '==1', '&&1']) {
    assert.throws(() => compile('a0' + text.repeat(10_000)).evaluate(here()), ExpressionError, text);
  }
});

test('any text yields a value or an ExpressionError', () => {
  const pieces =
    'a0 one list numbers pid 1 0x ( ) [ ] + - << ! && ? : :: * & . -> = == += ++ " \' $ \\ , int struct pair char sizeof process physical (int) ~'.split(
      ' ',
    );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(' ', ...pieces)), (parts) => {
      try {
        show(compile(parts.join(''), { assignments: true }).evaluate(here()));
      } catch (error) {
        assert.ok(error instanceof ExpressionError, `${parts.join('')}: ${String(error)}`);
      }
    }),
    { numRuns: 2000 },
  );
});
