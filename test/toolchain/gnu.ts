/** GNU as, ld and objdump for RISC-V, to compare the assembler with. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'riscv64-unknown-elf-';

const isInstalled = (): boolean => {
  try {
    execFileSync(`${PREFIX}as`, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** For the `skip` option of tests: false, or why they are skipped. */
export const withoutGnu: string | false = isInstalled()
  ? false
  : `SKIPPED: ${PREFIX}as is not installed, nothing is compared with it`;

/** Our layout of programs, for ld. */
const script = `
ENTRY(_start)
SECTIONS
{
  . = 0x1000;
  .text : { *(.text.init) *(.text .text.*) }
  . = ALIGN(4096);
  .rodata : { *(.rodata .rodata.* .srodata .srodata.*) }
  . = ALIGN(4096);
  .data : { *(.data .data.* .sdata .sdata.*) }
  .bss : { *(.bss .bss.* .sbss .sbss.* COMMON) }
}
`;

/** Assembles and links with GNU as and ld, without relaxation; with compression if it is wanted. */
export function gnuLink(texts: readonly string[], compress = false, includeFolder = '.'): Uint8Array {
  const march = compress ? 'rv64imac_zicsr_zifencei' : 'rv64ima_zicsr_zifencei';
  return inFolder((folder) => {
    const objects = texts.map((text, index) => {
      const source = join(folder, `${index}.s`);
      const object = join(folder, `${index}.o`);
      writeFileSync(source, text);
      run('as', [`-march=${march}`, '-mno-relax', '-I', includeFolder, '-o', object, source]);
      return object;
    });
    writeFileSync(join(folder, 'program.ld'), script);
    run('ld', [
      '--no-relax',
      '--no-warn-rwx-segments',
      '-T',
      join(folder, 'program.ld'),
      '-o',
      join(folder, 'program'),
      ...objects,
    ]);
    return readFileSync(join(folder, 'program'));
  });
}

/** A `.S` file as the C preprocessor leaves it. */
export const gnuPreprocessed = (path: string): string => run('gcc', ['-E', '-P', path]);

/** What gcc makes of a C program before it is assembled. */
export function gccAssembly(text: string, options: readonly string[]): string {
  return inFolder((folder) => {
    const source = join(folder, 'program.c');
    writeFileSync(source, text);
    const target = ['-march=rv64ima_zicsr_zifencei', '-mabi=lp64', '-mcmodel=medany', '-ffreestanding'];
    return run('gcc', [...target, ...options, '-S', '-o', '-', source]);
  });
}

/** Compiles, assembles and links a C program for our layout, with everything that gcc knows about it. */
export function gccProgram(text: string, options: readonly string[]): Uint8Array {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'program.c'), text);
    writeFileSync(join(folder, 'program.ld'), script);
    const files = [
      '-T',
      join(folder, 'program.ld'),
      '-o',
      join(folder, 'program'),
      join(folder, 'program.c'),
    ];
    run('gcc', ['-mcmodel=medany', '-nostdlib', '-ffreestanding', ...options, ...files]);
    return readFileSync(join(folder, 'program'));
  });
}

/** What objdump or readelf print about a program. */
export function gnuDump(
  tool: 'objdump' | 'readelf',
  options: readonly string[],
  program: Uint8Array,
): string {
  return inFolder((folder) => {
    const file = join(folder, 'program');
    writeFileSync(file, program);
    return run(tool, [...options, file]);
  });
}

function run(tool: string, options: readonly string[]): string {
  return execFileSync(PREFIX + tool, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function inFolder<T>(action: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gnu-'));
  try {
    return action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
