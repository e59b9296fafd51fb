import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PASS, board, bytesOf } from './board.fixture';

/** Echoes by polling, up to a q. */
const POLLING = `
_start: li      s0, UART
1:      lbu     t0, 5(s0)
        andi    t0, t0, 1
        beqz    t0, 1b
        lbu     t1, 0(s0)
        sb      t1, 0(s0)
        li      t2, 'q'
        bne     t1, t2, 1b
        ${PASS}`;

/** Echoes by interrupts in supervisor mode with the FIFO on, up to a q. */
const INTERRUPTS = `
_start: la      t0, supervisor
        csrw    mepc, t0
        li      t0, 1 << 11
        csrw    mstatus, t0
        li      t0, 1 << 9
        csrw    mideleg, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        mret
        .balign 4
handler:
        li      s1, PLIC + 0x201004
        lw      s2, 0(s1)
2:      lbu     t0, 5(s0)
        andi    t0, t0, 1
        beqz    t0, 3f
        lbu     t1, 0(s0)
        sb      t1, 0(s0)
        li      t2, 'q'
        bne     t1, t2, 2b
        ${PASS}
3:      sw      s2, 0(s1)
        sret
supervisor:
        la      t0, handler
        csrw    stvec, t0
        li      s0, UART
        li      t0, 0x07 | TRIGGER << 6
        sb      t0, 2(s0)
        li      t0, 1
        sb      t0, 1(s0)
        li      t0, PLIC
        sw      t0, 40(t0)
        li      t0, PLIC + 0x2080
        li      t1, 1 << 10
        sw      t1, 0(t0)
        li      t0, 1 << 9
        csrw    sie, t0
        csrsi   sstatus, 2
1:      WAIT
        j       1b
`;
const interrupts = (trigger = 0, wait = 'wfi'): string =>
  INTERRUPTS.replace('TRIGGER', String(trigger))
    .replace('WAIT', wait)
    .replace('sw      t0, 40(t0)', 'li      t1, 1\n        sw      t1, 40(t0)');

const guests = {
  'that polls': POLLING,
  'that waits for interrupts': interrupts(),
  'that is interrupted at its work': interrupts(0, 'nop'),
  'that wants to be interrupted by 14 bytes': interrupts(3),
};

const TEXT = 'The fast brown fox jumps over the lazy dog\rq';

for (const [name, text] of Object.entries(guests)) {
  describe(`a guest ${name}`, () => {
    test('gets all that is fed, in whatever pieces it runs', () => {
      const whole = board(text);
      whole.machine.input.feed(bytesOf(TEXT));
      assert.deepEqual(whole.run(), { kind: 'finished', code: 0 });
      assert.equal(whole.console(), TEXT);
      const pieces = board(text);
      pieces.machine.input.feed(bytesOf(TEXT));
      while (pieces.run(77).kind === 'limit');
      assert.equal(pieces.machine.instant, whole.machine.instant);
      assert.equal(pieces.machine.hash(), whole.machine.hash());
    });

    test('makes the same run again with what was typed', () => {
      const live = board(text);
      live.machine.input.open = true;
      for (const word of ['a', 'bcd', 'The twenty bytes that', 'q']) {
        live.run(20_000);
        live.machine.input.type(bytesOf(word));
      }
      assert.deepEqual(live.run(), { kind: 'finished', code: 0 });
      const again = board(text);
      again.machine.input.replay(live.machine.input.log);
      assert.deepEqual(again.run(), { kind: 'finished', code: 0 });
      assert.equal(again.console(), live.console());
      assert.equal(again.machine.hash(), live.machine.hash());
    });

    test('gets what was fed late no earlier when it is taken back', () => {
      const { machine, run } = board(text);
      machine.input.open = true;
      const start = machine.saveCheckpoint();
      for (const word of ['a', 'The twenty bytes that', 'bcd']) {
        run(20_000);
        machine.input.feed(bytesOf(word));
      }
      run(30_000);
      machine.input.feedEnd(bytesOf('q'));
      machine.input.open = false;
      const stops = [start];
      while (run(1_000_000).kind === 'limit') stops.push(machine.saveCheckpoint());
      const end = { instant: machine.instant, hash: machine.hash() };
      for (const from of stops) {
        machine.restoreCheckpoint(from);
        assert.deepEqual(run(), { kind: 'finished', code: 0 });
        assert.deepEqual({ instant: machine.instant, hash: machine.hash() }, end);
      }
    });

    test('gets the same bytes again when it is taken back', () => {
      const { machine, run } = board(text);
      const start = machine.saveCheckpoint();
      run(1000);
      machine.input.type(bytesOf('abc'));
      run(20_000);
      const checkpoint = machine.saveCheckpoint();
      machine.input.type(bytesOf('dq'));
      machine.run(1_000_000);
      const end = { instant: machine.instant, hash: machine.hash() };
      for (const from of [checkpoint, start]) {
        machine.restoreCheckpoint(from);
        machine.run(1_000_000);
        assert.deepEqual({ instant: machine.instant, hash: machine.hash() }, end);
      }
    });
  });
}

test('a guest at its work gets a byte now and then, and the next line only after a while', () => {
  const guest = board(interrupts(0, 'nop'));
  guest.machine.input.feed(bytesOf('ab\rcq'));
  const arrived: number[] = [];
  guest.machine.onConsole = () => arrived.push(guest.machine.instant);
  assert.deepEqual(guest.run(), { kind: 'finished', code: 0 });
  const gaps = arrived.slice(1).map((at, n) => Math.round((at - arrived[n]) / 100_000));
  assert.deepEqual(gaps, [1, 1, 50, 1]);
});

test('whoever types in the past changes the future', () => {
  const { machine, run, console } = board(POLLING);
  run(1000);
  const before = machine.saveCheckpoint();
  run(1000);
  machine.input.type(bytesOf('old'));
  run(1000);
  assert.equal(console(), 'old');
  machine.restoreCheckpoint(before);
  machine.input.type(bytesOf('q'));
  assert.deepEqual(run(), { kind: 'finished', code: 0 });
  assert.equal(console(), 'oldq');
  assert.deepEqual(machine.input.log, [{ at: 1000, byte: 0x71 }]);
});

test('a machine that only input can wake is idle while there can be any, and else stuck', () => {
  const { machine, run } = board(interrupts());
  assert.equal(run().kind, 'stuck');
  machine.input.open = true;
  const { instant } = machine;
  assert.deepEqual(run(), { kind: 'idle', until: Infinity });
  assert.equal(machine.instant, instant);
  machine.input.type(bytesOf('xq'));
  assert.deepEqual(run(), { kind: 'finished', code: 0 });
});

test('what is fed waits for a guest that has not set up its UART', () => {
  const { machine, run, console } = board(`
_start: li      t0, 500000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        li      s0, UART
        li      t0, 7
        sb      t0, 2(s0)               # empties the FIFOs
        j       poll
poll:   ${POLLING.replace('_start:', '')}`);
  machine.input.feed(bytesOf('abcq'));
  assert.deepEqual(run(), { kind: 'finished', code: 0 });
  assert.equal(console(), 'abcq');
});

test('what is typed into a full receiver waits; nothing is lost', () => {
  const { machine, run, console } = board(POLLING);
  machine.input.type(bytesOf(TEXT));
  assert.deepEqual(run(), { kind: 'finished', code: 0 });
  assert.equal(console(), TEXT);
});
