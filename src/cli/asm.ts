import { UserError } from '../base/errors';
import { BuildReport } from '../debug/launch/build-report';
import { choice, path } from '../debug/launch/kinds';
import { assemble } from '../toolchain/assembler/assemble';
import { readFlag, splitOptions } from './arguments';
import type { Command } from './command';

const flags = {
  o: { kind: path(), description: 'Where the ELF file goes.' },
  kernel: {
    kind: choice('builtin', 'none'),
    description: 'What it is made for: to run under the kernel, or as the image of a bare machine. [builtin]',
  },
};

export const asm: Command = {
  name: 'asm',
  usage: 'FILE -o OUT',
  summary: 'Assembles a file to a RISC-V ELF file.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, Object.keys(flags), true);
    const [file, ...more] = rest;
    if (file === undefined || more.length > 0) throw new UserError('asm takes one file');
    const target = readFlag('o', flags.o, given);
    if (target === undefined) throw new UserError('asm needs -o OUT, the file to write');
    const purpose = readFlag('kernel', flags.kernel, given) === 'none' ? 'machine' : 'process';
    const source = { path: file, text: new TextDecoder().decode(await around.host.files.readFile(file)) };
    const { elf, diagnostics } = assemble([source], { purpose });
    if (diagnostics.length > 0) around.say(String(new BuildReport(diagnostics, [source])));
    if (!elf) return 2;
    await around.writeFile(target, elf);
    return 0;
  },
};
