import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASS, board } from './board.fixture';

/** Each hart notes what it was started with; the last one ends the run. */
const ROLL_CALL = `
_start: csrr    t0, mhartid
        la      t1, table
        slli    t2, t0, 5
        add     t1, t1, t2
        sd      a0, 0(t1)
        sd      a1, 8(t1)
        sd      t0, 16(t1)
        li      t2, 1
        la      t1, count
        amoadd.d t3, t2, (t1)
        addi    t3, t3, 1
        li      t4, HARTS
        beq     t3, t4, last
1:      wfi
        j       1b
last:   ${PASS}
        .data
        .balign 8
count:  .dword  0
table:  .skip   8 * 32
`;

for (let cpus = 1; cpus <= 8; cpus++) {
  test(`${cpus} harts start at reset, each with its number and the device tree`, () => {
    const { machine, run, symbol } = board(ROLL_CALL.replace('HARTS', String(cpus)), { cpus });
    assert.deepEqual(run(), { kind: 'finished', code: 0 });
    assert.equal(machine.harts.length, cpus);
    const table = new BigUint64Array(machine.readPhysical(symbol('table'), 8 * 32)!.buffer);
    const tree = Number(table[1]);
    for (let hart = 0; hart < cpus; hart++) {
      assert.deepEqual(
        [...table.subarray(4 * hart, 4 * hart + 3)],
        [BigInt(hart), BigInt(tree), BigInt(hart)],
      );
    }
    const magic = new DataView(machine.readPhysical(tree, 4)!.buffer).getUint32(0);
    assert.equal(magic, 0xd00dfeed);
  });
}

test('a reservation ends with the turn: no store in between is overlooked', () => {
  // Hart 0 sits on a reservation for longer than a turn while hart 1 stores to it.
  const { machine, run } = board(
    `
_start: la      s0, word
        csrr    t0, mhartid
        bnez    t0, other
        lr.w    t1, (s0)
        li      t2, 5000
1:      addi    t2, t2, -1
        bnez    t2, 1b
        sc.w    s1, t1, (s0)
        lw      s2, (s0)
        ${PASS}
other:  li      t1, 7
        sw      t1, (s0)
2:      wfi
        j       2b
        .data
        .balign 8
word:   .dword  0
`,
    { cpus: 2 },
  );
  assert.deepEqual(run(), { kind: 'finished', code: 0 });
  assert.deepEqual([machine.harts[0].readRegister(9), machine.harts[0].readRegister(18)], [1n, 7n]);
});
