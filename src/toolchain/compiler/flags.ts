/** Compilers that take the same flags. */
export type Family = 'zig' | 'gcc' | 'clang';

/** What makes each of them compile for RV64IMAC without floating point, and link. */
const targets: Readonly<Record<Family, readonly string[]>> = {
  zig: [
    '-target',
    'riscv64-freestanding-none',
    '-mcpu=generic_rv64+m+a+c+zicsr+zifencei',
    '-fno-sanitize=undefined',
    '-Wl,--no-gc-sections',
  ],
  gcc: ['-march=rv64imac_zicsr_zifencei', '-mabi=lp64', '-no-pie', '-Wl,--no-warn-rwx-segments'],
  clang: ['--target=riscv64-unknown-elf', '-march=rv64imac_zicsr_zifencei', '-mabi=lp64', '-fuse-ld=lld'],
};

/** No C library, no optimization, all that a debugger wants; the same for programs and kernels. */
const common = [
  '-ffreestanding',
  '-nostdlib',
  '-static',
  '-mcmodel=medany',
  '-fno-pic',
  '-fno-common',
  '-O0',
  '-g',
  '-gdwarf-4',
  '-fno-omit-frame-pointer',
  // So the compiler writes .debug_frame, which is for debuggers, and no .eh_frame, which would be loaded.
  '-fno-asynchronous-unwind-tables',
  '-fno-unwind-tables',
  // main(argc, argv) need not look at both.
  '-Wall',
  '-Wextra',
  '-Wno-unused-parameter',
  '-fno-stack-protector',
  '-Wl,--build-id=none',
  '-Wl,-z,max-page-size=4096',
];

export interface Sources {
  /** The standard of C that they are written in. */
  readonly standard: 'gnu17' | 'gnu23';
  readonly files: readonly string[];
  readonly includeFolders: readonly string[];
  readonly linkerScript: string;
  readonly entry: string;
}

/** The arguments that make an object of one of the sources, in the very way in which it is compiled to be linked. */
export const argumentsForObject = (
  family: Family,
  sources: Sources,
  file: string,
  output: string,
): string[] => [
  ...argumentsFor(family, { ...sources, files: [file] }, output).filter((word) => !word.startsWith('-Wl,')),
  '-c',
];

/** The arguments of a compiler of this family that make `output` of the sources. */
export function argumentsFor(family: Family, sources: Sources, output: string): string[] {
  const { standard, files, includeFolders, linkerScript, entry } = sources;
  return [
    ...(family === 'zig' ? ['cc'] : []),
    ...targets[family],
    ...common,
    ...standardOf(family, standard),
    ...includeFolders.map((folder) => `-I${folder}`),
    `-Wl,-T,${linkerScript}`,
    `-Wl,-e,${entry}`,
    ...files.map(asName),
    '-o',
    output,
  ];
}

/** Compilers of some years ago know C23 under its working title, and its static_assert under the older name only. */
const standardOf = (family: Family, standard: Sources['standard']): string[] =>
  family === 'zig' || standard === 'gnu17'
    ? [`-std=${standard}`]
    : ['-std=gnu2x', '-Dstatic_assert=_Static_assert'];

/** A file, whatever its name begins with: compilers take `-x` for an option and `@x` for a list of options. */
const asName = (file: string): string => (/^[-@]/.test(file) ? `./${file}` : file);
