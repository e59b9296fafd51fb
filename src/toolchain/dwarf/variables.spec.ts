import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DebugInformation } from './debug-information';
import { cfaOf } from './frame/unwind';
import { integerOf } from './location/machine';
import type { FrameState, ValuePlace } from './location/place';
import { fixture, fixtureElf, fixtureNames, lineOf } from './testing/fixtures';
import { runFixture, type Moment } from './testing/run';
import { sizeOf } from './types/model';

const INT = 4;

/** A frame with its CFA, as a debugger would make it. */
function frameOf(information: DebugInformation, moment: Moment): FrameState {
  const cfa = () => {
    const row = information.frames.rowAt(moment.pc);
    return row && cfaOf(row, moment);
  };
  return { ...moment, cfa };
}

/** The value of an int at a place, or undefined when it is unavailable. */
function intAt(place: ValuePlace, frame: FrameState): bigint | undefined {
  const bits = (value: bigint) => BigInt.asIntN(8 * INT, value);
  switch (place.kind) {
    case 'memory':
      return bits(integerOf(frame.readMemory(place.address, INT)!));
    case 'register':
      return bits(frame.register(place.register)!);
    case 'value':
      return bits(integerOf(place.bytes));
    default:
      return undefined;
  }
}

/** The ints in scope at a moment: name to value, inner ones hiding outer ones. */
function ints(information: DebugInformation, moment: Moment): Map<string, bigint | undefined> {
  const frame = frameOf(information, moment);
  const found = new Map<string, bigint | undefined>();
  for (const { variables } of information.variables.at(moment.pc)) {
    for (const variable of variables) {
      if (found.has(variable.name) || sizeOf(variable.type) !== INT) continue;
      found.set(variable.name, intAt(information.variables.locate(variable, frame), frame));
    }
  }
  return found;
}

for (const name of fixtureNames) {
  describe(`variables of ${name}`, () => {
    const information = fixture(name);
    const elf = fixtureElf(name);
    const { variables } = information;

    test('globals are where their symbols are', () => {
      for (const symbol of ['nodes', 'box', 'hidden']) {
        const address = elf.symbols.find((candidate) => candidate.name === symbol)!.address;
        assert.equal(variables.global(symbol)!.address, address, symbol);
      }
      assert.equal(variables.global('nodes')!.kind, 'global');
      assert.equal(variables.global('nodes')!.file, '/fixture/main.c');
      assert.equal(variables.global('nodes')!.line, lineOf('main.c', 'struct node nodes[3]'));
    });

    test('static variables of one name in two files', () => {
      const found = variables.globalsNamed('visits').map(({ file }) => file);
      assert.deepEqual(found.sort(), ['/fixture/list.c', '/fixture/main.c']);
      const addresses = elf.symbols
        .filter((symbol) => symbol.name === 'visits')
        .map(({ address }) => address);
      for (const { address } of variables.globalsNamed('visits')) assert.ok(addresses.includes(address!));
    });

    test('of static variables of one name, code means its own file’s', () => {
      for (const [code, file] of [
        ['visit', '/fixture/main.c'],
        ['node_sum', '/fixture/list.c'],
      ] as const) {
        const { address } = elf.symbols.find(({ name: one }) => one === code)!;
        assert.equal(variables.global('visits', () => address)!.file, file, code);
      }
      assert.ok(variables.global('visits'));
    });

    test('what the linker discarded has no address', () => {
      assert.equal(variables.global('anchor')!.address, undefined);
      assert.equal(variables.global('nothing'), undefined);
    });

    test('a static variable of a function is in its scope', () => {
      const [visit] = information.functions.named('visit');
      const deepest = variables
        .at(visit.entry)
        .at(-1)!
        .variables.find((variable) => variable.name === 'deepest')!;
      const symbol = elf.symbols.find(
        (candidate) => candidate.name.startsWith('deepest') || candidate.name === 'visit.deepest',
      )!;
      assert.equal(deepest.address, symbol.address);
      assert.equal(deepest.kind, 'local');
    });

    test('parameters have the values they were called with', () => {
      const [visit] = information.functions.named('visit');
      const at = information.functions.afterPrologue(visit);
      const depths: (bigint | undefined)[] = [];
      runFixture(elf, 700, (moment) => {
        if (moment.pc === at) depths.push(ints(information, moment).get('depth'));
      });
      assert.deepEqual(depths, [1n, 2n, 3n]);
    });

    test('inlined calls have their own variables', () => {
      const products = new Set<bigint>();
      let inlined = 0;
      runFixture(elf, 700, (moment) => {
        const call = information.functions.inlinedAt(moment.pc).find((inner) => inner.name === 'scale');
        if (!call) return;
        inlined++;
        assert.deepEqual(
          [call.callFile, call.callLine],
          ['/fixture/main.c', lineOf('main.c', 'return scale(')],
        );
        assert.equal(call.line, lineOf('main.c', 'int scale('));
        const scopes = variables.at(moment.pc);
        const inner = scopes.slice(0, scopes.findIndex(({ kind }) => kind === 'inlined') + 1);
        const names = inner.flatMap((scope) => scope.variables.map((variable) => variable.name));
        assert.deepEqual(names.sort(), ['factor', 'number', 'product']);
        const factor = ints(information, moment).get('factor');
        if (factor !== undefined) products.add(factor);
      });
      assert.ok(inlined > 0);
      if (name.includes('O0')) for (const factor of [1n, 2n, 3n]) assert.ok(products.has(factor));
    });

    test('an inner variable hides an outer one of the same name', () => {
      const line = lineOf('main.c', 'long i = node->id');
      const [address] = information.lines.addressesOf('/fixture/main.c', line);
      if (address === undefined) return assert.ok(!name.includes('O0'), 'unoptimized code has every line');
      const named = variables
        .at(address)
        .flatMap((scope) => scope.variables.filter((variable) => variable.name === 'i'));
      assert.ok(named.length >= 1);
      if (name.includes('O0'))
        assert.deepEqual(
          named.map(({ type }) => sizeOf(type)),
          [8, 4],
        );
    });

    test('a sum is what the program computes, wherever it is', () => {
      const file = '/fixture/list.c';
      const sums = new Set<bigint>();
      const line = lineOf('list.c', 'return sum;');
      runFixture(elf, 700, (moment) => {
        const at = information.lines.at(moment.pc);
        if (at?.file !== file || at.line !== line || at.low !== moment.pc) return;
        const sum = ints(information, moment).get('sum');
        if (sum !== undefined) sums.add(sum);
      });
      if (name.includes('O0')) assert.deepEqual([...sums], [6n]);
      else
        assert.ok(
          [...sums].every((sum) => sum === 6n),
          `sums ${[...sums].join()}`,
        );
    });
  });
}
