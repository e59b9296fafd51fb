import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { assemble } from '../../toolchain/assembler/assemble';
import type { Diagnostic } from '../../toolchain/assembler/diagnostics';
import type { Compiler } from '../../toolchain/compiler/compiler';
import type { Elf } from '../../toolchain/elf/types';
import { readElf } from '../../toolchain/elf/read';
import { BuildError, BuildReport, type SourceText } from './build-report';
import type { ProgramRequest } from './program-list';

/** A program ready to run: the lifeless file that becomes a process. */
export interface Program {
  /** The file as the user named it: a source, or an ELF. */
  readonly path: string;
  /** The name of the process and `argv[0]`: the file's name without folder and extension. */
  readonly name: string;
  /** Where the kernel finds it in the initrd, such as `bin/hello`: `process.program` in kernel memory. */
  readonly file: string;
  /** `argv[1]` and on. */
  readonly args: readonly string[];
  /** The ELF file, and what it says. */
  readonly bytes: Uint8Array;
  readonly elf: Elf;
  /** The text it was assembled or compiled from, if it was. */
  readonly source?: SourceText;
}

/** What a program is made for: to be a process of a kernel, or the machine's own image. */
export type Purpose = 'process' | 'machine';

/**
 * Finds, builds and checks the programs asked for. A file asked for twice is built once.
 * @throws BuildError with the errors of all sources; UserError naming a file that is missing or is no program.
 */
export async function resolvePrograms(
  requests: readonly ProgramRequest[],
  files: FileSystem,
  purpose: Purpose,
  compiler?: Compiler,
): Promise<{ programs: Program[]; report: BuildReport }> {
  const built = new Map<string, Built>();
  for (const { path, args } of requests) {
    checkArguments(path, args);
    if (!built.has(path)) built.set(path, await build(path, files, purpose, compiler));
  }
  const all = [...built.values()];
  const report = new BuildReport(
    all.flatMap((one) => one.diagnostics),
    all.flatMap((one) => one.source ?? []),
  );
  if (all.some(({ elf }) => elf === undefined)) throw new BuildError(report);
  const names = nameThem([...built.keys()]);
  const programs = requests.map(({ path, args }): Program => {
    const { bytes, elf, source } = built.get(path)!;
    const name = names.get(path)!;
    const file = `bin/${name}`;
    return { path, name, file, args, bytes: bytes!, elf: elf!, ...(source ? { source } : {}) };
  });
  return { programs, report };
}

interface Built {
  readonly bytes?: Uint8Array;
  readonly elf?: Elf;
  readonly source?: SourceText;
  readonly diagnostics: readonly Diagnostic[];
}

async function build(
  path: string,
  files: FileSystem,
  purpose: Purpose,
  compiler: Compiler | undefined,
): Promise<Built> {
  const bytes = await files.readFile(path);
  const isElf = bytes.length >= 4 && [0x7f, 0x45, 0x4c, 0x46].every((byte, i) => bytes[i] === byte);
  if (isElf) return { bytes, elf: readElf(bytes, path), diagnostics: [] };
  const extension = /\.[^./\\]*$/.exec(path)?.[0] ?? '';
  if (extension === '.s' || extension === '.S') return fromAssembly(path, bytes, purpose);
  if (extension === '.c') return fromC(path, bytes, purpose, compiler);
  throw new UserError(
    `${path} is no program: it is neither assembly (.s, .S), C (.c), nor a RISC-V ELF file`,
  );
}

async function fromC(
  path: string,
  bytes: Uint8Array,
  purpose: Purpose,
  compiler: Compiler | undefined,
): Promise<Built> {
  if (!compiler) {
    throw new UserError(`${path}: there is no C compiler here; give a RISC-V ELF, or write assembly (.s)`);
  }
  if (purpose === 'machine') {
    throw new UserError(
      `${path}: a C program needs the kernel; for kernel none compile and link it yourself, and give the ELF`,
    );
  }
  const source = { path, text: new TextDecoder().decode(bytes) };
  const { elf, diagnostics } = await compiler.compileProgram(path, source.text);
  if (elf === undefined) return { source, diagnostics };
  return { bytes: elf, elf: readElf(elf, path), source, diagnostics };
}

function fromAssembly(path: string, bytes: Uint8Array, purpose: Purpose): Built {
  const source = { path, text: new TextDecoder().decode(bytes) };
  const { elf, diagnostics } = assemble([source], { purpose });
  if (elf === undefined) return { source, diagnostics };
  return { bytes: elf, elf: readElf(elf, path), source, diagnostics };
}

/** The kernel gets arguments as texts that end at a NUL, and their list ends at an empty one. */
function checkArguments(path: string, args: readonly string[]): void {
  if (args.some((arg) => arg === '' || arg.includes('\0'))) {
    throw new UserError(`${path}: an argument may be neither empty nor contain a NUL character`);
  }
}

/** A name for each path: that of the file, made different where two files share it. */
function nameThem(paths: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const path of paths) {
    const base = programName(path);
    let name = base;
    for (let n = 2; [...names.values()].includes(name); n++) name = `${base}-${n}`;
    names.set(path, name);
  }
  return names;
}

/** The last part of a path or URI, without its extension. */
export function programName(path: string): string {
  const file = path.split(/[/\\]/).at(-1)!;
  return file.replace(/(.)\.[^.]*$/, '$1') || 'program';
}
