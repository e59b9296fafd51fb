import type { Compiled, Compiler } from '../../toolchain/compiler/compiler';

/** A compiler that compiles the same files once: they do not change while a submission is graded. */
export function oncePerSource(compiler: Compiler): Compiler {
  const made = new Map<string, Promise<Compiled>>();
  const once = (key: string, make: () => Promise<Compiled>): Promise<Compiled> => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  return {
    compileProgram: (sources, objects) =>
      once(
        ['program', ...sources.map(({ path }) => path), ...objects.map(({ name }) => name)].join('\0'),
        () => compiler.compileProgram(sources, objects),
      ),
    compileKernel: (folder) => once(`kernel\0${folder}`, () => compiler.compileKernel(folder)),
  };
}
