import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Attribute } from './attributes';
import { rootOf } from './entries';
import { Form } from './forms';
import { expressionAt } from './location/list';
import { rangesOf } from './ranges';
import { Sections } from './sections';
import { Tag } from './tags';
import { source, u16, u32, u64, uleb, type Bytes } from './testing/bytes';
import { infoOf, type HandMadeEntry } from './testing/info';
import { Units } from './units';

const addresses = [...u32(28), ...u16(5), 8, 0, ...u64(0x4000n), ...u64(0x4100n), ...u64(0x5000n)];

/** The root, at 0x2000, of a unit with a list at offset 0 of its section. */
function rootWith(version: number, attribute: number, form: number, sections: Record<string, Bytes>) {
  const root: HandMadeEntry = {
    tag: Tag.compileUnit,
    attributes: [
      [Attribute.lowPc, Form.addr, u64(0x2000n)],
      [attribute, form, form === Form.secOffset || form === Form.data4 ? u32(0) : uleb(1)],
    ],
  };
  return rootOf(new Units(new Sections(source({ ...infoOf({ version, root }), ...sections }))).all[0])!;
}

test('range lists of version 2 to 4: base addresses, discarded and empty ranges', () => {
  const list = [
    [0x10n, 0x20n],
    [0x30n, 0x30n],
    [0xffff_ffff_ffff_ffffn, 0x3000n],
    [0x8n, 0x10n],
    [0xffff_ffff_ffff_ffffn, 0n],
    [0x1n, 0x9n],
    [0n, 0n],
  ];
  const ranges = list.flat().flatMap(u64);
  for (const [version, form] of [
    [2, Form.data4],
    [4, Form.secOffset],
  ] as const) {
    assert.deepEqual(rangesOf(rootWith(version, Attribute.ranges, form, { ranges })), [
      { low: 0x2010n, high: 0x2020n },
      { low: 0x3008n, high: 0x3010n },
    ]);
  }
});

const rnglist: Bytes = [
  4,
  ...uleb(0x10),
  ...uleb(0x20), // offset_pair
  5,
  ...u64(0x3000n), // base_address
  4,
  ...uleb(0x8),
  ...uleb(0x10),
  1,
  ...uleb(2), // base_addressx
  4,
  ...uleb(0x0),
  ...uleb(0x10),
  2,
  ...uleb(0),
  ...uleb(1), // startx_endx
  3,
  ...uleb(1),
  ...uleb(0x20), // startx_length
  6,
  ...u64(0x6000n),
  ...u64(0x6010n), // start_end
  7,
  ...u64(0x7000n),
  ...uleb(0x300), // start_length
  0,
];
const rnglistRanges = [
  [0x2010n, 0x2020n],
  [0x3008n, 0x3010n],
  [0x5000n, 0x5010n],
  [0x4000n, 0x4100n],
  [0x4100n, 0x4120n],
  [0x6000n, 0x6010n],
  [0x7000n, 0x7300n],
].map(([low, high]) => ({ low, high }));

test('range lists of version 5: every kind', () => {
  const root = rootWith(5, Attribute.ranges, Form.secOffset, { rnglists: rnglist, addr: addresses });
  assert.deepEqual(rangesOf(root), rnglistRanges);
});

test('range lists of version 5 by index', () => {
  const header = [...u32(0), ...u16(5), 8, 0, ...u32(2)];
  const rnglists = [...header, ...u32(8), ...u32(9), 0, ...rnglist];
  const root = rootWith(5, Attribute.ranges, Form.rnglistx, { rnglists, addr: addresses });
  assert.deepEqual(rangesOf(root), rnglistRanges);
});

test('location lists of version 2 to 4', () => {
  const entry = (low: bigint, high: bigint, ...expression: readonly number[]) => [
    ...u64(low),
    ...u64(high),
    ...u16(expression.length),
    ...expression,
  ];
  const loc = [
    ...entry(0x10n, 0x20n, 1),
    ...u64(0xffff_ffff_ffff_ffffn),
    ...u64(0x3000n),
    ...entry(0n, 0x8n, 2, 2),
    ...u64(0n),
    ...u64(0n),
  ];
  const root = rootWith(3, Attribute.location, Form.data4, { loc });
  const at = (pc: bigint) => expressionAt(root, Attribute.location, pc)?.length;
  assert.deepEqual(
    [at(0x200fn), at(0x2010n), at(0x2020n), at(0x3000n), at(0x3008n)],
    [undefined, 1, undefined, 2, undefined],
  );
});

test('location lists of version 5: every kind, and GNU views', () => {
  const loclists = [
    9,
    ...uleb(3),
    ...uleb(4), // view pair
    4,
    ...uleb(0x10),
    ...uleb(0x20),
    1,
    1, // offset_pair
    6,
    ...u64(0x3000n), // base_address
    4,
    ...uleb(0),
    ...uleb(8),
    2,
    1,
    1,
    1,
    ...uleb(2), // base_addressx
    4,
    ...uleb(0),
    ...uleb(8),
    3,
    1,
    1,
    1,
    2,
    ...uleb(0),
    ...uleb(1),
    4,
    1,
    1,
    1,
    1, // startx_endx
    3,
    ...uleb(1),
    ...uleb(8),
    5,
    1,
    1,
    1,
    1,
    1, // startx_length
    7,
    ...u64(0x6000n),
    ...u64(0x6008n),
    6,
    1,
    1,
    1,
    1,
    1,
    1, // start_end
    5,
    7,
    1,
    1,
    1,
    1,
    1,
    1,
    1, // default
    8,
    ...u64(0x7000n),
    ...uleb(8),
    0, // start_length
    0,
  ];
  const root = rootWith(5, Attribute.location, Form.secOffset, { loclists, addr: addresses });
  const at = (pc: bigint) => expressionAt(root, Attribute.location, pc)?.length;
  const found = [0x2010n, 0x3007n, 0x5000n, 0x4000n, 0x4107n, 0x6000n, 0x7000n, 0x8000n].map(at);
  assert.deepEqual(found, [1, 2, 3, 4, 5, 6, 0, 7]);
});

test('lists without an end are refused', () => {
  for (const [version, sections] of [
    [4, { ranges: u64(1n) }],
    [5, { rnglists: [7] }],
    [5, { rnglists: [99] }],
  ] as const) {
    assert.throws(
      () => rangesOf(rootWith(version, Attribute.ranges, Form.secOffset, sections)),
      /debug information, \.debug_/,
    );
  }
});
