import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, fixtureElf, fixtureNames, lineOf } from '../testing/fixtures';
import { typeName } from '../types/name';
import { covers } from './model';

const MAIN = '/fixture/main.c';

for (const name of fixtureNames) {
  describe(`functions of ${name}`, () => {
    const { functions, lines, problems } = fixture(name);
    const symbols = fixtureElf(name).symbols.filter(({ kind }) => kind === 'function');

    test('each function symbol is a function with the same code', () => {
      assert.ok(symbols.length >= 6);
      assert.equal(functions.all.length, symbols.length);
      for (const { name: symbol, address, size } of symbols) {
        const [found] = functions.named(symbol);
        assert.ok(found, symbol);
        assert.equal(found.entry, address);
        assert.deepEqual(found.ranges, [{ low: address, high: address + BigInt(size) }]);
        assert.equal(functions.at(address + BigInt(size) - 1n), found);
        assert.ok(covers(found.ranges, address));
      }
    });

    test('declarations: place, signature, linkage', () => {
      const [sum] = functions.named('node_sum');
      assert.deepEqual([sum.file, sum.line], ['/fixture/list.c', lineOf('list.c', 'int node_sum(')]);
      assert.deepEqual(
        sum.parameters.map(({ name: parameter, type }) => typeName(type, parameter)),
        ['const struct node *first', 'int limit'],
      );
      assert.equal(typeName(sum.result), 'int');
      assert.deepEqual([sum.isExternal, sum.isVariadic], [true, false]);
      assert.equal(typeName(functions.named('_start')[0].result), 'void');
    });

    test('what the linker discarded is no function', () => {
      assert.deepEqual(functions.named('unused'), []);
      assert.equal(functions.at(0n), undefined);
      assert.equal(functions.at(0x8000_1000n), undefined);
      assert.deepEqual(functions.inlinedAt(0n), []);
      assert.deepEqual(problems, []);
    });

    test('behind the prologue the function is at a later line', () => {
      for (const { name: symbol } of symbols) {
        const [found] = functions.named(symbol);
        const after = functions.afterPrologue(found);
        assert.ok(covers(found.ranges, after), symbol);
        if (name.startsWith('zig')) assert.ok(lines.at(after)?.isPrologueEnd, symbol);
      }
    });

    test('a breakpoint on a line is hit once each time the line is come to', () => {
      const loop = lineOf('main.c', 'for (int i = 0; i < 3; i++)');
      const addresses = functions.breakpointAddresses(MAIN, loop);
      // Where a loop was unrolled its condition has copies.
      assert.deepEqual(
        name.includes('O2') ? addresses.slice(0, 1) : addresses,
        lines.addressesOf(MAIN, loop).slice(0, 1),
      );
      if (name.includes('O0')) assert.ok(lines.addressesOf(MAIN, loop).length > 1);
      assert.deepEqual(functions.breakpointAddresses(MAIN, 1), []);
    });

    test('a breakpoint on the first line of a function goes behind its prologue', () => {
      const [main] = functions.named('main');
      const [address] = functions.breakpointAddresses(MAIN, main.line!);
      if (address !== undefined) assert.equal(address, functions.afterPrologue(main));
      else assert.ok(name.startsWith('gcc'), 'clang gives the first line code');
    });

    test('a breakpoint on a line of an inlined function is in its callers', () => {
      const line = lines.nextLineWithCode(MAIN, lineOf('main.c', 'int product ='));
      const addresses = functions.breakpointAddresses(MAIN, line!);
      assert.ok(addresses.length >= 1);
      for (const address of addresses) assert.equal(functions.at(address)!.name, 'visit');
    });
  });
}
