import { fileLimits } from '../base/file-limits';
import { UserError } from '../base/errors';
import { path as pathKind } from '../debug/launch/kinds';
import { programName } from '../debug/launch/programs';
import { proposeDescription } from '../debug/kernels/propose';
import { Image } from '../debug/symbols/image';
import { loadElf } from '../toolchain/elf/load';
import { readFlag, splitOptions } from './arguments';
import type { Command } from './command';

const flags = {
  o: { kind: pathKind(), description: 'Where the description goes, such as mine.kernel.json. [stdout]' },
};

/** Proposes a kernel description, from the names of symbols and types of its ELF file. */
export const describe: Command = {
  name: 'describe',
  usage: 'KERNEL [-o FILE]',
  summary:
    'Proposes a kernel description by the symbols and types of a kernel’s ELF file; a ? stands for what was not found.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, Object.keys(flags), true);
    const [path, ...more] = rest;
    if (path === undefined || more.length > 0) throw new UserError('describe takes one file, the kernel');
    const elf = await loadElf(await around.host.files.readFile(path, fileLimits.kernel), path);
    const proposed = proposeDescription(new Image('kernel', 'kernel', elf), programName(path));
    const text = JSON.stringify(proposed, undefined, 2) + '\n';
    const target = readFlag('o', flags.o, given);
    if (target === undefined) around.output.write(text);
    else if (await around.host.files.exists(target)) throw new UserError(`${target} is there already`);
    else await around.writeFile(target, text);
    return 0;
  },
};
