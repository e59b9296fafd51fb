import { Register } from '../../../isa/registers';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebugInformation } from '../debug-information';
import { bytesOf } from '../location/machine';
import { sized, sleb, source, text, u16, u32, u64, u8, uleb, type Bytes } from '../testing/bytes';
import { cfaOf, unwindFrame } from './unwind';

const advance = (delta: number) => u8(0x40 | delta);
const offset = (register: number, factored: number) => [0x80 | register, ...uleb(factored)];
const restore = (register: number) => u8(0xc0 | register);
const defCfa = (register: number, at: number) => [0x0c, ...uleb(register), ...uleb(at)];
const defCfaOffset = (at: number) => [0x0e, ...uleb(at)];

/** A CIE at 0 and one FDE for 0x2000 to 0x2040. */
function frames(version: number, initial: Bytes, ...instructions: readonly Bytes[]) {
  const cie = sized(
    u32(0xffff_ffff),
    u8(version),
    text(''),
    version >= 4 ? [8, 0] : [],
    uleb(2),
    sleb(-8),
    uleb(Register.ra),
    initial,
  );
  const fde = sized(u32(0), u64(0x2000n), u64(0x40n), instructions.flat());
  return DebugInformation.of(source({ frame: [...cie, ...fde] }));
}

for (const version of [1, 3, 4]) {
  test(`frame information of version ${version}: rows by address`, () => {
    const { frames: table } = frames(
      version,
      defCfa(Register.sp, 0),
      advance(1),
      defCfaOffset(32),
      advance(1),
      offset(Register.ra, 1),
      [0x02, 2], // advance_loc1
      u8(0x0a), // remember
      restore(Register.ra),
      defCfaOffset(0),
      [0x03, ...u16(4)], // advance_loc2
      u8(0x0b), // back
    );
    const row = (pc: bigint) => {
      const { cfa, registers } = table.rowAt(pc)!;
      return [cfa?.kind === 'register' && cfa.offset, registers.get(Register.ra)];
    };
    assert.deepEqual(row(0x2000n), [0n, undefined]);
    assert.deepEqual(row(0x2002n), [32n, undefined]);
    assert.deepEqual(row(0x2004n), [32n, { kind: 'offset', offset: -8n }]);
    assert.deepEqual(row(0x2007n), [32n, { kind: 'offset', offset: -8n }]);
    assert.deepEqual(row(0x2008n), [0n, undefined]);
    assert.deepEqual(row(0x2010n), [32n, { kind: 'offset', offset: -8n }]);
    assert.deepEqual(row(0x203fn), [32n, { kind: 'offset', offset: -8n }]);
    assert.equal(table.rowAt(0x2040n), undefined);
    assert.equal(table.rowAt(0x1fffn), undefined);
  });
}

const state = {
  register: (number: number) => (number === 30 ? undefined : 0x9000n + BigInt(number)),
  readMemory: (address: bigint, size: number) => (address > 0xf000n ? undefined : bytesOf(address, size)),
};

test('every rule for a register', () => {
  const { frames: table } = frames(
    4,
    defCfa(Register.sp, 0x10),
    offset(Register.ra, 1),
    [0x11, ...uleb(8), ...sleb(-1)], // offset_extended_sf: at CFA + 8
    [0x07, ...uleb(9)], // undefined
    [0x09, ...uleb(18), ...uleb(5)], // in x5
    [0x14, ...uleb(19), ...uleb(2)], // is CFA - 16
    [0x10, ...uleb(20), ...uleb(2), 0x23, 0x20], // saved at CFA + 32
    [0x16, ...uleb(21), ...uleb(2), 0x23, 0x20], // is CFA + 32
    [0x08, ...uleb(10)], // a0 is unchanged
    [0x09, ...uleb(22), ...uleb(30)], // in x30, which is lost
  );
  const cfa = 0x9012n;
  const caller = unwindFrame(table.rowAt(0x2000n)!, state)!;
  assert.equal(caller.cfa, cfa);
  assert.equal(caller.pc, cfa - 8n);
  const expected: readonly [number, bigint | undefined][] = [
    [0, 0n],
    [Register.ra, cfa - 8n],
    [Register.sp, cfa],
    [3, 0x9003n],
    [5, undefined],
    [8, cfa + 8n],
    [9, undefined],
    [10, 0x900an],
    [11, undefined],
    [18, 0x9005n],
    [19, cfa - 16n],
    [20, cfa + 32n],
    [21, cfa + 32n],
    [22, undefined],
    [23, 0x9017n],
  ];
  for (const [register, value] of expected) assert.equal(caller.registers[register], value, `x${register}`);
});

test('an undefined return address ends the stack', () => {
  const { frames: table } = frames(4, defCfa(Register.sp, 0), [0x07, ...uleb(Register.ra)]);
  assert.equal(unwindFrame(table.rowAt(0x2000n)!, state), undefined);
});

test('a frame address that cannot be computed ends the stack', () => {
  const lost = frames(4, defCfa(30, 0)).frames.rowAt(0x2000n)!;
  assert.equal(cfaOf(lost, state), undefined);
  assert.equal(unwindFrame(lost, state), undefined);
  assert.equal(unwindFrame(frames(4, []).frames.rowAt(0x2000n)!, state), undefined);
  const unreadable = frames(4, defCfa(Register.sp, 0xff00), offset(Register.ra, 1)).frames.rowAt(0x2000n)!;
  assert.equal(unwindFrame(unreadable, state), undefined);
});

test('a frame address by an expression', () => {
  const row = frames(4, [0x0f, ...uleb(2), 0x72, 0x10]).frames.rowAt(0x2000n)!;
  assert.equal(cfaOf(row, state), 0x9012n);
});

test('frame information that makes no sense is left out and named', () => {
  for (const instructions of [[0x3f], [0x0b], [0x0e, 4], [0x0f, 0x7f]]) {
    const information = frames(4, [], instructions);
    assert.equal(information.frames.rowAt(0x2000n), undefined);
    assert.match(information.problems.join('\n'), /\.debug_frame\+0x/);
  }
});
