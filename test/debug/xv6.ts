import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCompiler } from '../../src/toolchain/compiler/node-find';
import { readElf } from '../../src/toolchain/elf/read';

const sources = join(__dirname, '..', 'fixtures', 'xv6');

/** What it is built with: the compiler that is always there, and, where it is installed, that of most courses. */
export type Compiler = 'zig' | 'gcc';
const MACHINE = {
  zig: ['cc', '-target', 'riscv64-freestanding-none', '-mcpu=generic_rv64+m+a+c+zicsr+zifencei'],
  gcc: ['-march=rv64imac_zicsr_zifencei', '-mabi=lp64', '-mno-relax'],
};
const COMMON = [
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
const DEBUGGABLE = {
  zig: ['-O1', '-g', '-gdwarf-4', '-fno-sanitize=undefined'],
  gcc: ['-O2', '-ggdb', '-gdwarf-2'],
};
const C_FLAGS = ['-fno-omit-frame-pointer', '-fno-unwind-tables', '-fno-asynchronous-unwind-tables'];
const LINK_FLAGS = ['-Wl,--no-gc-sections', '-Wl,--build-id=none', '-Wl,-z,max-page-size=4096'];

/** The shape of 2022: a timer in machine mode; or that of later years. */
export type Year = 2022 | 2024;

/**
 * Builds the kernel of the shape of xv6-riscv in a folder, with its sources, as xv6's own build leaves them: `kernel/kernel`, `user/_sh`,
 * `user/_napper`, `fs.img`, and a `Makefile`. Assembly has no line table, as there.
 * @param more definitions, as -DPANICS: the kernel gives up when it has booted
 */
export function buildXv6(
  folder: string,
  year: Year,
  compiler: Compiler = 'zig',
  more: readonly string[] = [],
): void {
  cpSync(sources, folder, { recursive: true });
  // Clearing all of 128 MiB takes a second.
  const defines = ['-DPHYSTOP=0x80800000L', ...(year === 2022 ? ['-DOLD'] : []), ...more];
  const run = (...words: string[]): void => {
    const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
    const command = compiler === 'gcc' ? 'riscv64-unknown-elf-gcc' : findCompiler({}).command;
    const all = [...MACHINE[compiler], ...COMMON, ...defines, ...words];
    const { status, stderr } = spawnSync(command, all, { env, cwd: folder });
    if (status !== 0) throw new Error(`xv6's shape was not built: ${String(stderr)}`);
  };
  const cFlags = [...DEBUGGABLE[compiler], ...C_FLAGS];
  let binaries = '';
  for (const name of ['sh', 'napper']) {
    run(
      ...cFlags,
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
    ...cFlags,
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
