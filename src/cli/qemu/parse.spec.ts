import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EscapeKeys } from './escape-keys';
import { parseQemu } from './parse';

const words = (line: string): string[] => line.trim().split(/\s+/);

test('what the Makefile of xv6-riscv passes', () => {
  const request = parseQemu(
    words(`-machine virt -bios none -kernel kernel/kernel -m 128M -smp 3 -nographic
      -global virtio-mmio.force-legacy=false -drive file=fs.img,if=none,format=raw,id=x0
      -device virtio-blk-device,drive=x0,bus=virtio-mmio-bus.0 -S -gdb tcp::26000`),
  );
  assert.deepEqual(request, {
    bios: 'none',
    kernel: 'kernel/kernel',
    append: '',
    initrd: undefined,
    memory: 128 * 2 ** 20,
    cpus: 3,
    disk: { file: 'fs.img', isKept: true },
    idleDrives: [],
    serial: { kind: 'stdio', escapes: true },
    gdb: 26000,
    stands: true,
    rebootEnds: false,
    maxIdle: 300_000_000,
    remarks: [],
  });
});

test('a network that is not there is said once, and where packets would have gone', () => {
  const { remarks, disk } = parseQemu(
    words(`-machine virt -kernel k -snapshot -drive file=a,,b,if=none,id=x0 -device virtio-blk-device,drive=x0
      -netdev user,id=net0,hostfwd=udp::1-:2000 -object filter-dump,id=net0,netdev=net0,file=packets.pcap
      -device e1000,netdev=net0,bus=pcie.0`),
  );
  assert.deepEqual(disk, { file: 'a,b', isKept: false });
  assert.deepEqual(remarks, [
    '-netdev user: this machine has no network; it goes on without one',
    '-object filter-dump: there is no network, and packets.pcap is not written',
  ]);
});

test('other spellings', () => {
  const request = parseQemu(
    words('--M virt,aclint=on -m 64 -smp cpus=2,cores=2 --kernel k -serial mon:stdio -s -no-reboot'),
  );
  assert.equal(request.memory, 64 * 2 ** 20);
  assert.equal(request.cpus, 2);
  assert.equal(request.bios, 'default');
  assert.equal(request.gdb, 1234);
  assert.equal(request.rebootEnds, true);
  assert.deepEqual(request.serial, { kind: 'stdio', escapes: true });
  assert.equal(parseQemu(words('-m size=1G')).memory, 2 ** 30);
  assert.equal(parseQemu(words('-m 128M,slots=2,maxmem=1G')).memory, 2 ** 27);
});

test('what is wrong is named, with what is allowed', () => {
  for (const [line, problem] of [
    ['-kernl k', /-kernl is not understood; did you mean -kernel\?/],
    ['fs.img', /a disk is given with -drive/],
    ['-kernel', /-kernel needs a value/],
    ['-machine sifive_u', /-machine sifive_u: there is only virt/],
    ['-m 12X', /-m 12X: a size from 1M to 2G/],
    ['-smp 9', /-smp 9: a whole number from 1 to 8/],
    ['-drive if=none', /-drive: file=PATH is missing/],
    ['-drive file=a,format=qcow2', /-drive format=qcow2: there is only raw/],
    ['-device virtio-blk-device,drive=x0', /there is no drive "x0"/],
    ['-serial tcp::1', /-serial tcp::1: there are stdio/],
    ['-gdb unix:x', /-gdb unix:x: it takes tcp::PORT/],
  ] as const) {
    assert.throws(() => parseQemu(words(line)), problem);
  }
});

test('Control-A x ends the machine, cut anywhere; twice it is itself', () => {
  let quits = 0;
  const keys = new EscapeKeys(
    () => quits++,
    () => {},
  );
  const passed = (text: string): string => Buffer.from(keys.filter(Buffer.from(text))).toString();
  assert.equal(passed('ls\n\x01') + passed('\x01q\x01') + passed('zx'), 'ls\n\x01qx');
  assert.equal(quits, 0);
  assert.equal(passed('\x01xmore'), '');
  assert.equal(quits, 1);
});
