import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { bootList } from '../../src/toolchain/boot-list';
import { makeInitrd } from '../../src/toolchain/initrd';
import { isInterleaving } from '../qemu/interleaving';
import { qemuIsInstalled, runOnQemu } from '../qemu/qemu';
import { buildProgram, compilerIsInstalled, initrdOf } from './programs';
import { builds, kernelImage, nameOfBuild, testedKernel } from './images';

const missing = [
  ...(qemuIsInstalled() ? [] : ['qemu-system-riscv64']),
  ...(compilerIsInstalled() ? [] : ['riscv64-unknown-elf-gcc']),
];
const skip =
  missing.length > 0 && `SKIPPED: the kernel is not tried on QEMU without ${missing.join(' and ')}`;

/** One `[kernel]` line for a killed process. */
const killed = (pid: number, name: string, rest: string): string =>
  `[kernel] pid ${pid} (${name}) killed: ${rest}`;

/** Compilers and optimizations, of which a quick run tries the shipped one and the one that is farthest from it. */
const quick = ['zig-O0', 'gcc-O2'];
const tried = builds.filter((build) => process.env['CI'] === 'true' || quick.includes(nameOfBuild(build)));

for (const build of tried) {
  describe(`the kernel compiled by ${nameOfBuild(build)}, on QEMU`, { skip }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-kernel-'));
    after(() => rmSync(folder, { recursive: true }));

    const bootFrom = (initrd: Uint8Array, bootargs = '', memory = 128 * 2 ** 20) =>
      runOnQemu({ kernel: kernelImage(build.compiler, build.optimize), initrd, bootargs, memory });
    const boot = (commands: readonly string[], bootargs?: string, memory?: number) =>
      bootFrom(initrdOf(commands, folder), bootargs, memory);

    test('a program gets its arguments, and its status is that of the run', async () => {
      const run = await boot(['hello one two']);
      assert.equal(run.console, 'hello\none\ntwo\n');
      assert.equal(run.status, 3);
    });

    test('the options of the command line are understood', async () => {
      const run = await boot(['hello'], 'control=preemptive policy=rr timeslice=5000');
      assert.deepEqual([run.console, run.status], ['hello\n', 1]);
    });

    test('two programs that never yield share the CPU', async () => {
      const run = await boot(['looper', 'looper'], 'timeslice=1000');
      const lines = run.console.trimEnd().split('\n');
      assert.equal(run.status, 0);
      assert.ok(
        isInterleaving(lines, [Array<string>(10).fill('1'), Array<string>(10).fill('2')]),
        run.console,
      );
      assert.ok(lines.indexOf('2') < lines.lastIndexOf('1'), 'the second ran before the first had ended');
    });

    test('a sleeping program wakes up, also when nobody else runs', async () => {
      const run = await boot(['sleeper']);
      assert.deepEqual([run.console, run.status], ['a\nb\n', 0]);
    });

    test('system calls refuse what is not the program’s', async () => {
      const run = await boot(['calls']);
      assert.deepEqual([run.console, run.status], ['all right\n', 0]);
    });

    test('registers survive traps and other processes, with the shortest time slice too', async () => {
      const run = await boot(['registers', 'registers', 'registers'], 'timeslice=1');
      assert.deepEqual([run.console, run.status], ['nothing lost\n'.repeat(3), 0]);
    });

    const deaths: readonly [string, number, string][] = [
      ['privileged', 2, 'illegal instruction (scause 2) at pc PC, instruction 0x18001073: only the kernel may execute it'],
      ['nonsense', 2, 'illegal instruction (scause 2) at pc PC, instruction 0x0: no such instruction'],
      ['floating', 2, 'illegal instruction (scause 2) at pc PC, instruction 0x2502: this machine has no floating point'],
      ['reader', 13, 'load page fault (scause 13) at pc PC, address 0x80000000: this page belongs to the kernel'],
      ['device', 15, 'store page fault (scause 15) at pc PC, address 0x10000000: this page belongs to a device, and the devices to the kernel'],
      ['overflow', 15, 'store page fault (scause 15) at pc PC, address 0x1fefff0: the stack is full: this is its guard page'],
      ['selfwrite', 15, 'store page fault (scause 15) at pc PC, address 0x1000: this page is not writable'],
      ['dataexec', 12, 'instruction page fault (scause 12) at pc PC, address 0x1ffffa0: this page is not executable'],
      ['null', 13, 'load page fault (scause 13) at pc PC, address 0x0: nothing is mapped here: a null pointer?'],
    ]; // prettier-ignore
    for (const [program, cause, words] of deaths) {
      test(`${program} is killed, and its neighbour is not harmed`, async () => {
        const run = await boot([program, 'registers'], 'timeslice=2000');
        const lines = run.console.trimEnd().split('\n');
        const ofKernel = lines.filter((line) => line.startsWith('[kernel]'));
        assert.deepEqual(
          ofKernel.map((line) => line.replace(/pc 0x[0-9a-f]+/, 'pc PC')),
          [killed(1, program, words)],
        );
        assert.ok(lines.includes('nothing lost'), run.console);
        assert.equal(run.status, 128 + cause);
      });
    }

    test('128 processes fit, a 129th does not', async () => {
      const commands = Array<string>(128).fill('hello');
      const full = await boot(commands, 'timeslice=1000000000');
      assert.deepEqual([full.console, full.status], ['hello\n'.repeat(128), 1]);
      const tooMany = await boot([...commands, 'hello']);
      assert.match(
        tooMany.console,
        /^\[kernel\] bin\/hello cannot be loaded: too many processes\n\[kernel\] panic: /,
      );
      assert.equal(tooMany.status, 126);
    });

    test('the memory may be small or large', async () => {
      for (const megabytes of [16, 1536]) {
        const run = await boot(['calls'], '', megabytes * 2 ** 20);
        assert.deepEqual([run.console, run.status], ['all right\n', 0], `${megabytes} MiB`);
      }
    });

    test('a file that is no proper program is refused in words', async () => {
      const good = buildProgram('hello', folder);
      const changed = (offset: number, ...bytes: number[]): Uint8Array => {
        const copy = Uint8Array.from(good);
        copy.set(bytes, offset);
        return copy;
      };
      const firstHeader = new DataView(good.buffer, good.byteOffset).getUint32(32, true);
      const load = firstHeader + (good[firstHeader] === 1 ? 0 : 56);
      const high = [0, 0, 0, 0x80, 0, 0, 0, 0];
      const wrong: Record<string, Uint8Array> = {
        empty: new Uint8Array(),
        'a text': new TextEncoder().encode('hello'),
        'cut off in its header': good.subarray(0, 40),
        'cut off in its segments': good.subarray(0, 0x1002),
        'another machine': changed(18, 62),
        'headers outside the file': changed(32, 255, 255, 255, 255, 255, 255, 255, 255),
        'too many headers': changed(56, 255, 255),
        'a segment in the kernel': changed(load + 16, ...high),
        'a segment that wraps round': changed(load + 40, 255, 255, 255, 255, 255, 255, 255, 255),
        'content outside the file': changed(load + 8, ...high),
        'more content than memory': changed(load + 40, 1, 0, 0, 0, 0, 0, 0, 0),
      };
      for (const [name, bytes] of Object.entries(wrong)) {
        const run = await bootFrom(
          makeInitrd([{ name: 'bin/x', bytes }, bootList([{ file: 'bin/x', argv: ['x'] }])]),
        );
        assert.match(run.console, /^\[kernel\] bin\/x cannot be loaded: not an ELF executable/, name);
        assert.equal(run.status, 126, name);
      }
    });

    test('boot arguments and boot lists that make no sense are named', async () => {
      const cases: readonly [string, RegExp][] = [
        ['policy=first', /policy=first: allowed are rr fifo sjf stcf mlfq lottery stride own/],
        ['policy=mlfq:levels=17', /levels=17: allowed are levels=1 to 16/],
        ['policy=fifo:quantum=2', /quantum=2: allowed are/],
        ['policy=rr:quantum=0', /quantum=0: allowed are quantum=1 to/],
        ['decide=never', /decide=never: allowed is always, or ticks/],
        ['control=none', /control=none: allowed is preemptive/],
        ['timeslice=0', /timeslice=0: allowed is a number from 1 to 1099511627776/],
        ['timeslice=18446744073709551615', /=18446744073709551615: allowed is a number from 1 to/],
        ['policy=rr:quantum=18446744073709551617', /quantum=18446744073709551617: allowed are quantum=1 to/],
        ['verbose=x', /verbose=x: allowed is a decimal number/],
        ['timeslice=x', /timeslice=x: allowed is a number from 1 to/],
      ];
      for (const [bootargs, words] of cases) {
        const run = await boot(['hello'], bootargs);
        assert.match(run.console, words);
        assert.equal(run.status, 126);
      }
      const lists: readonly [string, string][] = [
        ['bin/x\0x', 'the list is cut off'],
        ['bin/x\0x\0', 'the number of arguments makes no sense'],
        ['bin/x\x0065\0x\0', 'the number of arguments makes no sense'],
        ['bin/x\x002\0x\0', 'the list is cut off'],
      ];
      for (const [list, words] of lists) {
        const bytes = new TextEncoder().encode(list);
        const wrong = await bootFrom(makeInitrd([{ name: 'etc/programs', bytes }]));
        assert.equal(wrong.console, `[kernel] panic: etc/programs: ${words}\n`);
      }
      const run = await bootFrom(makeInitrd([]));
      assert.equal(run.console, '[kernel] panic: no etc/programs in the initrd: nothing to run\n');
    });
  });
}

test('the image names its sources by /trapframe, and no path of this machine', { skip }, () => {
  const image = readFileSync(testedKernel(), 'latin1');
  assert.ok(image.includes('/trapframe\0'));
  assert.ok(!image.includes(path.resolve(__dirname, '..', '..') + path.sep));
});
