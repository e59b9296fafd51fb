import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCompiler } from '../../src/toolchain/compiler/node-find';
import { readElf } from '../../src/toolchain/elf/read';

const sources = join(__dirname, '..', 'fixtures', 'xv6');

const COMMON = [
  'cc',
  '-target',
  'riscv64-freestanding-none',
  '-mcpu=generic_rv64+m+a+c+zicsr+zifencei',
  '-std=gnu17',
  '-ffreestanding',
  '-nostdlib',
  '-static',
  '-mcmodel=medany',
  '-fno-pic',
  '-fno-builtin',
  '-I.',
  '-w',
];
const C_FLAGS = [
  '-O1',
  '-g',
  '-gdwarf-4',
  '-fno-sanitize=undefined',
  '-fno-omit-frame-pointer',
  '-fno-unwind-tables',
  '-fno-asynchronous-unwind-tables',
];
const LINK_FLAGS = ['-Wl,--no-gc-sections', '-Wl,--build-id=none', '-Wl,-z,max-page-size=4096'];

/** The shape of 2022: a timer in machine mode; or that of later years. */
export type Year = 2022 | 2024;

/**
 * Builds the kernel of the shape of xv6-riscv in a folder, with its sources, as xv6's own build leaves them: `kernel/kernel`, `user/_sh`,
 * `user/_napper`, `fs.img`, and a `Makefile`. Assembly has no line table, as there.
 */
export function buildXv6(folder: string, year: Year): void {
  cpSync(sources, folder, { recursive: true });
  // Clearing all of 128 MiB takes a second.
  const defines = ['-DPHYSTOP=0x80800000L', ...(year === 2022 ? ['-DOLD'] : [])];
  const run = (...words: string[]): void => {
    const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
    const { command } = findCompiler({});
    const { status, stderr } = spawnSync(command, [...COMMON, ...defines, ...words], { env, cwd: folder });
    if (status !== 0) throw new Error(`xv6's shape was not built: ${String(stderr)}`);
  };
  let binaries = '';
  for (const name of ['sh', 'napper']) {
    run(
      ...C_FLAGS,
      ...LINK_FLAGS,
      '-Wl,-T,user/user.ld',
      '-Wl,-e,main',
      '-o',
      `user/_${name}`,
      `user/${name}.c`,
      'user/usys.S',
    );
    const { segments } = readElf(new Uint8Array(readFileSync(join(folder, 'user', `_${name}`))), name);
    const ends = segments.map(({ virtualAddress, memorySize }) => Number(virtualAddress) + memorySize);
    const image = new Uint8Array(Math.max(...ends));
    for (const { virtualAddress, bytes } of segments) image.set(bytes, Number(virtualAddress));
    writeFileSync(join(folder, 'user', `${name}.bin`), image);
    binaries += image.join();
  }
  const files = readdirSync(join(folder, 'kernel'));
  const assembly = files.filter((name) => name.endsWith('.S'));
  const objects = assembly.map((name) => `kernel/${name.replace(/S$/, 'o')}`);
  // The compiler keeps what it has built before, and does not know that assembly may include what is no source.
  const images = [
    '-DSH="user/sh.bin"',
    '-DNAPPER="user/napper.bin"',
    `-DOF_${createHash('sha1').update(binaries).digest('hex')}`,
  ];
  assembly.forEach((name, index) => run('-g0', ...images, '-c', `kernel/${name}`, '-o', objects[index]));
  const c = files.filter((name) => name.endsWith('.c')).map((name) => `kernel/${name}`);
  run(
    ...C_FLAGS,
    ...LINK_FLAGS,
    '-Wl,-T,kernel/kernel.ld',
    '-Wl,-e,_entry',
    '-o',
    'kernel/kernel',
    ...objects,
    ...c,
  );
  writeFileSync(join(folder, 'fs.img'), new Uint8Array(64 * 1024));
}
