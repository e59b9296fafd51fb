/** Memory that the kernel promises and gives later: page faults that are no errors (fork=cow, stack=grow). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cause } from '../../src/isa/causes';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { bootList } from '../../src/toolchain/boot-list';
import { makeInitrd } from '../../src/toolchain/initrd';
import { ownBoard } from './boards';
import { checkKernel } from './checker';

const MEMORY = 6 * 2 ** 20;

/** A process with 256 KiB of data has children, more than there is memory for copies of it; each writes to one page of it. */
const CHILDREN = `
        .equ    CHILDREN, 40
main:   li      s0, CHILDREN
1:      li      a7, SYS_fork
        ecall
        beqz    a0, child
        bltz    a0, failed
        addi    s0, s0, -1
        bnez    s0, 1b
        li      s0, CHILDREN
2:      la      a0, status              # the kernel writes to a page that is shared
        li      a7, SYS_wait
        ecall
        lw      t0, status
        li      t1, 7
        bne     t0, t1, failed
        addi    s0, s0, -1
        bnez    s0, 2b
        lw      t0, data                # nobody else's write is seen
        bnez    t0, failed
        li      a0, 3
        ret
child:  la      t0, data
        li      t1, 7
        sw      t1, 0(t0)
        lw      s1, 0(t0)
        li      a0, 2000
        li      a7, SYS_sleep           # all live at the same time
        ecall
        mv      a0, s1
        li      a7, SYS_exit
        ecall
failed: li      a0, 99
        li      a7, SYS_exit
        ecall
        .bss
        .balign 4096
data:   .skip   262144
status: .skip   8
`;

/** Uses ten pages of its stack: five by itself, and as many by a system call that writes there. */
const DEEP = `
main:   li      t0, -20480
        add     t0, sp, t0
1:      sd      t0, 0(t0)
        ld      t1, 0(t0)
        bne     t0, t1, 9f
        li      t1, 4096
        add     t0, t0, t1
        bltu    t0, sp, 1b
        la      a0, name
        li      a1, 0
        li      a7, SYS_open
        ecall
        li      t0, -40960
        add     a1, sp, t0
        li      a2, 20480
        li      a7, SYS_read
        ecall
        ble     a0, zero, 9f
        li      a0, 3
        ret
9:      li      a0, 99
        ret
        .data
name:   .asciz  "etc/programs"
`;

/** Calls itself until there is no stack. */
const ENDLESS = `
main:   addi    sp, sp, -1024
        sd      ra, 0(sp)
        j       main
`;

interface Result {
  readonly code: number | undefined;
  readonly console: string;
  readonly faults: number;
  readonly steps: number;
}

function run(source: string, promises: string, cpus = 1): Result {
  const { elf, diagnostics } = assemble([{ path: 'program.s', text: source }]);
  assert.ok(elf, JSON.stringify(diagnostics));
  const list = bootList([{ file: 'bin/program', argv: ['program'] }]);
  const initrd = makeInitrd([{ name: 'bin/program', bytes: elf }, list]);
  const machine = ownBoard(initrd, `timeslice=3000 ${promises}`, MEMORY, cpus);
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  let faults = 0;
  machine.onTrap = ({ cause, interrupt }) => {
    if (!interrupt && (cause === Cause.storePageFault || cause === Cause.loadPageFault)) faults++;
    return false;
  };
  const stop = machine.run(200_000_000);
  assert.equal(checkKernel(machine), 0);
  const code = stop.kind === 'finished' ? stop.code : undefined;
  return { code, console: Buffer.from(bytes).toString(), faults, steps: machine.instant };
}

for (const cpus of [1, 4]) {
  test(`fork=cow: a process can have more children than there is memory for copies (${cpus} CPUs)`, () => {
    assert.equal(run(CHILDREN, 'fork=copy', cpus).code, 99);
    const { code, faults, console } = run(CHILDREN, 'fork=cow', cpus);
    assert.deepEqual([code, console], [3, '']);
    assert.ok(faults >= 40, `${faults} pages were copied when they were written`);
  });
}

test('fork=cow: fork itself takes a fraction of the steps', () => {
  const fork = CHILDREN.replace('CHILDREN, 40', 'CHILDREN, 8').replace('a0, 2000', 'a0, 1');
  const [copied, shared] = [run(fork, 'fork=copy'), run(fork, 'fork=cow')];
  assert.deepEqual([copied.code, shared.code], [3, 3]);
  assert.ok(shared.steps < 0.7 * copied.steps, `${shared.steps} and ${copied.steps}`);
});

test('stack=grow: pages of the stack come when they are used, by the program or by the kernel for it', () => {
  assert.deepEqual([run(DEEP, '').code, run(DEEP, '').faults], [3, 0]);
  const { code, faults } = run(DEEP, 'stack=grow');
  assert.equal(code, 3);
  assert.ok(faults >= 4 && faults <= 6, `${faults}`);
});

test('stack=grow: it grows to its limit, and no further', () => {
  const expected = /killed: store page fault .*: the stack is full: this is its guard page/;
  for (const promises of ['', 'stack=grow', 'stack=grow fork=cow']) {
    const { code, console } = run(ENDLESS, promises);
    assert.equal(code, 143);
    assert.match(console, expected);
  }
});

test('a promise that cannot be kept: the process is killed, with the reason', () => {
  // Sixty-four pages for each of so many children are more than there are.
  const all = CHILDREN.replace(
    'sw      t1, 0(t0)',
    'mv t2, t0\n li t3, 64\n li t4, 4096\n5: sw t1, 0(t2)\n add t2, t2, t4\n addi t3, t3, -1\n bnez t3, 5b',
  );
  const { code, console } = run(all, 'fork=cow');
  assert.equal(code, 99);
  assert.match(console, /killed: store page fault .*: there is no memory left for a copy of this page/);
});
