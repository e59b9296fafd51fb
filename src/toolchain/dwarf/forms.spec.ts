import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Attribute } from './attributes';
import { DebugInformation } from './debug-information';
import { childrenOf, rootOf, type Entry } from './entries';
import { DwarfError } from './error';
import { Form } from './forms';
import { Sections } from './sections';
import { Tag } from './tags';
import { sleb, source, text, u16, u32, u64, u8, uleb, type Bytes } from './testing/bytes';
import { infoOf, rootOffset, type HandMadeEntry } from './testing/info';
import { Units } from './units';

const strings = { str: [...text('zero'), ...text('five')], line_str: text('line') };
const stringOffsets = [...u32(16), ...u16(5), ...u16(0), ...u32(0), ...u32(5)];
const addresses = [...u32(20), ...u16(5), 8, 0, ...u64(0x1111n), ...u64(0x2222n)];

/** The root of a version 5 unit with one attribute of that form. */
function rootWith(attribute: number, form: number, value: Bytes): Entry {
  const root: HandMadeEntry = { tag: Tag.compileUnit, attributes: [[attribute, form, value]] };
  const sections = new Sections(
    source({ ...infoOf({ version: 5, root }), ...strings, str_offsets: stringOffsets, addr: addresses }),
  );
  return rootOf(new Units(sections).all[0])!;
}

describe('forms', () => {
  test('constants', () => {
    const cases: readonly [number, Bytes, bigint, bigint][] = [
      [Form.data1, [0xfe], 0xfen, -2n],
      [Form.data2, u16(0xfffe), 0xfffen, -2n],
      [Form.data4, u32(0xffff_fffe), 0xffff_fffen, -2n],
      [Form.data8, u64(0xffff_ffff_ffff_fffen), 0xffff_ffff_ffff_fffen, -2n],
      [Form.udata, uleb(300), 300n, 300n],
      [Form.sdata, sleb(-300), -300n, -300n],
      [Form.implicitConst, sleb(-7), -7n, -7n],
      [Form.flag, [1], 1n, 1n],
      [Form.flagPresent, [], 1n, 1n],
    ];
    for (const [form, value, unsigned, signed] of cases) {
      const entry = rootWith(Attribute.constValue, form, value);
      assert.equal(entry.constant(Attribute.constValue), unsigned, `form ${form}`);
      assert.equal(entry.signedConstant(Attribute.constValue), signed, `form ${form}`);
      assert.equal(entry.flag(Attribute.constValue), true);
    }
    assert.equal(rootWith(Attribute.byteSize, Form.sdata, sleb(-1)).number(Attribute.byteSize), undefined);
    assert.equal(rootWith(Attribute.byteSize, Form.data1, u8(3)).constant(Attribute.name), undefined);
  });

  test('strings', () => {
    const cases: readonly [number, Bytes, string][] = [
      [Form.string, text('here'), 'here'],
      [Form.strp, u32(5), 'five'],
      [Form.lineStrp, u32(0), 'line'],
      [Form.strx, uleb(1), 'five'],
      [Form.strx1, [0], 'zero'],
      [Form.strx2, u16(1), 'five'],
      [Form.strx3, [1, 0, 0], 'five'],
      [Form.strx4, u32(1), 'five'],
      [Form.indirect, [...uleb(Form.strp), ...u32(5)], 'five'],
    ];
    for (const [form, value, expected] of cases) {
      assert.equal(rootWith(Attribute.name, form, value).string(Attribute.name), expected, `form ${form}`);
    }
    assert.throws(() => rootWith(Attribute.name, Form.strp, u32(99)).string(Attribute.name), DwarfError);
    assert.throws(() => rootWith(Attribute.name, Form.strx1, [9]).string(Attribute.name), DwarfError);
  });

  test('addresses', () => {
    const cases: readonly [number, Bytes, bigint][] = [
      [Form.addr, u64(0xffff_ffc0_0000_0000n), 0xffff_ffc0_0000_0000n],
      [Form.addrx, uleb(1), 0x2222n],
      [Form.addrx1, [0], 0x1111n],
      [Form.addrx2, u16(1), 0x2222n],
      [Form.addrx3, [1, 0, 0], 0x2222n],
      [Form.addrx4, u32(0), 0x1111n],
    ];
    for (const [form, value, expected] of cases) {
      assert.equal(rootWith(Attribute.lowPc, form, value).address(Attribute.lowPc), expected, `form ${form}`);
    }
    assert.throws(() => rootWith(Attribute.lowPc, Form.addrx1, [9]).address(Attribute.lowPc), DwarfError);
  });

  test('blocks', () => {
    const cases: readonly [number, Bytes][] = [
      [Form.block1, [2]],
      [Form.block2, u16(2)],
      [Form.block4, u32(2)],
      [Form.block, uleb(2)],
      [Form.exprloc, uleb(2)],
    ];
    for (const [form, length] of cases) {
      const entry = rootWith(Attribute.location, form, [...length, 7, 8]);
      assert.deepEqual([...entry.block(Attribute.location)!], [7, 8], `form ${form}`);
    }
    const data16 = rootWith(Attribute.constValue, Form.data16, Array<number>(16).fill(9));
    assert.equal(data16.block(Attribute.constValue)!.length, 16);
  });

  test('forms that are none are named', () => {
    for (const form of [0x02, 0x50, 0x1f99]) {
      assert.throws(() => rootWith(Attribute.name, form, [0, 0]), /unknown form/);
    }
    assert.throws(() => rootWith(Attribute.name, Form.indirect, [...uleb(Form.indirect), 0]), /unknown form/);
  });
});

describe('references', () => {
  const int: HandMadeEntry = {
    tag: Tag.baseType,
    attributes: [
      [Attribute.name, Form.string, text('int')],
      [Attribute.byteSize, Form.data1, u8(4)],
    ],
  };
  const variable = (form: number, value: Bytes): HandMadeEntry => ({
    tag: Tag.variable,
    attributes: [
      [Attribute.name, Form.string, text('it')],
      [Attribute.type, form, value],
    ],
  });

  for (const version of [2, 3, 4, 5]) {
    test(`within a unit of version ${version}`, () => {
      const first = rootOffset(version) + 1;
      const cases: readonly [number, Bytes][] = [
        [Form.ref1, u8(first)],
        [Form.ref2, u16(first)],
        [Form.ref4, u32(first)],
        [Form.ref8, u64(BigInt(first))],
        [Form.refUdata, uleb(first)],
        [Form.refAddr, version === 2 ? u64(BigInt(first)) : u32(first)],
      ];
      for (const [form, value] of cases) {
        const root = { tag: Tag.compileUnit, attributes: [], children: [int, variable(form, value)] };
        const { variables } = DebugInformation.of(source(infoOf({ version, root })));
        const type = variables.global('it')?.type;
        assert.equal(type?.kind === 'base' && type.name, 'int', `form ${form}`);
      }
    });
  }

  test('to another unit, and to a type unit by its signature', () => {
    const signature = 0x1234_5678_9abc_def0n;
    const types = { version: 5, signature, root: { tag: 0x41, attributes: [], children: [int] } };
    const one = (form: number, value: Bytes) => ({
      version: 5,
      root: { tag: Tag.compileUnit, attributes: [], children: [variable(form, value)] },
    });
    const before = infoOf(types).info.length;
    // The type is the first entry behind the root of the first unit.
    const offset = rootOffset(5) + 8 + 4 + 1;
    assert.ok(offset < before);
    for (const unit of [one(Form.refSig8, u64(signature)), one(Form.refAddr, u32(offset))]) {
      const { variables, problems } = DebugInformation.of(source(infoOf(types, unit)));
      const type = variables.global('it')?.type;
      assert.equal(type?.kind === 'base' && type.size, 4);
      assert.deepEqual(problems, []);
    }
  });

  test('that lead nowhere give an unspecified type', () => {
    for (const [form, value] of [
      [Form.ref4, u32(0xffff)],
      [Form.ref4, u32(0)],
      [Form.refAddr, u32(0xffff)],
      [Form.refSig8, u64(1n)],
    ] as const) {
      const root = { tag: Tag.compileUnit, attributes: [], children: [variable(form, value)] };
      const { variables } = DebugInformation.of(source(infoOf({ version: 4, root })));
      assert.equal(variables.global('it')?.type.kind, 'unspecified');
    }
  });
});

describe('units', () => {
  const named = (version: number, name: string, is64Bit = false) => ({
    version,
    is64Bit,
    root: {
      tag: Tag.compileUnit,
      attributes: [],
      children: [{ tag: Tag.baseType, attributes: [[Attribute.name, Form.string, text(name)]] }],
    } satisfies HandMadeEntry,
  });

  test('of every version and both formats, one behind the other', () => {
    const units = [named(2, 'two'), named(5, 'five'), named(4, 'four', true), named(3, 'three')];
    const { types } = DebugInformation.of(source(infoOf(...units)));
    assert.deepEqual([...types.names].sort(), ['five', 'four', 'three', 'two']);
  });

  test('of an unknown version are skipped and named', () => {
    const { types, problems } = DebugInformation.of(source(infoOf(named(6, 'six'), named(4, 'four'))));
    assert.deepEqual(types.names, ['four']);
    assert.match(problems.join('\n'), /version 6: 2 to 5 can be read/);
  });

  test('children are found behind nested ones, with or without the sibling attribute', () => {
    const inner = {
      tag: Tag.lexicalBlock,
      attributes: [],
      children: [{ tag: Tag.variable, attributes: [] }],
    };
    const outer = { tag: Tag.subprogram, attributes: [], children: [inner, inner] };
    const root = {
      tag: Tag.compileUnit,
      attributes: [],
      children: [outer, outer, { tag: Tag.baseType, attributes: [] }],
    };
    const sections = new Sections(source(infoOf({ version: 5, root })));
    const tags = [...childrenOf(rootOf(new Units(sections).all[0])!)].map(({ tag }) => tag);
    assert.deepEqual(tags, [Tag.subprogram, Tag.subprogram, Tag.baseType]);
  });
});
