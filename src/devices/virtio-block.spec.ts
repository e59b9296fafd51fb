import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardOptions, Machine } from '../machine/types';
import { PASS, board } from './board.fixture';

/** Sets up queue 0 with 8 entries and announces the requests that the spec has put into it; runs `after` then. */
const driver = (after: string): string => `
_start: li      s0, DISK
        li      t0, 1
        sw      t0, 0x24(s0)
        sw      t0, 0x20(s0)
        li      t0, 8
        sw      t0, 0x38(s0)
        la      t0, descriptors
        sw      t0, 0x80(s0)
        la      t0, available
        sw      t0, 0x90(s0)
        la      t0, used
        sw      t0, 0xa0(s0)
        li      t0, 1
        sw      t0, 0x44(s0)
        li      t0, 15
        sw      t0, 0x70(s0)
        li      s2, CLINT + 0xbff8
        ld      s3, 0(s2)
        sw      zero, 0x50(s0)
        ${after}
        ${PASS}
        .data
        .balign 4096
descriptors: .skip 128
available: .skip 32
used:   .skip   128
header: .skip   64
status: .skip   16
        .balign 4096
data:   .skip   8192
`;

const WAIT = `
        la      t0, used
1:      lhu     t1, 2(t0)
        beqz    t1, 1b
        ld      s4, 0(s2)
        sub     s4, s4, s3
`;
const S4 = 20;

interface Request {
  readonly type: number;
  readonly sector: number;
  /** Address (a symbol, or a number) and length. */
  readonly data?: readonly [string | number, number];
}

/** A board with a disk whose queue holds these requests. */
function diskBoard(after: string, requests: readonly Request[], options: Partial<BoardOptions> = {}) {
  const image = new Uint8Array(16 * 512).map((_, at) => at >> 9);
  const made = board(driver(after), { disk: image, ...options });
  const { machine, symbol } = made;
  const word = (address: number, value: number): void =>
    void machine.writePhysical(address, new Uint8Array(Uint32Array.of(value).buffer));
  let next = 0;
  const descriptor = (address: number, length: number, flags: number, more: boolean): void => {
    const at = symbol('descriptors') + 16 * next++;
    word(at, address);
    word(at + 4, Math.floor(address / 2 ** 32));
    word(at + 8, length);
    word(at + 12, flags | (more ? 1 | (next << 16) : 0));
  };
  const heads = requests.map(({ type, sector, data }, index) => {
    const head = next;
    const header = symbol('header') + 16 * index;
    word(header, type);
    word(header + 8, sector);
    descriptor(header, 16, 0, true);
    if (data) {
      const [place, length] = data;
      descriptor(typeof place === 'string' ? symbol(place) : place, length, type === 1 ? 0 : 2, true);
    }
    descriptor(symbol('status') + index, 1, 2, false);
    return head;
  });
  machine.writePhysical(
    symbol('available'),
    new Uint8Array(Uint16Array.of(0, heads.length, ...heads).buffer),
  );
  return {
    ...made,
    image,
    bytes: (name: string, length: number) => [...machine.readPhysical(symbol(name), length)!],
    used: () => [...new Uint32Array(machine.readPhysical(symbol('used'), 36)!.buffer)],
  };
}

const register = (machine: Machine, index: number): bigint => machine.current.readRegister(index);

test('a request takes as long as it is said to', () => {
  for (const diskLatency of [0, 1, 1000, 123_456]) {
    const { run, machine, bytes } = diskBoard(WAIT, [{ type: 0, sector: 5, data: ['data', 512] }], {
      diskLatency,
    });
    assert.deepEqual(run(), { kind: 'finished', code: 0 });
    const took = Number(register(machine, S4));
    assert.ok(took >= diskLatency && took < diskLatency + 12, `${took} ticks`);
    assert.deepEqual(bytes('data', 512), Array<number>(512).fill(5));
  }
});

test('a machine that waits for the disk is not stuck', () => {
  const { run, machine } = diskBoard(
    `
        li      t0, PLIC
        li      t1, 1
        sw      t1, 4(t0)
        li      t0, PLIC + 0x2000
        li      t1, 2
        sw      t1, 0(t0)
        li      t0, 1 << 11
        csrw    mie, t0
        wfi
        ld      s4, 0(s2)
        sub     s4, s4, s3`,
    [{ type: 0, sector: 5, data: ['data', 512] }],
    { diskLatency: 1_000_000 },
  );
  assert.deepEqual(run(), { kind: 'finished', code: 0 });
  assert.ok(Number(register(machine, S4)) - 1_000_000 < 10);
});

test('requests are done one after the other, in their order', () => {
  const requests = [
    { type: 0, sector: 1, data: ['data', 1024] as const },
    { type: 4, sector: 0 },
  ];
  const { run, used, bytes } = diskBoard(
    WAIT.replace('beqz    t1', 'li t2, 2\n        bne t1, t2'),
    requests,
    {
      diskLatency: 50,
    },
  );
  run();
  assert.deepEqual(used().slice(0, 5), [2 << 16, 0, 1025, 3, 1]);
  assert.deepEqual(bytes('status', 2), [0, 0]);
  assert.deepEqual(bytes('data', 1024), [...Array<number>(512).fill(1), ...Array<number>(512).fill(2)]);
});

test('what the disk writes over is decoded anew', () => {
  const made = diskBoard(`call data\n${WAIT}\ncall data`, [{ type: 0, sector: 0, data: ['data', 512] }], {
    diskLatency: 1000,
  });
  const code = (immediate: number): Uint8Array =>
    new Uint8Array(Uint32Array.of(0x13 | (22 << 7) | (22 << 15) | (immediate << 20), 0x8067).buffer);
  made.machine.writePhysical(made.symbol('data'), code(1));
  made.image.set(code(16));
  made.run();
  assert.equal(register(made.machine, 22), 17n);
});

test('checkpoints hold what is on the disk and what is under way; the image stays as it was', () => {
  const { machine, image, run, symbol } = diskBoard(WAIT, [{ type: 1, sector: 3, data: ['data', 1024] }], {
    diskLatency: 1000,
  });
  machine.writePhysical(symbol('data'), new Uint8Array(1024).fill(0xab));
  const before = [...image];
  run(500);
  const during = machine.saveCheckpoint();
  run();
  const end = machine.hash();
  const after = machine.saveCheckpoint();
  assert.deepEqual([...image], before);
  assert.equal(JSON.stringify(after.devices['virtio0']).match(/\u00ab/g)?.length, 1024);
  machine.restoreCheckpoint(during);
  assert.notEqual(machine.hash(), end);
  run();
  assert.equal(machine.hash(), end);
});

test('data outside the RAM is an error of the request, not of the device', () => {
  for (const type of [0, 1]) {
    for (const place of [0, 0x1000, 0x1000_0000, 0x8100_0000 - 256, 2 ** 32, 2 ** 63, 2 ** 64 - 4096]) {
      const { run, bytes, used } = diskBoard(WAIT, [{ type, sector: 0, data: [place, 512] }]);
      assert.deepEqual(run(), { kind: 'finished', code: 0 });
      assert.deepEqual(bytes('status', 1), [1]);
      assert.equal(used()[2], type === 0 ? 513 : 1);
    }
  }
});

test('what is not on the disk is an error of the request', () => {
  const requests: Request[] = [
    { type: 0, sector: 16, data: ['data', 512] },
    { type: 1, sector: 15, data: ['data', 1024] },
    { type: 0, sector: 0, data: ['data', 511] },
    { type: 7, sector: 0, data: ['data', 512] },
  ];
  const statuses = requests.map((request) => {
    const { run, bytes } = diskBoard(WAIT, [request]);
    run();
    return bytes('status', 1)[0];
  });
  assert.deepEqual(statuses, [1, 1, 1, 2]);
});

test('a ring outside the RAM makes the device ask for a reset', () => {
  for (const ring of [0x80, 0x90, 0xa0]) {
    const { run, machine } = diskBoard(
      `
        la      t0, available           # the same request once more
        li      t1, 2
        sh      t1, 2(t0)
        sh      zero, 6(t0)
        li      t0, 0x10000000
        sw      t0, ${ring}(s0)
        sw      t1, 0x64(s0)
        sw      zero, 0x50(s0)
        lw      s4, 0x70(s0)
        lw      s5, 0x60(s0)
        sw      zero, 0x70(s0)
        lw      s6, 0x70(s0)
        lw      s7, 0x44(s0)`,
      [{ type: 4, sector: 0 }],
    );
    assert.deepEqual(run(), { kind: 'finished', code: 0 });
    assert.deepEqual(
      [20, 21, 22, 23].map((index) => register(machine, index)),
      [0x4fn, 3n, 0n, 0n],
    );
  }
});

test('a serial number can be asked for', () => {
  const { run, bytes } = diskBoard(WAIT, [{ type: 8, sector: 0, data: ['data', 20] }]);
  run();
  assert.equal(String.fromCharCode(...bytes('data', 14)), 'trapframe-disk');
});
