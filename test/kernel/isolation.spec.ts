/** Page-table isolation: a program's page table does not have the kernel in it (kernel/isolation.c), and what that costs. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { csrNumber } from '../../src/isa/csrs';
import { Cause } from '../../src/isa/causes';
import { Privilege, type Machine } from '../../src/machine/types';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { bootList } from '../../src/toolchain/boot-list';
import { readElf } from '../../src/toolchain/elf/read';
import { makeInitrd } from '../../src/toolchain/initrd';
import { qemuIsInstalled, runOnQemu } from '../qemu/qemu';
import { ownBoard, runHere } from './boards';
import { checkKernel } from './checker';
import { testedKernel } from './images';

const MEMORY = 16 * 2 ** 20;
const SATP = csrNumber('satp')!;
const ISOLATION = ['isolation=off', 'isolation=on'] as const;

const symbols = (): ReturnType<typeof readElf>['symbols'] =>
  readElf(readFileSync(testedKernel()), 'the kernel').symbols;
const addressOf = (name: string): bigint => symbols().find((symbol) => symbol.name === name)!.address;

function initrdOf(source: string, ...argv: string[]): Uint8Array {
  const { elf, diagnostics } = assemble([{ path: 'program.s', text: source }]);
  assert.ok(elf, JSON.stringify(diagnostics));
  const list = bootList([{ file: 'bin/program', argv: ['program', ...argv] }]);
  return makeInitrd([{ name: 'bin/program', bytes: elf }, list]);
}

/** Twenty system calls that do next to nothing. */
const CALLS = `
main:   li      s0, 20
1:      li      a7, SYS_getpid
        ecall
        addi    s0, s0, -1
        bnez    s0, 1b
        li      a0, 0
        ret
`;

/** Steps from each trap of the program for getpid to the return from it. */
function costs(bootargs: string): number[] {
  const machine = ownBoard(initrdOf(CALLS), `${bootargs} control=cooperative timeslice=100000000`, MEMORY);
  const found: number[] = [];
  let trapped: number | undefined;
  machine.onTrap = ({ cause, interrupt, at, from }) => {
    trapped = !interrupt && from === Privilege.user && cause === Cause.ecallFromUser ? at : undefined;
    return false;
  };
  machine.onReturn = ({ at }) => {
    if (trapped !== undefined) found.push(at - trapped);
    trapped = undefined;
    return false;
  };
  assert.deepEqual(machine.run(10_000_000), { kind: 'finished', code: 0 });
  return found.slice(1, 20);
}

test('a trap costs seven instructions more', () => {
  const [without, isolated] = ISOLATION.map(costs);
  assert.equal(without.length, 19);
  assert.deepEqual(
    isolated.map((cost, index) => cost - without[index]),
    without.map(() => 7),
  );
});

/** Stops a machine at the first return to the program, in user mode. */
function inProgram(bootargs: string): Machine {
  const machine = ownBoard(initrdOf(CALLS), bootargs, MEMORY);
  machine.onReturn = ({ to }) => to === Privilege.user;
  assert.equal(machine.run(10_000_000).kind, 'return');
  machine.onReturn = undefined;
  return machine;
}

describe('what a program’s page table has', () => {
  const inKernel = ['kernel_secret', 'trap_vector', 'process_table', 'kernel_page_table', 'cpu_stacks'];
  const devices = [0x0200_0000n, 0x0c00_0000n, 0x1000_0000n];

  for (const bootargs of ISOLATION) {
    test(bootargs, () => {
      const machine = inProgram(bootargs);
      const satp = machine.current.readCsr(SATP)!;
      const isMapped = (address: bigint): boolean => machine.walk(satp, address).leaf !== undefined;
      const isOff = bootargs === 'isolation=off';
      const size = BigInt(2 ** 14);
      for (const name of inKernel) {
        const address = addressOf(name) + (name === 'cpu_stacks' ? size - 8n : 0n);
        assert.equal(isMapped(address), isOff, name);
      }
      for (const address of devices) assert.equal(isMapped(address), isOff, `0x${address.toString(16)}`);
      assert.equal(isMapped(0x8100_0000n - 8n), isOff, 'the end of the memory');
      assert.ok(isMapped(machine.current.pc), 'the program');
      assert.ok(isMapped(addressOf('trampoline_vector')), 'the trampoline');
      checkKernel(machine);
    });
  }
});

/** Reads, from its own page table, the address it was given at its start: that of the kernel's secret. */
const PEEK = 'main: ld a0, 0(a2)\n li a0, 0\n ret\n';

describe('a program that touches the kernel is killed, and told why', () => {
  const why = [/: this page belongs to the kernel\n/, /: nothing is mapped here for programs: .* isolated\n/];
  const boards = [
    {
      name: 'our machine',
      skip: false,
      run: (bootargs: string) => runHere(initrdOf(PEEK), bootargs, MEMORY),
    },
    {
      name: 'QEMU',
      skip: !qemuIsInstalled() && 'SKIPPED: isolation is not tried on QEMU, which is not installed',
      run: (bootargs: string) =>
        runOnQemu({ kernel: testedKernel(), initrd: initrdOf(PEEK), bootargs, memory: MEMORY }),
    },
  ];
  for (const { name, skip, run } of boards) {
    test(name, { skip }, async () => {
      for (const [index, bootargs] of ISOLATION.entries()) {
        const { console, status } = await run(bootargs);
        assert.equal(status, 128 + Cause.loadPageFault);
        assert.match(console, why[index]);
        assert.ok(console.includes(`address 0x${addressOf('kernel_secret').toString(16)}:`), console);
      }
    });
  }
});

test('what makes no sense is refused at boot', async () => {
  const cases = [
    ['isolation=maybe', /boot argument isolation=maybe: allowed is on or off\n/],
    ['isolation=on control=direct', /boot argument isolation=on: allowed is off with control=direct/],
    ['secret=0123', /boot argument secret=0123: allowed is 64 digits/],
    [`secret=${'0g'.repeat(32)}`, /allowed is 64 digits/],
    [`secret=${'00'.repeat(33)}`, /allowed is 64 digits/],
  ] as const;
  for (const [bootargs, words] of cases) {
    const { console, status } = await runHere(initrdOf(CALLS), bootargs, MEMORY);
    assert.equal(status, 126);
    assert.match(console, words);
  }
});

describe('the kernel’s secret', () => {
  const secretOf = (bootargs: string): string => {
    const machine = inProgram(bootargs);
    assert.equal(
      machine.current.readRegister(12),
      addressOf('kernel_secret'),
      'a program is told where it is',
    );
    return Buffer.from(machine.readPhysical(Number(addressOf('kernel_secret')), 32)!).toString('latin1');
  };

  test('is always the same', () => assert.equal(secretOf(''), 'Nobody outside may ever read me.'));

  test('is what one says', () => {
    const text = 'thirty-two bytes, and no more: ok';
    const secret = text.slice(0, 32);
    assert.equal(secretOf(`secret=${Buffer.from(secret).toString('hex')} seed=3`), secret);
  });

  test('comes from the seed', () => {
    const all = [0, 1, 2, 3, 1_099_511_627_776].map((seed) => secretOf(`seed=${seed}`));
    assert.equal(new Set(all).size, all.length);
    for (const secret of all) assert.match(secret, /^[\w-]{32}$/);
    assert.equal(secretOf('seed=2'), all[2]);
  });

  test('lies in one line of any cache', () => assert.equal(addressOf('kernel_secret') % 64n, 0n));
});
