import { fileLimits } from '../base/file-limits';
import { UserError } from '../base/errors';
import type { FileSystem } from '../base/files';
import { BuildReport, type SourceText } from '../debug/launch/build-report';
import { choice, path } from '../debug/launch/kinds';
import { buildSources, sourceText } from '../debug/launch/programs';
import { readFlag, splitOptions } from './arguments';
import type { Command } from './command';

const flags = {
  o: { kind: path(), description: 'Where the ELF file goes.' },
  kernel: {
    kind: choice('builtin', 'none'),
    description: 'What it is made for: to run under the kernel, or as the image of a bare machine. [builtin]',
  },
  compress: {
    kind: choice('yes', 'no'),
    description: 'Whether instructions are compressed where .option does not say it. [no]',
  },
  includeRoot: {
    kind: path(),
    description: 'The folder that included files must lie in. [the current folder]',
  },
};

/** @throws UserError for a file that is no text */
function sourceAt(path: string, bytes: Uint8Array): SourceText {
  const text = sourceText(path, bytes);
  if (bytes.includes(0)) {
    const isElf = String.fromCharCode(...bytes.subarray(1, 4)) === 'ELF';
    throw new UserError(
      `${path}: ${isElf ? 'an ELF file' : 'a binary file'}; asm takes sources: assembly (.s, .S) and C (.c)`,
    );
  }
  return { path, text };
}

/** A slip of the hand must not cost a source. @throws UserError when OUT is one of them, by whatever path */
async function refuseSource(target: string, sources: readonly string[], files: FileSystem): Promise<void> {
  if (!(await files.exists(target))) return;
  const place = await files.realPath(target);
  for (const source of sources) {
    if ((await files.exists(source)) && (await files.realPath(source)) === place)
      throw new UserError(`-o ${target} would overwrite the source ${source}; name another file`);
  }
}

export const asm: Command = {
  name: 'asm',
  usage: 'FILE... -o OUT',
  summary: 'Assembles files, C files among them, and links them to a RISC-V ELF file.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, Object.keys(flags), true);
    if (rest.length === 0) throw new UserError('asm takes at least one file');
    const target = readFlag('o', flags.o, given);
    if (target === undefined) throw new UserError('asm needs -o OUT, the file to write');
    const { files, compiler } = around.host;
    await refuseSource(target, rest, files);
    const purpose = readFlag('kernel', flags.kernel, given) === 'none' ? 'machine' : 'process';
    const includeRoot = readFlag('includeRoot', flags.includeRoot, given);
    const compress = readFlag('compress', flags.compress, given) === 'yes';
    const sources = await Promise.all(
      rest.map(async (path) => sourceAt(path, await files.readFile(path, fileLimits.source))),
    );
    const { elf, diagnostics } = await buildSources(sources, {
      files,
      compiler,
      purpose,
      includeRoot,
      compress,
    });
    if (diagnostics.length > 0) around.say(String(new BuildReport(diagnostics, sources)));
    if (!elf) return 2;
    await around.writeFile(target, elf);
    return 0;
  },
};
