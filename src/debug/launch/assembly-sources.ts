import { fileLimits } from '../../base/file-limits';
import type { FileSystem } from '../../base/files';
import { alignAssembly } from '../../toolchain/assembly-lines';
import { lineTable } from '../../toolchain/assembler/output/line-table';
import { ASSEMBLY_LINES } from '../../toolchain/dwarf/sections';
import { DebugInformation } from '../../toolchain/dwarf/debug-information';
import type { Elf, Section } from '../../toolchain/elf/types';

/** More folders and files than a kernel of a course has. */
const MOST_FOLDERS = 16;
const MOST_FILES = 64;

/**
 * An ELF file, with lines for the assembly in it that was built without any: of sources that lie beside the file or its other sources,
 * as far as they are what the code says.
 */
export async function withAssemblyLines(elf: Elf, files: FileSystem): Promise<Elf> {
  const { lines } = DebugInformation.of(elf);
  const folders = new Set([folderOf(elf.name), ...lines.filesWithCode.map(folderOf)]);
  const paths: string[] = [];
  for (const folder of [...folders].slice(0, MOST_FOLDERS)) {
    const names = await files.readFolder(folder).catch(() => []);
    paths.push(...names.filter((name) => /\.[sS]$/.test(name)).map((name) => `${folder}/${name}`));
  }
  const image = imageOf(elf, (address) => lines.at(address) !== undefined);
  const tables: Uint8Array[] = [];
  for (const path of paths.slice(0, MOST_FILES)) {
    const bytes = await files.readFile(path, fileLimits.source).catch(() => undefined);
    if (!bytes) continue;
    const ranges = alignAssembly(new TextDecoder().decode(bytes), image);
    if (ranges.length > 0) tables.push(lineTable(path, ranges).finish());
  }
  return tables.length === 0 ? elf : { ...elf, sections: [...elf.sections, sectionOf(tables)] };
}

function imageOf(elf: Elf, hasLine: (address: bigint) => boolean): Parameters<typeof alignAssembly>[1] {
  const labels = new Map(
    elf.symbols.filter(({ defined }) => defined).map(({ name, address }) => [name, address]),
  );
  return {
    addressOf(label) {
      const address = labels.get(label);
      return address === undefined || hasLine(address) ? undefined : address;
    },
    word(address) {
      const home = elf.segments.find(
        ({ virtualAddress: low, bytes, executable }) =>
          executable && address >= low && address + 2n <= low + BigInt(bytes.length),
      );
      if (!home) return undefined;
      const offset = Number(address - home.virtualAddress);
      const { bytes } = home;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return offset + 4 <= bytes.length ? view.getUint32(offset, true) : view.getUint16(offset, true);
    },
  };
}

function sectionOf(tables: readonly Uint8Array[]): Section {
  const bytes = new Uint8Array(tables.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const table of tables) {
    bytes.set(table, at);
    at += table.length;
  }
  const nothing = { type: 1, flags: 0, address: 0n, offset: 0, alignment: 1, link: 0, info: 0, entrySize: 0 };
  return { ...nothing, name: ASSEMBLY_LINES, size: bytes.length, bytes };
}

const folderOf = (path: string): string => path.replace(/[/\\][^/\\]*$/, '');
