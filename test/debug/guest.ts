import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCompiler } from '../../src/toolchain/compiler/node-find';
import { readElf } from '../../src/toolchain/elf/read';

const sources = join(__dirname, '..', 'fixtures', 'guest');

const flags = [
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
  '-O0',
  '-g',
  '-gdwarf-4',
  '-fno-sanitize=undefined',
  '-fno-omit-frame-pointer',
  '-fno-unwind-tables',
  '-fno-asynchronous-unwind-tables',
  '-Wl,--no-gc-sections',
  '-Wl,--build-id=none',
  '-Wl,-z,max-page-size=4096',
];

/**
 * Builds the kernel that stands for xv6-riscv, with its two programs in it, and the files `_talker` and `_sleeper` beside
 * it, as xv6's own build leaves them.
 * @returns path of the kernel
 */
export function buildGuest(folder: string): string {
  const names = ['talker', 'sleeper'];
  const images = names.map((name) => {
    const output = join(folder, `_${name}`);
    compile([join(sources, `${name}.c`), `-Wl,-T,${join(sources, 'user.ld')}`, '-Wl,-e,_start'], output);
    const [segment] = readElf(new Uint8Array(readFileSync(output)), name).segments;
    return `static const unsigned char ${name}[${segment.memorySize}] = {${[...segment.bytes].join()}};\n`;
  });
  const table = names.map((name) => `{"${name}", ${name}, sizeof ${name}}`);
  const list =
    'static const struct { char name[16]; const unsigned char *bytes; uint64 size; } user_images[] = ';
  writeFileSync(join(folder, 'images.h'), `${images.join('')}${list}{${table.join()}};\n`);
  const kernel = join(folder, 'kernel');
  const files = ['entry.S', 'guest.c'].map((file) => join(sources, file));
  compile([...files, `-I${folder}`, `-Wl,-T,${join(sources, 'kernel.ld')}`, '-Wl,-e,_entry'], kernel);
  return kernel;
}

function compile(words: readonly string[], output: string): void {
  const { command } = findCompiler({});
  const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
  const { status, stderr } = spawnSync(command, [...flags, ...words, '-o', output], { env });
  if (status !== 0) throw new Error(`${output} was not built: ${String(stderr)}`);
}
