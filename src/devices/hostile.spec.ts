import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Privilege } from '../machine/types';
import { board as rows } from './board';
import { board } from './board.fixture';

const baseOf = (device: string): number => rows.find(({ name }) => name === device)!.base;

/**
 * Guests that do anything at all to the devices. Nothing may throw or take for ever, and equal runs stay equal.
 * The guest runs a table of accesses: address, value, kind (0..3 stores of 1..8 bytes, 4..7 loads).
 */
const GUEST = `
_start: la      t0, next
        csrw    mtvec, t0
        la      s0, table
loop:   ld      a0, 0(s0)
        beqz    a0, end
        ld      a1, 8(s0)
        ld      a2, 16(s0)
        addi    s0, s0, 24
        la      t0, jumps
        slli    a2, a2, 3
        add     t0, t0, a2
        jr      t0
        .option norvc
jumps:  sb      a1, 0(a0)
        j       loop
        sh      a1, 0(a0)
        j       loop
        sw      a1, 0(a0)
        j       loop
        sd      a1, 0(a0)
        j       loop
        lb      a1, 0(a0)
        j       loop
        lh      a1, 0(a0)
        j       loop
        lw      a1, 0(a0)
        j       loop
        ld      a1, 0(a0)
        j       loop
        .balign 4
next:   la      t0, loop
        csrw    mepc, t0
        mret
end:    li      t0, -1
        csrw    mie, t0
        csrsi   mstatus, 8
1:      wfi
        j       1b
        .data
        .balign 4096
table:  .skip   0x10000
rings:  .skip   0x4000
`;

const disk = Uint8Array.from({ length: 8192 }, (_, at) => at);
const options = { cpus: 2, disk, diskLatency: 3 };

const regions = [
  ...['clint', 'uart', 'virtio0', 'virtio0', 'virtio3']
    .map(baseOf)
    .map((base) => fc.nat(0x120).map((offset) => base + (offset & ~3))),
  fc
    .record({ part: fc.constantFrom(0, 0x1000, 0x2000, 0x20_0000, 0x5f_f000), offset: fc.nat(0x1100) })
    .map(({ part, offset }) => baseOf('plic') + part + offset),
  fc.nat(0x120).map((offset) => baseOf('uart') + offset),
];
const access = fc.record({
  address: fc.oneof(...regions),
  value: fc.oneof(
    fc.nat(16).map(BigInt),
    fc.constantFrom(0x8000_0000n, 0x8001_2000n),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  ),
  kind: fc.nat(7),
});

test('any access to any register', () => {
  fc.assert(
    fc.property(fc.array(access, { maxLength: 400 }), fc.uint8Array({ maxLength: 40 }), (accesses, typed) => {
      const { machine, symbol, run } = board(GUEST, options);
      const table = new BigUint64Array(
        accesses.flatMap(({ address, value, kind }) => [BigInt(address), value, BigInt(kind)]),
      );
      machine.writePhysical(symbol('table'), new Uint8Array(table.buffer));
      machine.input.feed(typed);
      run(1000);
      machine.input.type(typed);
      run(20_000);
      const checkpoint = machine.saveCheckpoint();
      const hash = machine.hash();
      run(10_000);
      const end = machine.hash();
      machine.restoreCheckpoint(checkpoint);
      assert.equal(machine.hash(), hash);
      run(10_000);
      assert.equal(machine.hash(), end);
    }),
    { numRuns: 60 },
  );
});

const descriptor = fc.record({
  address: fc.oneof(
    fc.nat(0x3fff).map((offset) => 0x8001_1000n + BigInt(offset)),
    fc.constantFrom(0n, 0x1000n, 0x8000_0000n, 0x80ff_fff0n, 2n ** 63n, 2n ** 64n - 1n),
  ),
  length: fc.oneof(fc.constantFrom(0, 1, 16, 512, 1024, 0xffff_ffff), fc.nat(4096)),
  flags: fc.oneof(fc.constantFrom(0, 1, 2, 3, 4), fc.nat(0xffff)),
  next: fc.oneof(fc.nat(9), fc.nat(0xffff)),
});
const ring = fc.record({
  size: fc.oneof(fc.constantFrom(1, 3, 8, 1024), fc.nat(0xffff_ffff)),
  descriptors: fc.array(descriptor, { minLength: 8, maxLength: 8 }),
  heads: fc.array(fc.oneof(fc.nat(8), fc.nat(0xffff)), { minLength: 8, maxLength: 8 }),
  index: fc.oneof(fc.nat(8), fc.nat(0xffff)),
  headers: fc.array(fc.nat(20), { minLength: 64, maxLength: 64 }),
  latency: fc.constantFrom(0, 1, 500),
  notifications: fc.nat(3),
});

test('any contents of a ring', () => {
  fc.assert(
    fc.property(ring, ({ size, descriptors, heads, index, headers, latency, notifications }) => {
      const { machine, symbol, run } = board(GUEST, { ...options, diskLatency: latency });
      const rings = symbol('rings');
      const view = new DataView(new ArrayBuffer(0x4000));
      headers.forEach((value, at) => view.setUint32(4 * at, value, true));
      descriptors.forEach(({ address, length, flags, next }, at) => {
        view.setBigUint64(0x400 + 16 * at, address, true);
        view.setUint32(0x408 + 16 * at, length, true);
        view.setUint16(0x40c + 16 * at, flags, true);
        view.setUint16(0x40e + 16 * at, next, true);
      });
      view.setUint16(0x2002, index, true);
      heads.forEach((head, at) => view.setUint16(0x2004 + 2 * at, head, true));
      machine.writePhysical(rings, new Uint8Array(view.buffer));
      const base = baseOf('virtio0');
      const writes: [number, number][] = [
        [0x24, 1], [0x20, 1], [0x38, size], [0x80, rings + 0x400], [0x90, rings + 0x2000],
        [0xa0, rings + 0x3000], [0x44, 1], [0x70, 15],
        ...Array.from({ length: notifications + 1 }, (): [number, number] => [0x50, 0]),
      ]; // prettier-ignore
      const table = new BigUint64Array(
        writes.flatMap(([offset, value]) => [BigInt(base + offset), BigInt(value), 2n]),
      );
      machine.writePhysical(symbol('table'), new Uint8Array(table.buffer));
      const start = machine.saveCheckpoint();
      run(20_000);
      const hash = machine.hash();
      machine.restoreCheckpoint(start);
      for (let slice = 0; slice < 20; slice++) run(1000);
      assert.equal(machine.hash(), hash);
      assert.equal(machine.harts[0].privilege, Privilege.machine);
    }),
    { numRuns: 200 },
  );
});

test('the memory of a device that is written by itself', () => {
  // The used ring lies over the descriptors, the data over the rings.
  fc.assert(
    fc.property(fc.nat(0x100), fc.nat(0x100), fc.nat(0x100), (first, second, third) => {
      const { machine, symbol, run } = board(GUEST, { ...options, diskLatency: 0 });
      const at = symbol('rings');
      const places = [first, second, third].map((offset) => at + (offset & ~3));
      machine.writePhysical(
        at,
        Uint8Array.from({ length: 0x400 }, (_, i) => (i * 7) & 3),
      );
      const base = baseOf('virtio0');
      const writes = [[0x38, 8], [0x80, places[0]], [0x90, places[1]], [0xa0, places[2]], [0x44, 1], [0x50, 0]]; // prettier-ignore
      const table = new BigUint64Array(
        writes.flatMap(([offset, value]) => [BigInt(base + offset), BigInt(value), 2n]),
      );
      machine.writePhysical(symbol('table'), new Uint8Array(table.buffer));
      run(5000);
    }),
    { numRuns: 100 },
  );
});
