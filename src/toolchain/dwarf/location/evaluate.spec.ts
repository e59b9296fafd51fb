import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DwarfError } from '../error';
import { sleb, u16, u64, uleb, type Bytes } from '../testing/bytes';
import { evaluateLocation, evaluateNumber } from './evaluate';
import { bytesOf } from './machine';
import { Op } from './operations';
import type { FrameState } from './place';

const frame: FrameState = {
  pc: 0x1000n,
  register: (number) => (number === 9 ? undefined : 0x100n * BigInt(number)),
  readMemory: (address, size) => (address === 0n ? undefined : bytesOf(address + 0x1111n, size)),
  cfa: () => 0x8000n,
};
const context = { frame, frameBase: () => 0x7000n };
const locate = (...bytes: readonly (number | Bytes)[]) =>
  evaluateLocation(Uint8Array.from(bytes.flat()), context);
const number = (...bytes: readonly (number | Bytes)[]) =>
  evaluateNumber(Uint8Array.from(bytes.flat()), context);
const memory = (address: bigint) => ({ kind: 'memory', address });
const MINUS = (value: bigint) => BigInt.asUintN(64, -value);

test('addresses', () => {
  assert.deepEqual(locate(Op.addr, u64(0x8000_1234n)), memory(0x8000_1234n));
  assert.deepEqual(locate(Op.fbreg, sleb(-20)), memory(0x6fecn));
  assert.deepEqual(locate(Op.breg0 + 2, sleb(-8)), memory(0x1f8n));
  assert.deepEqual(locate(Op.bregx, uleb(10), sleb(8)), memory(0xa08n));
  assert.deepEqual(locate(Op.callFrameCfa, Op.lit0 + 16, Op.minus), memory(0x7ff0n));
});

test('registers and values', () => {
  assert.deepEqual(locate(Op.reg0 + 10), { kind: 'register', register: 10 });
  assert.deepEqual(locate(Op.regx, uleb(42)), { kind: 'register', register: 42 });
  assert.deepEqual(locate(Op.lit0 + 7, Op.stackValue), { kind: 'value', bytes: bytesOf(7n) });
  assert.deepEqual(locate(Op.implicitValue, uleb(3), [1, 2, 3]), {
    kind: 'value',
    bytes: Uint8Array.of(1, 2, 3),
  });
});

test('pieces, one of them lost', () => {
  assert.deepEqual(locate(Op.reg0 + 10, Op.piece, 4, Op.piece, 4, Op.addr, u64(16n), Op.bitPiece, 8, 3), {
    kind: 'pieces',
    pieces: [
      { place: { kind: 'register', register: 10 }, size: 32, offset: 0 },
      { place: { kind: 'unavailable', reason: 'optimized out' }, size: 32, offset: 0 },
      { place: memory(16n), size: 8, offset: 3 },
    ],
  });
});

test('arithmetic of 64 bits, signed where the standard says so', () => {
  const consts = (value: bigint) => [Op.consts, ...sleb(value)];
  const cases: readonly [readonly (number | Bytes)[], bigint][] = [
    [[consts(-6n), consts(4n), Op.plus], MINUS(2n)],
    [[consts(-6n), consts(4n), Op.div], MINUS(1n)],
    [[consts(6n), consts(0n), Op.div], 0n],
    [[consts(6n), consts(4n), Op.mod], 2n],
    [[consts(-6n), Op.abs], 6n],
    [[consts(-6n), Op.neg], 6n],
    [[consts(0n), Op.not], MINUS(1n)],
    [[consts(-16n), consts(2n), Op.shra], MINUS(4n)],
    [[consts(-16n), consts(60n), Op.shr], 15n],
    [[consts(1n), consts(64n), Op.shl], 0n],
    [[consts(-1n), consts(1n), Op.lt], 1n],
    [[consts(-1n), consts(1n), Op.ge], 0n],
    [[consts(3n), consts(3n), Op.eq], 1n],
    [[consts(6n), consts(3n), Op.xor], 5n],
    [[Op.const1s, 0xff], MINUS(1n)],
    [[Op.const1u, 0xff], 0xffn],
    [[Op.const2s, u16(0xfffe)], MINUS(2n)],
    [[Op.constu, uleb(300), Op.plusUconst, uleb(5)], 305n],
    [[Op.lit0 + 1, Op.lit0 + 2, Op.swap, Op.minus], 1n],
    [[Op.lit0 + 1, Op.lit0 + 2, Op.lit0 + 3, Op.rot, Op.minus, Op.minus], 3n - (1n - 2n)],
    [[Op.lit0 + 1, Op.lit0 + 2, Op.over, Op.plus, Op.plus], 4n],
    [[Op.lit0 + 5, Op.lit0 + 2, Op.lit0 + 3, Op.pick, 2], 5n],
    [[Op.lit0 + 5, Op.dup, Op.mul, Op.nop], 25n],
    [[Op.lit0 + 5, Op.lit0 + 6, Op.drop], 5n],
    [[Op.const2s, u16(0x2000), Op.deref], 0x3111n],
    [[Op.const2s, u16(0x2000), Op.derefSize, 1], 0x11n],
    [[Op.lit0 + 3, Op.neg, Op.convert, 0], MINUS(3n)],
  ];
  for (const [bytes, expected] of cases) assert.equal(number(...bytes), expected, JSON.stringify(bytes));
});

test('jumps', () => {
  // 4, then down to 0 by a loop that adds up.
  const loop = [
    Op.lit0,
    Op.lit0 + 4,
    Op.dup,
    Op.rot,
    Op.plus,
    Op.swap,
    Op.lit0 + 1,
    Op.minus,
    Op.dup,
    Op.bra,
    ...u16(-10),
  ];
  assert.equal(number(loop, Op.drop), 10n);
  assert.equal(number(Op.lit0 + 1, Op.skip, u16(1), Op.lit0 + 2), 1n);
});

test('what a caller leaves on the stack first', () => {
  assert.equal(evaluateNumber(Uint8Array.of(Op.plusUconst, 8), context, 0x100n), 0x108n);
});

test('values that cannot be known say why', () => {
  const reason = (...bytes: readonly (number | Bytes)[]) => {
    const place = locate(...bytes);
    return place.kind === 'unavailable' ? place.reason : place.kind;
  };
  assert.equal(reason(), 'optimized out');
  assert.match(reason(Op.breg0 + 9, 0), /register/);
  assert.match(reason(Op.lit0, Op.deref), /memory/);
  assert.match(reason(Op.entryValue, uleb(1), Op.reg0 + 10, Op.stackValue), /at the call/);
  assert.match(reason(Op.implicitPointer, [0, 0, 0, 0], 0), /points to/);
  assert.equal(number(Op.breg0 + 9, 0), undefined);
  const lost = evaluateLocation(Uint8Array.of(Op.fbreg, 0), { frame, frameBase: () => undefined });
  assert.deepEqual(lost, { kind: 'unavailable', reason: 'its frame is unknown' });
});

test('expressions that are none', () => {
  const wrong: readonly (readonly (number | Bytes)[])[] = [
    [Op.plus],
    [Op.addr, 1],
    [0x02],
    [Op.skip, u16(-3)],
    [Op.skip, u16(100)],
    [Op.skip, u16(-4)],
    [Op.lit0, Op.skip, u16(-4)],
    [Op.derefSize, 9],
    [Op.lit0, Op.derefSize, 9],
    [Op.addrx, 0],
    [Op.nop],
  ];
  for (const bytes of wrong) assert.throws(() => locate(...bytes), DwarfError, JSON.stringify(bytes));
});
