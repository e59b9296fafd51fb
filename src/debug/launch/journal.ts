import { messageOf, UserError } from '../../base/errors';
import type { Compiled, Compiler } from '../../toolchain/compiler/compiler';
import type { LaunchHost } from './host';

/** What a host answered: bytes, something that JSON can hold, or a refusal. */
export type Answered =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'value'; readonly value: unknown; readonly bytes?: Uint8Array | undefined }
  | { readonly kind: 'refusal'; readonly words: string };

/** Everything that a boot asked its host for: with it the same boot can be had anywhere, and without compilers. */
export interface Journal {
  readonly builtinKernel: string;
  readonly builtinFirmware: string;
  readonly builtinPrograms?: string | undefined;
  readonly answers: ReadonlyMap<string, Answered>;
}

const keyOf = (...words: readonly string[]): string => words.join('\0');
const keyOfProgram = (sources: readonly { readonly path: string }[]): string =>
  keyOf('compileProgram', ...sources.map(({ path }) => path));

/** A host that answers as another does, and writes down what. */
export function journalling(host: LaunchHost): { readonly host: LaunchHost; readonly journal: Journal } {
  const answers = new Map<string, Answered>();
  const noted = async <T>(key: string, ask: Promise<T>, note: (answer: T) => Answered): Promise<T> => {
    try {
      const answer = await ask;
      answers.set(key, note(answer));
      return answer;
    } catch (error) {
      if (error instanceof UserError) answers.set(key, { kind: 'refusal', words: messageOf(error) });
      throw error;
    }
  };
  const bytes = (answer: Uint8Array): Answered => ({ kind: 'bytes', bytes: answer });
  const value = (answer: unknown): Answered => ({ kind: 'value', value: answer });
  const compiled = ({ elf, diagnostics }: Compiled): Answered => ({
    kind: 'value',
    value: diagnostics,
    bytes: elf,
  });
  const { files, builtinKernel, builtinFirmware, builtinPrograms, compiler } = host;
  const own: Compiler | undefined = compiler && {
    compileProgram: (sources, objects) =>
      noted(keyOfProgram(sources), compiler.compileProgram(sources, objects), compiled),
    compileKernel: (folder) =>
      noted(keyOf('compileKernel', folder), compiler.compileKernel(folder), compiled),
  };
  return {
    host: {
      builtinKernel,
      builtinFirmware,
      ...(builtinPrograms === undefined ? {} : { builtinPrograms }),
      files: {
        readFile: (path, limit) => noted(keyOf('readFile', path), files.readFile(path, limit), bytes),
        exists: (path) => noted(keyOf('exists', path), files.exists(path), value),
        realPath: (path) => noted(keyOf('realPath', path), files.realPath(path), value),
        readFolder: (path) => noted(keyOf('readFolder', path), files.readFolder(path), value),
      },
      ...(own ? { compiler: own } : {}),
    },
    journal: { builtinKernel, builtinFirmware, builtinPrograms, answers },
  };
}

/** Bytes of all the files that it holds. */
export const sizeOf = ({ answers }: Journal): number =>
  [...answers.values()].reduce(
    (sum, answer) => sum + (answer.kind === 'refusal' ? 0 : (answer.bytes?.length ?? 0)),
    0,
  );

/** A host that answers from a journal alone. */
export function fromJournal({
  builtinKernel,
  builtinFirmware,
  builtinPrograms,
  answers,
}: Journal): LaunchHost {
  const answer = (...words: readonly string[]): Exclude<Answered, { kind: 'refusal' }> => {
    const found = answers.get(keyOf(...words));
    if (!found) throw new UserError(`the recording does not hold ${words.at(-1) ?? ''}`);
    if (found.kind === 'refusal') throw new UserError(found.words);
    return found;
  };
  const later = <T>(read: () => T): Promise<T> => new Promise((resolve) => resolve(read()));
  const bytesOf = (path: string): Uint8Array => {
    const found = answer('readFile', path);
    if (found.kind !== 'bytes') throw new UserError(`the recording does not hold ${path}`);
    return found.bytes;
  };
  const valueOf = <T>(name: string, path: string): T => {
    const found = answer(name, path);
    return (found.kind === 'value' ? found.value : undefined) as T;
  };
  const compiled = (key: string): Compiled => {
    const found = answer(...key.split('\0'));
    if (found.kind !== 'value') throw new UserError('the recording does not hold a compiled program');
    const diagnostics = found.value as Compiled['diagnostics'];
    return { diagnostics, ...(found.bytes ? { elf: found.bytes } : {}) };
  };
  return {
    builtinKernel,
    builtinFirmware,
    ...(builtinPrograms === undefined ? {} : { builtinPrograms }),
    files: {
      readFile: (path) => later(() => bytesOf(path)),
      exists: (path) => later(() => valueOf<boolean>('exists', path)),
      realPath: (path) => later(() => valueOf<string>('realPath', path)),
      readFolder: (path) => later(() => valueOf<string[]>('readFolder', path)),
    },
    compiler: {
      compileProgram: (sources) => later(() => compiled(keyOfProgram(sources))),
      compileKernel: (folder) => later(() => compiled(keyOf('compileKernel', folder))),
    },
  };
}
