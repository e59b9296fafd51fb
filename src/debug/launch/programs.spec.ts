import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { ElfType, type Elf, type Segment } from '../../toolchain/elf/types';
import { bootargsOf, initrdOf } from './boot-files';
import { BuildError } from './build-report';
import { bootImage, checkUserProgram } from './images';
import { programName, resolvePrograms } from './programs';
import { readOptions } from './validate';

/** Files in memory; tells how often each was read. */
function memoryFiles(texts: Readonly<Record<string, string>>): FileSystem & { reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    readFile: (path) => {
      reads.push(path);
      const text = texts[path];
      if (text === undefined) return Promise.reject(new UserError(`${path}: there is no such file`));
      return Promise.resolve(new TextEncoder().encode(text));
    },
    exists: (path) => Promise.resolve(path in texts),
    readFolder: () => Promise.resolve([]),
    realPath: (path) => Promise.resolve(path),
  };
}

const good = '.globl main\nmain: li a0, 0\n ret\n';

test('programs get names, places in the initrd and their sources', async () => {
  const files = memoryFiles({ '/a/hello.s': good, 'C:\\b\\hello.S': good, 'vscode-vfs://x/ü.s': good });
  const { programs, report } = await resolvePrograms(
    [
      { path: '/a/hello.s', args: ['1'] },
      { path: 'C:\\b\\hello.S', args: [] },
      { path: 'vscode-vfs://x/ü.s', args: [] },
      { path: '/a/hello.s', args: ['2'] },
    ],
    files,
    'process',
  );
  assert.deepEqual(
    programs.map(({ name, file, args }) => [name, file, args]),
    [
      ['hello', 'bin/hello', ['1']],
      ['hello-2', 'bin/hello-2', []],
      ['ü', 'bin/ü', []],
      ['hello', 'bin/hello', ['2']],
    ],
  );
  assert.equal(programs[0]?.source?.text, good);
  assert.deepEqual(files.reads, ['/a/hello.s', 'C:\\b\\hello.S', 'vscode-vfs://x/ü.s']);
  assert.deepEqual(report.diagnostics, []);
});

test('the name of a program', () => {
  for (const [path, name] of [
    ['/x/hello.s', 'hello'],
    ['c:\\x\\hello.world.S', 'hello.world'],
    ['hello', 'hello'],
    ['.s', '.s'],
  ] as const) {
    assert.equal(programName(path), name);
  }
});

test('errors of all sources come together; the first is the message', async () => {
  const files = memoryFiles({ 'a.s': 'main: adi a0\n', 'b.s': good, 'c.s': '.foo\n.bar\n' });
  const requests = ['a.s', 'b.s', 'c.s'].map((path) => ({ path, args: [] }));
  await assert.rejects(resolvePrograms(requests, files, 'process'), (error) => {
    assert.ok(error instanceof BuildError);
    assert.match(error.message, /^a\.s:1:7: .* \(and \d+ more\)$/);
    const places = error.report.diagnostics.map(({ path }) => path);
    assert.ok(places.includes('a.s') && places.includes('c.s') && !places.includes('b.s'));
    assert.match(error.report.toString(), /c\.s:2:1: error: .*\n 2 \| \.bar\n {3}\| \^~~~/);
    return true;
  });
});

test('an image for the bare machine is no process, and the other way round', async () => {
  const files = memoryFiles({ 'bare.s': '.globl _start\n_start: j _start\n', 'p.s': good });
  const bare = (await resolvePrograms([{ path: 'bare.s', args: [] }], files, 'machine')).programs[0];
  assert.throws(
    () => checkUserProgram(bare.elf, bare.path),
    /^UserError: bare\.s is linked at 0x80000000, outside user space \(0x1000 to 0x2000000\); .* kernel none$/,
  );
  assert.equal(bootImage(bare.elf, bare.path, 2 ** 23).entry, 0x8000_0000);
  const user = (await resolvePrograms([{ path: 'p.s', args: [] }], files, 'process')).programs[0];
  checkUserProgram(user.elf, user.path);
  assert.throws(
    () => bootImage(user.elf, user.path, 2 ** 23),
    /^UserError: p\.s wants .* at 0x1000, outside the RAM: 8M/,
  );
  assert.throws(
    () => bootImage(withSegment(bare.elf, { memorySize: 2 ** 23 + 4 }), 'big', 2 ** 23),
    /^UserError: big reaches to 0x80800004, beyond the RAM \(8M at 0x80000000\): it needs more memory$/,
  );
  assert.throws(
    () => checkUserProgram(withSegment(user.elf, { memorySize: 0x1fe_f000 }), 'big'),
    /^UserError: big is too large: it reaches to 0x1ff0000, and the stack begins at 0x1fef000$/,
  );
});

const withSegment = (elf: Elf, change: Partial<Segment>): Elf => ({
  ...elf,
  segments: [{ ...elf.segments[0], ...change }],
});

test('what is not linked, or for no fixed address, is no program', async () => {
  const files = memoryFiles({ 'p.s': good });
  const { elf } = (await resolvePrograms([{ path: 'p.s', args: [] }], files, 'process')).programs[0];
  const object = { ...elf, type: ElfType.relocatable };
  for (const check of [() => checkUserProgram(object, 'p.o'), () => bootImage(object, 'p.o', 2 ** 23)]) {
    assert.throws(check, /^UserError: p\.o is an object file, not a program: link it first$/);
  }
  assert.throws(
    () => checkUserProgram({ ...elf, type: ElfType.shared }, 'p'),
    /p is linked for any address: .*-no-pie/,
  );
});

test('the headers of the file that a linker puts below the RAM are left out', async () => {
  const files = memoryFiles({ 'bare.s': '.globl _start\n_start: j _start\n' });
  const { elf } = (await resolvePrograms([{ path: 'bare.s', args: [] }], files, 'machine')).programs[0];
  const [code] = elf.segments;
  const page = 4096;
  const lower = {
    ...code,
    virtualAddress: code.virtualAddress - BigInt(page),
    physicalAddress: code.physicalAddress - BigInt(page),
    bytes: Uint8Array.of(...new Uint8Array(page), ...code.bytes),
    memorySize: code.memorySize + page,
  };
  assert.deepEqual(
    bootImage({ ...elf, segments: [lower] }, 'bare', 2 ** 23),
    bootImage({ ...elf, segments: [code] }, 'bare', 2 ** 23),
  );
});

test('what the kernel is told', async () => {
  const files = memoryFiles({ 'p.s': good });
  const { programs } = await resolvePrograms([{ path: 'p.s', args: ['x y', 'ü'] }], files, 'process');
  const initrd = new TextDecoder().decode(initrdOf(programs, programs));
  assert.ok(initrd.includes('etc/programs\0'));
  assert.ok(initrd.includes('bin/p\x003\0p\0x y\0ü\0'));
  const options = readOptions({ timeSlice: '500' }, 'command');
  assert.equal(bootargsOf(options), 'control=preemptive policy=rr timeslice=500');
});
