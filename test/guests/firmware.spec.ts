// A kernel above an SBI firmware: ours on our machine and on QEMU, and OpenSBI on our machine.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { boot } from '../../src/debug/launch/boot';
import { readOptions } from '../../src/debug/launch/validate';
import { nodeHost } from '../../src/host/node-host';
import { System } from '../../src/debug/system';
import { threadOn } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import { Privilege } from '../../src/machine/types';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { qemuIsInstalled } from '../qemu/qemu';

const root = path.resolve(__dirname, '..', '..');
const kernel = path.join(__dirname, 'sbi-kernel.S');
const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-sbi-'));
after(() => rmSync(folder, { recursive: true }));

const builds = [
  ['zig', '0'],
  ['gcc', '2'],
] as const;
const firmwareOf = (compiler: string, optimize: string): string =>
  path.join(folder, `firmware-${compiler}-${optimize}.elf`);
const hasGcc = spawnSync('riscv64-unknown-elf-gcc', ['--version']).status === 0;
const unless = (isThere: boolean, what: string): string | false =>
  !isThere && `SKIPPED: ${what} is not installed`;

/** Where Debian has OpenSBI. */
const openSbi = [
  '/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.elf',
  '/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_jump.bin',
];

/** What every firmware of version 1.0 or later must answer, from the start of hart 1 on. */
const common = [
  '00000000 00000000', // hart_start
  'started',
  '00000000 00000000', // remote_sfence_vma to all
  '00000000 00000000', // remote_fence_i
  '00000000 00000000', // send_ipi
  'ipied',
  '00000000 00000000', // set_timer
  'timed',
  '00000005 00000005', // the firmware's memory is closed: load access fault
];
const expected = [
  'kernel',
  '00000000 02000000', // SBI 2.0
  '00000000 00000001', // there is an extension HSM
  'fffffffe 00000000', // not supported
  'dbcn',
  '00000000 00000005', // five bytes written
  '00000000 00000001', // hart 1 is stopped
  'fffffffd 00000000', // there is no hart 7
  ...common,
];

const linesOf = (console: string): string[] =>
  console
    .trimEnd()
    .split(/ *\r?\n/)
    .map((line) => line.trimEnd());

async function runHere(bios: string, limit = 3_000_000): Promise<string[]> {
  const options = readOptions({ kernel: 'none', bios, cpus: 2 }, 'command');
  const { machine } = await boot(
    { options, programs: [{ path: kernel, args: [] }] },
    nodeHost(path.join(root, 'dist')),
  );
  let console = '';
  machine.onConsole = (byte) => void (console += String.fromCharCode(byte));
  const stop = machine.run(limit);
  assert.deepEqual(stop, { kind: 'finished', code: 0 }, console);
  return linesOf(console);
}

describe('an SBI firmware under a kernel', () => {
  before(() => {
    for (const [compiler, optimize] of builds) {
      if (compiler === 'gcc' && !hasGcc) continue;
      const words = ['--of', 'firmware', '--compiler', compiler, '--optimize', optimize];
      const { status, stderr } = spawnSync(
        process.execPath,
        [path.join(root, 'kernel', 'build.mjs'), ...words, '--output', firmwareOf(compiler, optimize)],
        { encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
    }
  });

  for (const [compiler, optimize] of builds) {
    const skip = compiler === 'gcc' && unless(hasGcc, 'riscv64-unknown-elf-gcc');
    it(`answers as the specification says, built by ${compiler} -O${optimize}`, { skip }, async () => {
      assert.deepEqual(await runHere(firmwareOf(compiler, optimize)), expected);
    });
  }

  it('answers the same on QEMU', { skip: unless(qemuIsInstalled(), 'qemu-system-riscv64') }, () => {
    const { elf } = assemble([{ path: kernel, text: readFileSync(kernel, 'utf8') }], {
      purpose: 'machine',
      base: 0x8020_0000n,
    });
    const image = path.join(folder, 'kernel.elf');
    writeFileSync(image, elf!);
    const words = [
      '-machine',
      'virt',
      '-smp',
      '2',
      '-display',
      'none',
      '-monitor',
      'none',
      '-serial',
      'stdio',
    ];
    const { stdout, status } = spawnSync(
      'qemu-system-riscv64',
      [...words, '-bios', firmwareOf('zig', '0'), '-kernel', image],
      { encoding: 'utf8', timeout: 60_000, input: '' },
    );
    assert.equal(status, 0);
    assert.deepEqual(linesOf(stdout), expected);
  });

  for (const file of openSbi) {
    it(
      `may be ${path.basename(file)} of OpenSBI`,
      { skip: unless(existsSync(file), 'OpenSBI') },
      async () => {
        assert.deepEqual((await runHere(file, 50_000_000)).slice(-common.length), common);
      },
    );
  }

  it('has its symbols beside those of the kernel', async () => {
    const options = readOptions({ kernel: 'none', bios: 'builtin' }, 'command');
    const booted = await boot(
      { options, programs: [{ path: kernel, args: [] }] },
      nodeHost(path.join(root, 'dist')),
    );
    const system = new System(booted);
    const named = (address: bigint): string | undefined =>
      system.imageAt(address, undefined)?.nameOf(address);
    assert.equal(named(0x8000_0000n), 'entry');
    assert.equal(named(0x8020_0000n), '_start');
  });

  it('is in the call stack behind a line that names the call: firmware, SBI call, kernel', async () => {
    const { elf } = assemble([{ path: kernel, text: readFileSync(kernel, 'utf8') }], {
      purpose: 'machine',
      base: 0x8020_0000n,
    });
    const image = path.join(folder, 'labelled.elf');
    writeFileSync(image, elf!);
    const options = readOptions({ kernel: image, bios: 'builtin' }, 'command');
    const system = new System(await boot({ options, programs: [] }, nodeHost(path.join(root, 'dist'))));
    const { machine, traps } = system;
    machine.onTrap = (trap) => {
      traps.trap(trap);
      return trap.from === Privilege.supervisor && trap.to === Privilege.machine;
    };
    machine.run(3_000_000);
    const labels = stackOf(system, threadOn(system, system.hart(0))).map((frame) =>
      frame.kind === 'code' ? frame.image?.kind : frame.label,
    );
    assert.deepEqual([...new Set(labels)], ['machine', '── SBI call ──', 'kernel']);
  });

  it('does not lie where the kernel lies', async () => {
    const options = readOptions({ kernel: 'none', bios: 'builtin' }, 'command');
    const { elf } = assemble([{ path: 'low.s', text: '_start: j _start\n' }], { purpose: 'machine' });
    const low = path.join(folder, 'low.elf');
    writeFileSync(low, elf!);
    await assert.rejects(
      boot({ options, programs: [{ path: low, args: [] }] }, nodeHost(path.join(root, 'dist'))),
      /low\.elf lies at 0x80000000, where the firmware is; a kernel above a firmware is linked at 0x80200000/,
    );
  });

  it('is not for the built-in kernel', async () => {
    const options = readOptions({ bios: 'builtin' }, 'command');
    await assert.rejects(
      boot(
        { options, programs: [{ path: path.join(root, 'labs/00-first-light/starter/hello.s'), args: [] }] },
        nodeHost(path.join(root, 'dist')),
      ),
      /the built-in kernel begins in machine mode itself/,
    );
  });
});
