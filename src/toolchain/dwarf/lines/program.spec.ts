import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebugInformation } from '../debug-information';
import { sized, sized64, sleb, source, text, u16, u32, u64, u8, uleb, type Bytes } from '../testing/bytes';

const OPCODE_BASE = 13;
const LINE_BASE = -5;
const LINE_RANGE = 14;
const OPERANDS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

const copy = u8(1);
const advancePc = (delta: number) => [2, ...uleb(delta)];
const advanceLine = (delta: number) => [3, ...sleb(delta)];
const setFile = (file: number) => [4, ...uleb(file)];
const setColumn = (column: number) => [5, ...uleb(column)];
const negateStatement = u8(6);
const constAddPc = u8(8);
const fixedAdvancePc = (delta: number) => [9, ...u16(delta)];
const prologueEnd = u8(10);
const special = (address: number, line: number) => u8(line - LINE_BASE + LINE_RANGE * address + OPCODE_BASE);
const extended = (...parts: readonly Bytes[]) => [0, ...uleb(parts.flat().length), ...parts.flat()];
const setAddress = (address: bigint) => extended(u8(2), u64(address));
const endSequence = extended(u8(1));

const machine = (version: number): Bytes => [
  1, // minimum instruction length
  ...(version >= 4 ? [1] : []),
  1, // default is_stmt
  LINE_BASE & 0xff,
  LINE_RANGE,
  OPCODE_BASE,
  ...OPERANDS,
];

/** Versions 2 to 4: files /src/a.c and include/b.h. */
const nameLists: Bytes = [
  ...text('include'),
  ...text(''),
  ...text('/src/a.c'),
  0,
  0,
  0,
  ...text('b.h'),
  1,
  0,
  0,
  ...text(''),
];

/** Version 5: the same, with a number of another form and an MD5 in each file. */
const tables: Bytes = [
  1,
  ...uleb(1),
  ...uleb(0x08),
  ...uleb(2),
  ...text('/src'),
  ...text('include'),
  3,
  ...uleb(1),
  ...uleb(0x08),
  ...uleb(2),
  ...uleb(0x0b),
  ...uleb(5),
  ...uleb(0x1e),
  ...uleb(3),
  ...text('a.c'),
  0,
  ...Array<number>(16).fill(7),
  ...text('a.c'),
  0,
  ...Array<number>(16).fill(7),
  ...text('b.h'),
  1,
  ...Array<number>(16).fill(7),
];

function table(version: number, ...program: readonly Bytes[]): Bytes {
  const header = [...machine(version), ...(version >= 5 ? tables : nameLists)];
  const sizes = version >= 5 ? [8, 0] : [];
  return sized(u16(version), sizes, u32(header.length), header, program.flat());
}

const linesOf = (bytes: Bytes) => DebugInformation.of(source({ line: bytes })).lines;

for (const version of [2, 3, 4, 5]) {
  test(`a table of version ${version} without units: every opcode`, () => {
    const lines = linesOf(
      table(
        version,
        setAddress(0x2000n),
        advanceLine(9),
        copy, // line 10 at 2000
        special(4, 2), // line 12 at 2004
        fixedAdvancePc(0x102),
        setColumn(7),
        prologueEnd,
        advanceLine(-4),
        copy, // line 8 at 2106
        negateStatement,
        constAddPc, // 17
        [12, ...uleb(1)], // set_isa
        special(1, 1), // line 9 at 2118
        negateStatement,
        setFile(2),
        advancePc(200),
        copy, // b.h line 9 at 21e0
        extended(u8(4), uleb(99)), // a discriminator
        extended(u8(0x80), [1, 2, 3]), // of some vendor
        advancePc(4),
        endSequence,
      ),
    );
    const at = (address: bigint) => {
      const { low, high, file, line, column, isStatement, isPrologueEnd } = lines.at(address)!;
      return [low, high, file, line, column, isStatement, isPrologueEnd];
    };
    const header = version >= 5 ? '/src/include/b.h' : 'include/b.h';
    assert.deepEqual(at(0x2002n), [0x2000n, 0x2004n, '/src/a.c', 10, 0, true, false]);
    assert.deepEqual(at(0x2004n), [0x2004n, 0x2106n, '/src/a.c', 12, 0, true, false]);
    assert.deepEqual(at(0x2106n), [0x2106n, 0x2118n, '/src/a.c', 8, 7, true, true]);
    assert.deepEqual(at(0x21dfn), [0x2118n, 0x21e0n, '/src/a.c', 9, 7, false, false]);
    assert.deepEqual(at(0x21e3n), [0x21e0n, 0x21e4n, header, 9, 7, true, false]);
    assert.equal(lines.at(0x21e4n), undefined);
    assert.deepEqual(lines.addressesOf('/src/a.c', 9), []);
    assert.deepEqual(lines.addressesOf(header, 9), [0x21e0n]);
  });
}

test('several sequences in any order, and what the linker discarded', () => {
  const sequence = (address: bigint, line: number) => [
    ...setAddress(address),
    ...advanceLine(line - 1),
    ...copy,
    ...advancePc(8),
    ...endSequence,
  ];
  const lines = linesOf(table(4, sequence(0x3000n, 30), sequence(0n, 1), sequence(0x2000n, 20)));
  assert.deepEqual(lines.linesOf('/src/a.c'), [20, 30]);
  assert.equal(lines.at(0x3004n)?.line, 30);
  assert.equal(lines.at(0x2004n)?.line, 20);
  assert.equal(lines.at(4n), undefined);
  assert.deepEqual(
    lines.within({ low: 0x2006n, high: 0x3001n }).map(({ line }) => line),
    [20, 30],
  );
});

test('of several rows at an address the code belongs to the last, and each can have a breakpoint', () => {
  const lines = linesOf(
    table(
      4,
      setAddress(0x2000n),
      prologueEnd,
      special(0, 1),
      special(0, 3),
      negateStatement,
      special(0, 1),
      advancePc(4),
      endSequence,
    ),
  );
  const row = lines.at(0x2000n)!;
  assert.deepEqual([row.line, row.isStatement, row.isPrologueEnd], [6, false, false]);
  assert.deepEqual(lines.linesOf('/src/a.c'), [2, 5]);
  assert.deepEqual(lines.addressesOf('/src/a.c', 2), [0x2000n]);
  assert.deepEqual(lines.statementsAt(0x2000n), [5, 2]);
  assert.deepEqual(lines.statementsAt(0x2002n), []);
});

test('a line of several pieces has several addresses, a line in a row one', () => {
  const lines = linesOf(
    table(
      4,
      setAddress(0x2000n),
      special(0, 4), // 5
      special(2, 0), // 5
      special(2, 1), // 6
      special(2, -1), // 5
      advancePc(2),
      endSequence,
    ),
  );
  assert.deepEqual(lines.addressesOf('/src/a.c', 5), [0x2000n, 0x2006n]);
  assert.equal(lines.nextLineWithCode('/src/a.c', 2), 5);
  assert.equal(lines.nextLineWithCode('/src/a.c', 6), 6);
  assert.equal(lines.nextLineWithCode('/src/a.c', 7), undefined);
});

test('a table of the 64-bit format', () => {
  const header = [...machine(4), ...nameLists];
  const program = [setAddress(0x2000n), copy, advancePc(4), endSequence].flat();
  const lines = linesOf(sized64(u16(4), u64(BigInt(header.length)), header, program));
  assert.equal(lines.at(0x2002n)?.line, 1);
});

test('tables behind one that cannot be read are read', () => {
  const program = [setAddress(0x2000n), copy, advancePc(4), endSequence];
  const information = DebugInformation.of(
    source({ line: [...sized(u16(9), u32(0)), ...table(4, ...program)] }),
  );
  assert.equal(information.lines.at(0x2000n)?.line, 1);
  assert.match(information.problems.join('\n'), /a line table of version 9/);
});

test('a count of entries that have no size is refused', () => {
  const header = [...machine(5), 0, ...uleb(1_000_000_000), 0, 0];
  const information = DebugInformation.of(
    source({ line: sized(u16(5), [8, 0], u32(header.length), header) }),
  );
  assert.deepEqual(information.lines.files, []);
  assert.match(information.problems.join('\n'), /no size/);
});
