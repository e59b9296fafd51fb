/** What must not work with files: the right error, nothing lost, nothing leaked; here and on QEMU. And disks that fail. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { bootImage } from '../../../src/debug/launch/images';
import { createBoard } from '../../../src/devices/virt';
import type { DiskWatcher, Machine } from '../../../src/machine/types';
import { assemble } from '../../../src/toolchain/assembler/assemble';
import { bootList } from '../../../src/toolchain/boot-list';
import { nodeCompiler } from '../../../src/toolchain/compiler/node-compiler';
import { checkDisk } from '../../../src/toolchain/disk/check';
import { DiskFiles, formatDisk } from '../../../src/toolchain/disk/disk-files';
import { readElf } from '../../../src/toolchain/elf/read';
import { makeInitrd } from '../../../src/toolchain/initrd';
import { qemuIsInstalled, runOnQemu } from '../../qemu/qemu';
import { testedKernel } from '../images';
import { root } from '../root';

const memory = 16 * 2 ** 20;
const programs = new Map<string, Uint8Array>();
before(async () => {
  const compiler = nodeCompiler(path.join(root, 'kernel'));
  for (const [name, folder] of [
    ['errors', 'test/kernel/disk'],
    ['failing', 'test/kernel/disk'],
    ['reader', 'test/kernel/disk'],
    ['cat', 'kernel/user/tools'],
  ]) {
    const file = path.join(root, folder, `${name}.c`);
    const { elf, diagnostics } = await compiler.compileProgram(
      [{ path: file, text: readFileSync(file, 'utf8') }],
      [],
    );
    assert.deepEqual(diagnostics, []);
    programs.set(name, elf!);
  }
  const spinner = path.join(root, 'kernel', 'user', 'programs', 'spinner.s');
  programs.set('spinner', assemble([{ path: spinner, text: readFileSync(spinner, 'utf8') }]).elf!);
});

const initrdOf = (...commands: string[]): Uint8Array => {
  const words = commands.map((command) => command.split(' '));
  return makeInitrd([
    ...[...new Set(words.map(([name]) => name))].map((name) => ({
      name: `bin/${name}`,
      bytes: programs.get(name)!,
    })),
    bootList(words.map((argv) => ({ file: `bin/${argv[0]}`, argv }))),
  ]);
};

/** Room for 512 KiB, and 64 inodes. */
const smallDisk = (): Uint8Array => formatDisk(2 ** 19);

function board(
  commands: readonly string[],
  disk: Uint8Array,
  more: { cpus?: number; diskLatency?: number; diskWatcher?: DiskWatcher; bootargs?: string } = {},
): { machine: Machine; console: () => string } {
  const kernel = testedKernel();
  const image = bootImage(readElf(readFileSync(kernel), kernel), kernel, memory);
  const { bootargs = '', ...options } = more;
  const machine = createBoard(
    { ...image, initrd: initrdOf(...commands), bootargs },
    { memory, cpus: 1, disk, ...options },
  );
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  return { machine, console: () => Buffer.from(bytes).toString() };
}

const LIMIT = 3_000_000_000;

describe('what must not work with files', () => {
  test('on our machine: every error is the right one, and the disk is as it was', () => {
    const { machine, console } = board(['errors full'], smallDisk());
    const stop = machine.run(LIMIT);
    assert.deepEqual([console(), stop], ['0 failures\n', { kind: 'finished', code: 0 }]);
    const disk = machine.readDisk()!;
    assert.deepEqual(checkDisk(disk), []);
    assert.deepEqual(new DiskFiles(disk).list(1), []);
  });

  const skip = !qemuIsInstalled() && 'SKIPPED: errors of files are not tried on QEMU, which is not installed';
  test('and on QEMU', { skip }, async () => {
    const files = {
      kernel: testedKernel(),
      initrd: initrdOf('errors full'),
      bootargs: '',
      memory,
      disk: smallDisk(),
    };
    const { console, status, disk } = await runOnQemu(files);
    assert.deepEqual([console, status], ['0 failures\n', 0]);
    assert.deepEqual(checkDisk(disk!), []);
  });
});

describe('a disk that fails', () => {
  for (const every of [7, 23, 61, 200]) {
    test(`at each ${every}th write: what was closed is there, and the disk is sound`, () => {
      let writes = 0;
      const { machine, console } = board(['failing'], smallDisk(), {
        diskWatcher: { write: () => ++writes % every !== 0 },
      });
      assert.deepEqual(machine.run(LIMIT), { kind: 'finished', code: 0 }, console());
      const disk = machine.readDisk()!;
      assert.deepEqual(checkDisk(disk), []);
      const files = new DiskFiles(disk.slice());
      const kept = new Map<string, number>();
      for (const line of console().trimEnd().split('\n').slice(0, -1)) {
        const [, name, number] = line.split(' ');
        kept.set(name, Number(number));
      }
      for (const { name, inode } of files.list(1)) {
        const content = files.read(inode);
        const last = kept.get(`/${name}`);
        const isWhole = content.length === 6000 && content.every((byte) => byte === last);
        assert.ok(
          isWhole || content.length === 0,
          `${name} is ${content.length} bytes, not those of ${last}`,
        );
      }
    });
  }

  test('that cannot be read gives -EIO, and the kernel goes on', () => {
    const disk = smallDisk();
    new DiskFiles(disk).put('text', new Uint8Array(10_000).fill(65));
    const start = new DiskFiles(disk);
    assert.ok(start.find('text'));
    let reads = 0;
    const { machine, console } = board(['cat text'], disk, {
      diskWatcher: { read: () => ++reads < 6 },
    });
    assert.deepEqual(machine.run(LIMIT), { kind: 'finished', code: 1 });
    assert.match(console(), /cat: text: (cannot be read|not found)\n$/);
  });
});

describe('who reads a slow disk lets the others compute: the time is that of the longer one, not the sum', () => {
  const text = (): Uint8Array => {
    const disk = formatDisk(2 ** 20);
    new DiskFiles(disk).put('text', new Uint8Array(200_000).fill(10));
    return disk;
  };
  for (const cpus of [1, 2]) {
    test(`${cpus} CPUs`, () => {
      const steps = (commands: readonly string[]): number => {
        const more = { cpus, diskLatency: 80_000, bootargs: 'timeslice=5000' };
        const { machine, console } = board(commands, text(), more);
        const stop = machine.run(LIMIT);
        assert.equal(stop.kind, 'finished', console());
        return machine.instant;
      };
      // Work for every CPU, so that the reader has none of its own.
      const work = Array<string>(cpus).fill('spinner 2000000');
      const empty = steps(['spinner 1']);
      const reading = steps(['reader']) - empty;
      const computing = steps(work) - empty;
      const both = steps(['reader', ...work]) - empty;
      const longer = Math.max(reading, computing);
      assert.ok(computing > reading / 2 && both < 1.2 * longer, `${both}, ${reading}, ${computing}`);
    });
  }
});
