import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { before, test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe, reading, path } = commandLine({
  // Sends back what comes, by looking at the line all the time.
  'echo.s': `
        .globl _start
_start: li      t0, 0x10000000
1:      lbu     t1, 5(t0)
        andi    t1, t1, 1
        beqz    t1, 1b
        lbu     t2, 0(t0)
        sb      t2, 0(t0)
        j       1b
`,
  // Prints what the firmware told it: a0, the number of the hart, and that it is in supervisor mode; then switches off.
  'above.s': `
        .globl _start
_start: addi    a0, a0, '0'
        li      a7, 1
        ecall
        csrr    t0, sstatus
        li      a0, '\\n'
        ecall
        li      a7, 8
        ecall
`,
  'three.s': '.globl _start\n_start: li t0, 0x100000\n li t1, 0x33333\n sw t1, 0(t0)\n j .\n',
  'again.s': '.globl _start\n_start: li t0, 0x100000\n li t1, 0x7777\n sw t1, 0(t0)\n j .\n',
  'asleep.s': '.globl _start\n_start: wfi\n j _start\n',
});

before(async () => {
  for (const name of ['echo', 'three', 'again', 'asleep']) {
    const { status, err } = await trapframe('asm', '--kernel', 'none', '-o', `@${name}.elf`, `@${name}.s`);
    assert.equal(status, 0, err);
  }
});

const bare = ['qemu', '-machine', 'virt', '-bios', 'none', '-nographic', '-kernel'];

test('the console is stdin and stdout, and Control-A x ends the machine, from a pipe too', async () => {
  const pipe = new PassThrough();
  pipe.end('ab\x01\x01c\x01xd');
  const { status, out } = await reading(pipe, ...bare, '@echo.elf');
  assert.equal(status, 0);
  assert.ok('ab\x01c'.startsWith(out), out);
});

test('the guest’s status is ours; a reset ends the run with -no-reboot', async () => {
  assert.equal((await trapframe(...bare, '@three.elf')).status, 3);
  assert.equal((await trapframe('qemu', '-no-reboot', ...bare.slice(1), '@again.elf')).status, 0);
});

test('a machine that nothing can wake ends well, and it is said', async () => {
  const { status, err } = await trapframe(...bare, '@asleep.elf');
  assert.equal(status, 0);
  assert.match(err, /nothing can ever run again/);
});

test('Makefiles find the version and -gdb', async () => {
  assert.match((await trapframe('qemu', '--version')).out, /^QEMU emulator version 7\.2\.0 .*trapframe/);
  assert.match((await trapframe('qemu', '-help')).out, /^-gdb /m);
});

test('wrong words are status 2, and name what is meant', async () => {
  const { status, err } = await trapframe('qemu', '-machine', 'sifive_u', '-kernel', '@echo.elf');
  assert.equal(status, 2);
  assert.match(err, /-machine sifive_u: there is only virt/);
  assert.match((await trapframe('qemu', '-kernel', path('nowhere'))).err, /nowhere: there is no such file/);
  const idle = await trapframe(
    'qemu',
    '-kernel',
    '@echo.elf',
    '-drive',
    `file=${path('nodisk')},if=none,id=x0`,
  );
  assert.equal(idle.status, 2);
  assert.match(idle.err, /nodisk: there is no such file/);
  assert.match((await trapframe('qemu', '-bios', 'none')).err, /-kernel is missing/);
});

test('the console goes to a file with -serial file:', async () => {
  const file = path('serial.txt');
  const { written, status } = await trapframe(
    'qemu',
    '-bios',
    'none',
    '-serial',
    `file:${file}`,
    '-kernel',
    '@three.elf',
  );
  assert.equal(status, 3);
  assert.deepEqual(Object.keys(written), [file]);
});
