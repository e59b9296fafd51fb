/** Pages that hold instructions at one time and data at another: what is run is always what was stored last. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare } from './bare';

/** More stores than it takes until a page is held to be data. */
const MANY = 100;
const ROUNDS = 7;
/** addi a0, a0, 0: the round goes into its immediate. */
const ADD_TO_A0 = 0x00050513;
const RET = 0x00008067;

const sum = MANY * ((ROUNDS * (ROUNDS + 1)) / 2);

for (const cpus of [1, 3]) {
  test(`a page that is filled and called, over and over (${cpus} harts)`, () => {
    const guest = bare(
      `
        .globl  _start, done, park
_start: csrr    t0, mhartid
        bnez    t0, park
        li      s0, 0
next:   addi    s0, s0, 1
        la      t0, page
        li      t1, ${ADD_TO_A0}
        slli    t2, s0, 20
        add     t1, t1, t2
        li      t3, ${MANY}
fill:   sw      t1, 0(t0)
        addi    t0, t0, 4
        addi    t3, t3, -1
        bnez    t3, fill
        li      t1, ${RET}
        sw      t1, 0(t0)
        la      t0, page
        jalr    t0
        li      t3, ${ROUNDS}
        bne     s0, t3, next
done:   j       done
park:   la      t0, page
        lw      t1, 0(t0)
        j       park
        .balign 4096
page:   .zero   4096
`,
      { cpus },
    );
    guest.runTo('done');
    assert.equal(guest.register('a0'), BigInt(sum));
  });
}

test('a page that fills itself and runs on into what it has stored', () => {
  const guest = bare(`
        .globl  _start, done
_start: li      s0, 0
next:   addi    s0, s0, 1
        la      t0, page
        jalr    t0
        li      t3, ${ROUNDS}
        bne     s0, t3, next
done:   j       done
        .balign 4096
page:   la      t0, behind
        li      t1, ${ADD_TO_A0}
        slli    t2, s0, 20
        add     t1, t1, t2
        li      t3, ${MANY}
fill:   sw      t1, 0(t0)
        addi    t0, t0, 4
        addi    t3, t3, -1
        bnez    t3, fill
behind: .zero   ${4 * MANY}
        ret
`);
  guest.runTo('done');
  assert.equal(guest.register('a0'), BigInt(sum));
});

test('an atomic store to a page of code is seen as well', () => {
  const guest = bare(`
        .globl  _start, done
_start: li      s0, 0
        la      s1, page
next:   addi    s0, s0, 1
        li      t1, ${ADD_TO_A0}
        slli    t2, s0, 20
        add     t1, t1, t2
        li      t3, ${MANY}
again:  amoswap.w zero, t1, (s1)
        addi    t3, t3, -1
        bnez    t3, again
        jalr    s1
        amoswap.w zero, t1, (s1)
        li      t3, ${ROUNDS}
        bne     s0, t3, next
done:   j       done
        .balign 4096
page:   .word   0
        ret
`);
  guest.runTo('done');
  assert.equal(guest.register('a0'), BigInt(sum / MANY));
});
