import { fileLimits } from '../base/file-limits';
import { UserError } from '../base/errors';
import { decode, instructionLength } from '../isa/decode';
import { disassemble } from '../isa/disassemble';
import { bits as inBits } from '../isa/spelled';
import { readElf } from '../toolchain/elf/read';
import { SectionFlags, type Section } from '../toolchain/elf/types';
import { SymbolTable } from '../toolchain/symbols';
import { splitOptions } from './arguments';
import type { Command } from './command';

export const disasm: Command = {
  name: 'disasm',
  usage: 'FILE',
  summary: 'Shows the instructions in a RISC-V ELF file.',
  flags: {},
  runs: false,
  async run(words, { host, output }) {
    const { rest } = splitOptions(words, [], true);
    const [path, ...more] = rest;
    if (path === undefined || more.length > 0) throw new UserError('disasm takes one file');
    const elf = readElf(await host.files.readFile(path, fileLimits.program), path);
    const code = elf.sections.filter((section) => (section.flags & SectionFlags.execute) !== 0);
    const symbols = new SymbolTable(elf);
    for (const section of code) {
      output.write(`section ${section.name}\n`);
      for (const line of listing(section, symbols)) output.write(line + '\n');
      await output.flush();
    }
    return 0;
  },
};

/** The instructions of a section, a line each: address, bits, assembly; a label above where a symbol lies. */
function* listing(section: Section, symbols: SymbolTable): Generator<string> {
  const labels = new Map<bigint, string[]>();
  for (const { address, name, kind, section: home } of symbols.all) {
    if (home !== section.name || kind === 'section' || kind === 'file') continue;
    // What kind of code follows, and what compilers and assemblers jump to: no names that anybody gave.
    if (name.startsWith('$') || name.startsWith('.L')) continue;
    labels.set(address, [...(labels.get(address) ?? []), name]);
  }
  const view = new DataView(section.bytes.buffer, section.bytes.byteOffset, section.bytes.byteLength);
  const symbolAt = (address: bigint): string | undefined =>
    labels.get(address)?.[0] ?? nameOf(address, symbols);
  let offset = 0;
  while (offset + 2 <= view.byteLength) {
    const address = section.address + BigInt(offset);
    for (const label of labels.get(address) ?? []) {
      yield `\n${address.toString(16).padStart(16, '0')} <${label}>:`;
    }
    const low = view.getUint16(offset, true);
    const length = Math.min(instructionLength(low), view.byteLength - offset);
    const word = length === 4 ? view.getUint32(offset, true) : low;
    const isWhole = length >= instructionLength(low);
    const decoded = isWhole ? decode(word) : undefined;
    const bits = word.toString(16).padStart(2 * length, '0');
    const text = decoded
      ? disassemble(decoded, { address, symbolAt })
      : isWhole
        ? inBits(word)
        : `.half 0x${bits}`;
    yield `${address.toString(16).padStart(8)}:  ${bits.padEnd(8)}  ${text.replace(' ', '\t')}`;
    offset += length;
  }
}

function nameOf(address: bigint, symbols: SymbolTable): string | undefined {
  const found = symbols.functionAt(address);
  if (!found) return undefined;
  return found.offset === 0n ? found.symbol.name : `${found.symbol.name}+0x${found.offset.toString(16)}`;
}
