import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, fixtureNames, fixtureText, lineOf, type FixtureName } from '../testing/fixtures';

interface Row {
  readonly address: bigint;
  readonly file: string;
  readonly line: number;
  readonly isStatement: boolean;
}

/** The sequences that objdump printed, without those of discarded functions, which it leaves at 0. */
function objdumpSequences(name: FixtureName): { rows: Row[]; end: bigint }[] {
  const sequences: { rows: Row[]; end: bigint }[] = [];
  let rows: Row[] = [];
  for (const text of fixtureText(`${name}.lines.txt`).split(/\r?\n/)) {
    const match = /^(\S+)\s+(\d+|-)\s+(0x[0-9a-f]+|0)\s*(?:\d+)?\s*(x?)\s*$/.exec(text);
    if (!match) continue;
    const [, file, line, hexAddress, mark] = match;
    const address = BigInt(hexAddress);
    if (line !== '-') rows.push({ address, file, line: Number(line), isStatement: mark === 'x' });
    else {
      if (rows[0].address >= 0x8000_0000n) sequences.push({ rows, end: address });
      rows = [];
    }
  }
  return sequences;
}

/** The last of the rows up to an address; a statement where one at the same address is one of the same line. */
function rowAt(rows: readonly Row[], address: bigint): Row {
  const last = rows.filter((row) => row.address <= address).at(-1)!;
  const isStatement = rows.some(
    (row) =>
      row.address === last.address && row.file === last.file && row.line === last.line && row.isStatement,
  );
  return { ...last, isStatement };
}

for (const name of fixtureNames) {
  describe(`lines of ${name}`, () => {
    const information = fixture(name);
    const { lines } = information;

    test('every address has the line that objdump gives it', () => {
      let compared = 0;
      for (const { rows, end } of objdumpSequences(name)) {
        for (let address = rows[0].address; address < end; address += 2n) {
          const expected = rowAt(rows, address);
          const line = lines.at(address);
          assert.ok(line, `no line at ${address.toString(16)}`);
          assert.deepEqual(
            [line.file.split('/').at(-1), line.line, line.isStatement],
            [expected.file, expected.line, expected.isStatement],
            address.toString(16),
          );
          assert.ok(line.low <= address && address < line.high);
          compared++;
        }
      }
      assert.ok(compared > 150, `${compared} addresses compared`);
    });

    test('files are absolute and mapped', () => {
      assert.deepEqual([...lines.files].sort(), ['/fixture/list.c', '/fixture/main.c', '/fixture/shapes.h']);
    });

    test('a line leads to its code and back', () => {
      for (const file of ['/fixture/main.c', '/fixture/list.c']) {
        assert.ok(lines.linesOf(file).length > 3);
        for (const line of lines.linesOf(file)) {
          const addresses = lines.addressesOf(file, line);
          assert.ok(addresses.length > 0);
          for (const address of addresses) {
            assert.equal(lines.at(address)?.low, address);
            assert.ok(lines.statementsAt(address).includes(line), `${file}:${line}`);
          }
        }
      }
    });

    test('the columns of a line are where its code is', () => {
      let several = 0;
      for (const file of ['/fixture/main.c', '/fixture/list.c']) {
        for (const line of lines.linesOf(file)) {
          const columns = lines.columnsOf(file, line);
          assert.deepEqual(
            columns,
            [...columns].sort((a, b) => a - b),
          );
          if (columns.length > 1) several++;
          for (const column of columns) {
            const [address] = lines.addressesOf(file, line, column);
            const place = lines.at(address);
            // Optimizing compilers put several places at an address; the code is that of the last.
            assert.equal(place?.low, address);
            if (name.includes('O0')) assert.deepEqual([place.line, place.column], [line, column]);
          }
        }
      }
      assert.ok(several > 3, `${several} lines with several places`);
      assert.deepEqual(lines.addressesOf('/fixture/main.c', lines.linesOf('/fixture/main.c')[0], 999), []);
    });

    test('every line of which a statement begins somewhere can have a breakpoint', () => {
      const wanted = new Set<string>();
      for (const { rows } of objdumpSequences(name)) {
        for (const { file, line, isStatement } of rows)
          if (isStatement) wanted.add(`/fixture/${file} ${line}`);
      }
      assert.deepEqual(
        [...lines.filesWithCode].sort(),
        lines.files.filter((file) => lines.linesOf(file).length > 0).sort(),
      );
      const found = lines.files.flatMap((file) => lines.linesOf(file).map((line) => `${file} ${line}`));
      assert.deepEqual(found.sort(), [...wanted].sort());
    });

    test('a line without code leads to the next that has', () => {
      const blank = lineOf('list.c', 'int sum = 0') - 2;
      const next = lines.nextLineWithCode('/fixture/list.c', blank)!;
      assert.ok(next > blank && next <= lineOf('list.c', 'for (const struct node'), `line ${next}`);
      assert.deepEqual(lines.addressesOf('/fixture/list.c', lineOf('list.c', 'struct opaque {')), []);
      assert.equal(lines.nextLineWithCode('/fixture/list.c', 1000), undefined);
      assert.equal(lines.nextLineWithCode('/fixture/none.c', 1), undefined);
    });

    test('the rows of a function cover it without a gap', () => {
      const [main] = information.functions.named('main');
      const [range] = main.ranges;
      const rows = lines.within(range);
      assert.equal(rows[0].low, range.low);
      assert.equal(rows.at(-1)!.high, range.high);
      rows.slice(1).forEach((row, index) => assert.equal(row.low, rows[index].high));
    });

    test('an address without code has no line', () => {
      for (const address of [0n, 8n, 0x7fff_fffen, 0x8000_1000n, 0xffff_ffff_ffff_ffffn]) {
        assert.equal(lines.at(address), undefined);
      }
      assert.deepEqual(information.problems, []);
    });
  });
}
