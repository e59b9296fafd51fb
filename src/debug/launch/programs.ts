import { fileLimits } from '../../base/file-limits';
import { NO_COMPILER } from '../../base/no-compiler';
import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { assemble } from '../../toolchain/assembler/assemble';
import { withIncludes } from '../../toolchain/assembler/load';
import { decodeSource, EncodingError } from '../../toolchain/assembler/text/encoding';
import { assembleObject } from '../../toolchain/assembler/output/relocatable';
import type { Diagnostic } from '../../toolchain/assembler/text/diagnostics';
import type { Compiler } from '../../toolchain/compiler/compiler';
import type { Elf } from '../../toolchain/elf/types';
import { loadElf } from '../../toolchain/elf/load';
import { BuildError, BuildReport, type SourceText } from './build-report';
import type { ProgramRequest } from './program-list';
import { ABOVE_FIRMWARE, isElf, isRaw, rawElf } from './raw-image';

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

/** What a program is made for: to be a process of a kernel, or the machine's own image, alone or above a firmware. */
export type Purpose = 'process' | 'machine' | 'supervisor';

/**
 * Finds, builds and checks the programs asked for. A file asked for twice is built once.
 * @throws BuildError with the errors of all sources; UserError naming a file that is missing or is no program.
 */
export async function resolvePrograms(
  requests: readonly ProgramRequest[],
  files: FileSystem,
  purpose: Purpose,
  compiler?: Compiler,
  includeRoot?: string,
): Promise<{ programs: Program[]; report: BuildReport }> {
  const built = new Map<string, Built>();
  for (const { path, args, sources } of requests) {
    checkArguments(path, args);
    if (!built.has(path))
      built.set(path, await build([path, ...(sources ?? [])], { files, purpose, compiler, includeRoot }));
  }
  const all = [...built.values()];
  const report = new BuildReport(
    all.flatMap((one) => one.diagnostics),
    all.flatMap((one) => one.sources),
  );
  if (all.some(({ elf }) => elf === undefined)) throw new BuildError(report);
  const names = nameThem([...built.keys()]);
  const programs = requests.map(({ path, args }): Program => {
    const { bytes, elf, sources: [source] = [] } = built.get(path)!;
    const name = names.get(path)!;
    const file = `bin/${name}`;
    return { path, name, file, args, bytes: bytes!, elf: elf!, ...(source ? { source } : {}) };
  });
  return { programs, report };
}

interface Built {
  readonly bytes?: Uint8Array;
  readonly elf?: Elf;
  readonly sources: readonly SourceText[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Workshop {
  readonly files: FileSystem;
  readonly purpose: Purpose;
  readonly compiler: Compiler | undefined;
  /** The folder that included files must lie in. */
  readonly includeRoot: string | undefined;
  /** Compressed instructions in assembly that does not say it. */
  readonly compress?: boolean;
}

/** @param paths the program, and the further sources that are linked with it */
async function build(paths: readonly string[], workshop: Workshop): Promise<Built> {
  const [path] = paths;
  const bytes = await workshop.files.readFile(path, fileLimits.program);
  const { purpose } = workshop;
  const isImage = purpose !== 'process' && isRaw(path, bytes);
  if (isElf(bytes) || isImage) {
    if (paths.length > 1) throw new UserError(`${path} is linked already: it takes no further sources`);
    const elf = isImage ? rawElf(bytes, path, purpose === 'supervisor') : await loadElf(bytes, path);
    return { bytes, elf, sources: [], diagnostics: [] };
  }
  const sources = await Promise.all(
    paths.map(async (one, index): Promise<SourceText> => {
      if (/\.(?:[sSc]|asm)$/.test(one)) {
        return {
          path: one,
          text: sourceText(one, index === 0 ? bytes : await workshop.files.readFile(one, fileLimits.source)),
        };
      }
      throw new UserError(
        `${one} is no program: it is neither assembly (.s, .S, .asm), C (.c), nor a RISC-V ELF file`,
      );
    }),
  );
  const { elf, diagnostics } = await buildSources(sources, workshop);
  if (elf === undefined) return { sources, diagnostics };
  return { bytes: elf, elf: await loadElf(elf, path), sources, diagnostics };
}

/** Assembles and compiles sources, and links them: by the assembler, or by the compiler's linker if there is C among them. */
export async function buildSources(
  sources: readonly SourceText[],
  { files, purpose, compiler, includeRoot, compress = false }: Workshop,
): Promise<{ readonly elf?: Uint8Array; readonly diagnostics: readonly Diagnostic[] }> {
  const root = includeRoot ?? rootOf(sources[0].path);
  const compiled = sources.filter(({ path }) => path.endsWith('.c'));
  if (compiled.length === 0) {
    const place =
      purpose === 'supervisor'
        ? ({ purpose: 'machine', base: BigInt(ABOVE_FIRMWARE) } as const)
        : { purpose };
    return withIncludes(files, root, (included) => assemble(sources, { ...place, included, compress }));
  }
  const [{ path }] = compiled;
  if (!compiler) {
    throw new UserError(`${path}: ${NO_COMPILER}; give a RISC-V ELF, or write assembly (.s)`);
  }
  if (purpose !== 'process') {
    throw new UserError(
      `${path}: a C program needs the kernel; for kernel none compile and link it yourself, and give the ELF`,
    );
  }
  const parts = sources.filter((source) => !source.path.endsWith('.c'));
  const objects = await Promise.all(
    parts.map((source) =>
      withIncludes(files, root, (included) => assembleObject(source, { included, compress })),
    ),
  );
  const diagnostics = objects.flatMap((object) => object.diagnostics);
  if (objects.some(({ object }) => object === undefined)) return { diagnostics };
  const result = await compiler.compileProgram(
    compiled,
    objects.map(({ object }) => object!),
  );
  return { ...result, diagnostics: [...diagnostics, ...result.diagnostics] };
}

/** The text of a source. @throws UserError for UTF-16 */
export function sourceText(path: string, bytes: Uint8Array): string {
  try {
    return decodeSource(bytes);
  } catch (error) {
    if (error instanceof EncodingError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The folder that included files must lie in, if nobody says: the current one, if the source is in there. */
const rootOf = (path: string): string =>
  /^(?:[/\\]|\.\.|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path)
    ? path.slice(0, Math.max(path.search(/[^/\\]*$/), 1))
    : '';

/** The kernel gets arguments as texts that end at a NUL. */
function checkArguments(path: string, args: readonly string[]): void {
  if (args.some((arg) => arg.includes('\0'))) {
    throw new UserError(`${path}: an argument may not contain a NUL character`);
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
