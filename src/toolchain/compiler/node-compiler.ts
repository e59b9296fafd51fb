import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../base/errors';
import type { Compiled, Compiler, ObjectFile } from './compiler';
import { argumentsFor, argumentsForObject, type Sources } from './flags';
import { diagnosticsIn, hasLinkFault } from './messages';
import { cacheFolder, releaseFolder, temporaryFolder } from './node-folders';
import { runCompiler, type CompilerBounds } from './node-run';
import { compilesForRiscv, findCompiler, type Found } from './node-find';
import { ObjectPlaces } from './object-places';

/**
 * The compiler of a Node process, looked for when it is first needed.
 * @param kernelFolder the product's `kernel/`, which has the user library
 * @param signal aborted when nobody wants the result any more
 * @param bounds what it may use where the sources are those of somebody who is not trusted
 */
export function nodeCompiler(kernelFolder: string, signal?: AbortSignal, bounds?: CompilerBounds): Compiler {
  const user = join(kernelFolder, 'user');
  const library = ['calls.S', 'print.c', 'input.c', 'string.c', 'memory.c'].map((name) =>
    join(user, 'lib', name),
  );
  return {
    until: (other) => nodeCompiler(kernelFolder, signal ? AbortSignal.any([signal, other]) : other, bounds),
    compileProgram(programSources, objects) {
      // A program that begins at its own _start needs nobody to call main.
      const hasStart =
        programSources.some(({ text }) => /\b_start\b/.test(text)) ||
        objects.some((object) => object.hasStart);
      const paths = programSources.map(({ path }) => path);
      const program: Sources = {
        standard: 'gnu17',
        files: [...paths, ...(hasStart ? [] : [join(user, 'start.S')]), ...library],
        includeFolders: [join(user, 'include')],
        linkerScript: join(user, 'program.ld'),
        entry: '_start',
      };
      const texts = new Map(programSources.map(({ path, text }) => [path, text]));
      return compile(program, { signal, bounds }, objects, (path) => texts.get(path));
    },
    async compileKernel(folder) {
      const linkerScript = join(folder, 'kernel.ld');
      if (!existsSync(linkerScript)) {
        throw new UserError(`${folder} holds no kernel: it has no kernel.ld`);
      }
      const files = sourcesIn(folder);
      const kernel: Sources = {
        standard: 'gnu23',
        files,
        includeFolders: [folder],
        linkerScript,
        entry: 'entry',
      };
      return compile(kernel, { signal, bounds });
    },
  };
}

/** C and assembly files of a kernel, in an order that does not depend on the computer; user programs are none of it. */
function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'user' ? [] : sourcesIn(path);
    return /\.(c|S)$/.test(entry.name) ? [path] : [];
  });
}

/** Until when a compiler runs, and how much it may use. */
interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly bounds: CompilerBounds | undefined;
}

async function compile(
  given: Sources,
  { signal, bounds }: Limits,
  objects: readonly ObjectFile[] = [],
  textOf?: (path: string) => string | undefined,
): Promise<Compiled> {
  const found = findCompiler(process.env);
  const { command, family } = found;
  const folder = temporaryFolder();
  try {
    const output = join(folder, 'out.elf');
    const from = given.files.some((file) => basename(file).startsWith('@')) ? folder : undefined;
    const sources = from === undefined ? given : withAbsolutePaths(given);
    const parts = objects.map(({ name }, index) => join(folder, `${index}-${basename(name)}.o`));
    await Promise.all(parts.map((part, index) => writeFile(part, objects[index].bytes)));
    const all = { ...sources, files: [...sources.files, ...parts] };
    const env = {
      ...process.env,
      // What is said must not depend on the user's language.
      LC_ALL: 'C',
      TMPDIR: folder,
      // zig keeps what it has compiled.
      ZIG_LOCAL_CACHE_DIR: cacheFolder('zig'),
    };
    const {
      failed: refused,
      said,
      isBeyond,
    } = await runCompiler(command, argumentsFor(family, all, output), env, signal, from, bounds);
    if (signal?.aborted) throw new UserError('the compiler was interrupted');
    if (isBeyond) throw new UserError(`the compiler was given up: ${inWords(bounds!)}`);
    const failed = refused || !existsSync(output);
    if (failed && !compilesForRiscv(found)) {
      throw new UserError(`${command} does not compile for RISC-V: name another compiler, or none`);
    }
    const textOn = (path: string): string | undefined => textOf?.(path) ?? textOnDisk(path);
    const places =
      failed && hasLinkFault(said)
        ? [
            ...(await objectsOf(found, sources, { folder, env, signal, bounds, from })),
            ...objects.map(({ name, bytes }) => new ObjectPlaces(bytes, name)),
          ]
        : [];
    const nameOf = new Map(sources.files.map((file, index) => [file, given.files[index]]));
    const diagnostics = diagnosticsIn(said, failed, sources.files, textOn, places).map((one) => ({
      ...one,
      path: nameOf.get(one.path) ?? one.path,
    }));
    return failed ? { diagnostics } : { elf: new Uint8Array(await readFile(output)), diagnostics };
  } finally {
    await releaseFolder(folder);
  }
}

const inWords = ({ memory, seconds, said }: CompilerBounds): string =>
  `it may use ${memory / 2 ** 20} MiB of memory and ${seconds} seconds of the CPU, and say ${said / 2 ** 10} KiB`;

/**
 * For a compiler that runs in another folder. zig cuts every path to what it is from the current folder, and what then begins with @
 * is taken for a list of arguments.
 */
const withAbsolutePaths = (sources: Sources): Sources => ({
  ...sources,
  files: sources.files.map((file) => resolve(file)),
  includeFolders: sources.includeFolders.map((folder) => resolve(folder)),
  linkerScript: resolve(sources.linkerScript),
});

/** A header, or a source of a kernel; undefined when it cannot be read. */
function textOnDisk(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Where a compiler works, until when, and what relative paths count from there. */
interface Place extends Limits {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly from: string | undefined;
}

/** Compilers that run at once. */
const AT_ONCE = 2;

/** The sources as objects: what is in them tells where names are used and defined, and linkers leave none behind. */
async function objectsOf(
  { command, family }: Found,
  sources: Sources,
  { folder, env, signal, bounds, from }: Place,
): Promise<ObjectPlaces[]> {
  const waiting = [...sources.files.entries()];
  const made: ObjectPlaces[][] = sources.files.map(() => []);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, file] = next;
      const output = join(folder, `${index}.o`);
      const { failed } = await runCompiler(
        command,
        argumentsForObject(family, sources, file, output),
        env,
        signal,
        from,
        bounds,
      );
      if (signal?.aborted) throw new UserError('the compiler was interrupted');
      // What does not compile alone has been told already.
      if (!failed && existsSync(output))
        made[index].push(new ObjectPlaces(new Uint8Array(await readFile(output)), file));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return made.flat();
}
