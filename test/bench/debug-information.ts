import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture } from '../../scripts/commands';
import { inRoot } from '../../scripts/root';
import { Image } from '../../src/debug/symbols/image';
import { readElf } from '../../src/toolchain/elf/read';

const UNITS = 30;
const FUNCTIONS = 160;
const FLAGS = [
  '-target',
  'riscv64-freestanding-none',
  '-mcpu=generic_rv64+m+a+c+zicsr+zifencei',
  '-mcmodel=medany',
  '-ffreestanding',
  '-nostdlib',
  '-std=gnu23',
  '-O0',
  '-g',
  '-fno-sanitize=undefined',
  '-w',
  '-Wl,-e,f0_0',
];

export interface Opening {
  /** Of the executable. */
  readonly bytes: number;
  /** CPU time from its bytes to the line, its breakpoints, the function, the variables and the caller's registers at one address. */
  readonly milliseconds: number;
}

/** Opens an executable of the size of a large kernel as a debugger does that stops in it for the first time. */
export async function openLargeKernel(): Promise<Opening> {
  const bytes = new Uint8Array(readFileSync(await largeKernel()));
  const before = process.cpuUsage();
  const image = new Image('large', 'kernel', readElf(bytes, 'large'));
  const name = `f${UNITS - 1}_${FUNCTIONS / 2}`;
  const address = image.afterPrologue(image.symbols.named(name)!.address);
  const found = image.debug.functions.at(address);
  const line = image.lineAt(address);
  const variables = found && image.debug.variables.at(address);
  const row = image.unwindRow(address);
  const places = line && image.debug.lines.addressesOf(line.file, line.line);
  const { user, system } = process.cpuUsage(before);
  if (found?.name !== name || !places?.includes(address) || !variables?.length || !row) {
    throw new Error(`${name} is not found`);
  }
  return { bytes: bytes.length, milliseconds: (user + system) / 1000 };
}

/** The path of the executable. Compiled by zig if it is not there yet. */
async function largeKernel(): Promise<string> {
  const folder = inRoot('.cache', 'bench', 'large');
  const image = path.join(folder, 'large.elf');
  if (existsSync(image) && statSync(image).mtimeMs > statSync(__filename).mtimeMs) return image;
  mkdirSync(folder, { recursive: true });
  const units = Array.from({ length: UNITS }, (_, unit) => {
    const file = path.join(folder, `unit${unit}.c`);
    writeFileSync(file, source(unit));
    return file;
  });
  const zig = inRoot('node_modules', '@zigc', 'cli', 'bin', 'zig');
  const { status, output } = await capture(process.execPath, [zig, 'cc', ...FLAGS, '-o', image, ...units]);
  if (status !== 0) throw new Error(`the large kernel cannot be compiled:\n${output}`);
  return image;
}

/** A unit as kernels have them: structures that point to each other, functions with locals and inner blocks. */
function source(unit: number): string {
  const lines: string[] = [];
  for (let n = 0; n < FUNCTIONS; n++) {
    const type = `struct s${unit}_${n}`;
    const next = `struct s${unit}_${Math.max(0, n - 1)}`;
    lines.push(
      `${type} { int state, count; char name[${16 + n}]; ${next} *next; ${type} *parent; };`,
      `${type} table${unit}_${n}[4];`,
      `int f${unit}_${n}(${type} *entry, unsigned long size)`,
      '{',
      '    int total = 0;',
      '    for (unsigned long i = 0; i < size; i++) {',
      `        ${next} *other = entry[i].next;`,
      '        if (other && other->state == entry[i].state)',
      `            total += other->count + ${n};`,
      '        else',
      '            entry[i].name[i & 15] = (char)total;',
      '    }',
      n === 0 ? '    return total;' : `    return total + f${unit}_${n - 1}(entry->next, size / 2);`,
      '}',
    );
  }
  return lines.join('\n') + '\n';
}
