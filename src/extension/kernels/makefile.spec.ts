import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debugKernel, debugProgram, programOf, type KernelFolder } from './configurations';
import { qemuOptions } from './makefile';

const XV6 = `
K=kernel
U=user
QEMU = qemu-system-riscv64
ifndef CPUS
CPUS := 3
endif

$U/_forktest: $U/forktest.o $(ULIB)
	# forktest has less library code linked in - needs to be small
	$(LD) $(LDFLAGS) -N -e main -Ttext 0 -o $U/_forktest $U/forktest.o

QEMUOPTS = -machine virt -bios none -kernel $K/kernel -m 128M -smp $(CPUS) -nographic
QEMUOPTS += -global virtio-mmio.force-legacy=false
QEMUOPTS += -drive file=fs.img,if=none,format=raw,id=x0
QEMUOPTS += -device virtio-blk-device,drive=x0,bus=virtio-mmio-bus.0

qemu: $K/kernel fs.img
	$(QEMU) $(QEMUOPTS)
`;

test('the options of xv6’s Makefile', () => {
  assert.deepEqual(qemuOptions(XV6), {
    kernel: 'kernel/kernel',
    disk: 'fs.img',
    memory: '128M',
    cpus: 3,
    bios: 'none',
  });
});

test('options in a rule, over several lines, with a firmware', () => {
  const makefile = `
IMAGE ?= build/os.bin
run: $(IMAGE)
	qemu-system-riscv64 -machine virt -m 64 \\
	  -smp cpus=2 -nographic -kernel $(IMAGE)
`;
  assert.deepEqual(qemuOptions(makefile), {
    kernel: 'build/os.bin',
    memory: '64M',
    cpus: 2,
    bios: 'builtin',
  });
  assert.deepEqual(qemuOptions('\nrun:\n\tqemu -bios fw.elf -kernel k\n')?.bios, { file: 'fw.elf' });
});

test('other Makefiles start no kernel; one that leads in circles comes to an end', () => {
  assert.equal(qemuOptions('all:\n\tcc -o kernel main.c\n'), undefined);
  assert.equal(qemuOptions('A = $(B)\nB = $(A)\nQ = -kernel $(A)\n'), undefined);
});

const folder: KernelFolder = {
  path: '/home/me/xv6',
  name: 'xv6',
  options: qemuOptions(XV6)!,
  programs: ['cat', 'sh'],
  hasBuiltPrograms: true,
  canMake: false,
};

test('what is proposed for the kernel, and for a user program', () => {
  const common = {
    type: 'trapframe',
    request: 'launch',
    kernel: '/home/me/xv6/kernel/kernel',
    disk: '/home/me/xv6/fs.img',
    symbols: ['/home/me/xv6/user/_*'],
    memory: '128M',
    cpus: 3,
  };
  assert.deepEqual(debugKernel(folder), { ...common, name: 'Debug the kernel of xv6', stopOnEntry: 'main' });
  assert.deepEqual(debugProgram(folder, 'sh'), {
    ...common,
    name: 'Debug the user program sh of xv6',
    stopInProgram: 'sh',
  });
  assert.equal(programOf(folder, '/home/me/xv6/user/sh.c'), 'sh');
  assert.equal(programOf(folder, '/home/me/xv6/user/ulib.c'), undefined);
  assert.equal(programOf(folder, '/home/me/xv6/kernel/main.c'), undefined);
});

test('where there is a toolchain it is made before; where nothing is built and nothing can be, no symbols are asked for', () => {
  assert.deepEqual(debugKernel({ ...folder, canMake: true })['preLaunchTask'], {
    type: 'trapframe-make',
    folder: '/home/me/xv6',
    targets: 'kernel/kernel fs.img',
  });
  assert.equal(debugKernel({ ...folder, hasBuiltPrograms: false })['symbols'], undefined);
  assert.deepEqual(debugKernel({ ...folder, hasBuiltPrograms: false, canMake: true })['symbols'], [
    '/home/me/xv6/user/_*',
  ]);
});
