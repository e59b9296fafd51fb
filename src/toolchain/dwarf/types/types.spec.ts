import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, fixtureNames } from '../testing/fixtures';
import { memberNamed, sizeOf, stripped, type Type } from './model';
import { typeName } from './name';

for (const name of fixtureNames) {
  describe(`types of ${name}`, () => {
    const { types, variables, problems } = fixture(name);

    test('structure layout', () => {
      const node = types.structure('node')!;
      assert.equal(node.size, 80);
      assert.deepEqual(
        node.members.map((member) => [member.name, member.offset, sizeOf(member.type)]),
        [
          ['id', 0, 4],
          ['name', 4, 16],
          ['mode', 20, 4],
          ['next', 24, 8],
          ['flags', 32, 8],
          [undefined, 40, 8],
          ['grid', 48, 12],
          ['visit', 64, 8],
          ['word', 72, 8],
        ],
      );
      assert.equal(types.named('struct node'), node);
      assert.equal(types.named('node'), node);
    });

    test('bit fields count from the lowest bit of the structure', () => {
      assert.deepEqual(
        types.structure('flags')!.members.map(({ name, offset, bits }) => [name, offset, bits]),
        [
          ['ready', 0, { offset: 0, size: 1 }],
          ['level', 0, { offset: 1, size: 3 }],
          ['delta', 0, { offset: 4, size: 5 }],
          ['wide', 1, { offset: 9, size: 40 }],
        ],
      );
    });

    test('members of anonymous unions belong to the structure', () => {
      const node = types.structure('node')!;
      assert.equal(memberNamed(node, 'number')!.offset, 40);
      assert.equal(typeName(memberNamed(node, 'text')!.type), 'const char *');
      assert.equal(memberNamed(node, 'nothing'), undefined);
    });

    test('types refer to themselves', () => {
      const node = types.structure('node')!;
      const next = memberNamed(node, 'next')!.type;
      assert.equal(next.kind === 'pointer' && next.target, node);
    });

    test('enumerations with negative values', () => {
      const mode = types.named('enum mode')!;
      assert.ok(mode.kind === 'enumeration');
      assert.deepEqual(mode.values, [
        { name: 'MODE_OFF', value: 0n },
        { name: 'MODE_ON', value: 5n },
        { name: 'MODE_BROKEN', value: -1n },
      ]);
      assert.deepEqual([mode.size, mode.isSigned], [4, true]);
    });

    test('names in C syntax', () => {
      const member = (of: string) => typeName(memberNamed(types.structure('node')!, of)!.type, of);
      assert.equal(member('name'), 'char name[16]');
      assert.equal(member('visit'), 'int (*visit)(struct node *, int)');
      assert.equal(member('word'), 'volatile union word word');
      assert.match(member('grid'), /^short( int)? grid\[2\]\[3\]$/);
      assert.equal(typeName(variables.global('anchor')!.type, 'anchor'), 'volatile uint64 *const anchor');
      assert.equal(typeName(variables.global('nodes')!.type), 'struct node [3]');
    });

    test('typedefs and qualifiers are seen through', () => {
      const uint64 = types.named('uint64')!;
      assert.equal(uint64.kind, 'typedef');
      const base = stripped(uint64);
      assert.deepEqual(base.kind === 'base' && [base.size, base.encoding], [8, 'unsigned']);
      const char = types.named('char')!;
      assert.deepEqual(char.kind === 'base' && char.encoding, 'unsignedCharacter');
      assert.equal(sizeOf(variables.global('nodes')!.type), 240);
    });

    test('a structure that one unit only declares is completed from the other', () => {
      const { type } = variables.globalsNamed('hidden').find(({ address }) => address !== undefined)!;
      const target = type.kind === 'pointer' ? type.target : type;
      assert.equal(target.kind === 'structure' && target.size, 8);
      assert.equal(target, types.structure('opaque'));
    });

    test('names that no type has', () => {
      for (const absent of ['struct nothing', 'nothing', '', 'struct'])
        assert.equal(types.named(absent), undefined);
      assert.equal(types.structure('mode'), undefined);
      assert.deepEqual(problems, []);
    });
  });
}

test('a type that contains itself has a name and no size', () => {
  const loop: { kind: 'typedef'; name: string; target: Type } = {
    kind: 'typedef',
    name: 'loop',
    target: { kind: 'void' },
  };
  loop.target = loop;
  assert.equal(stripped(loop).kind, 'unspecified');
  assert.equal(sizeOf(loop), undefined);
  const pointer: { kind: 'pointer'; size: number; target: Type } = { kind: 'pointer', size: 8, target: loop };
  pointer.target = pointer;
  assert.match(typeName(pointer), /…/);
  const array: { kind: 'array'; count: number; element: Type } = { kind: 'array', count: 2, element: loop };
  array.element = array;
  assert.equal(sizeOf(array), undefined);
});
