import { readElf } from './read';
import { SectionFlags, type Elf, type Section } from './types';

/** `ch_type` (System V ABI, "Section Compression"). */
const ZLIB = 1;
const HEADER_SIZE = 24;
/** GNU's older way: the name begins with `.zdebug_`, the contents with `ZLIB` and the size, in network order. */
const GNU_NAME = /^\.zdebug_/;
const GNU_HEADER_SIZE = 12;
/** No debug information of a program for this machine is as big; what claims to be is damaged. */
const LARGEST = 1 << 28;

/**
 * Reads an ELF file as `readElf` does, and decompresses its debug sections. One that cannot be stays as it is.
 * @throws UserError naming the file and what is wrong with it
 */
export async function loadElf(bytes: Uint8Array, name: string): Promise<Elf> {
  const elf = readElf(bytes, name);
  if (!elf.sections.some(isCompressed)) return elf;
  return { ...elf, sections: await Promise.all(elf.sections.map(decompressed)) };
}

/** Whether what a section holds is compressed debug information. */
export const isCompressed = ({ name, flags }: Pick<Section, 'name' | 'flags'>): boolean =>
  GNU_NAME.test(name) || (/^\.debug_/.test(name) && (flags & SectionFlags.compressed) !== 0);

async function decompressed(section: Section): Promise<Section> {
  const content = isCompressed(section) ? contentOf(section) : undefined;
  const bytes = content && (await inflated(content.zlib, content.size));
  if (!bytes) return section;
  const flags = section.flags & ~SectionFlags.compressed;
  return { ...section, name: section.name.replace(GNU_NAME, '.debug_'), flags, size: bytes.length, bytes };
}

function contentOf({
  name,
  bytes,
}: Section): { readonly zlib: Uint8Array; readonly size: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (GNU_NAME.test(name)) {
    const isZlib =
      bytes.length > GNU_HEADER_SIZE && new TextDecoder().decode(bytes.subarray(0, 4)) === 'ZLIB';
    return isZlib ? { zlib: bytes.subarray(GNU_HEADER_SIZE), size: Number(view.getBigUint64(4)) } : undefined;
  }
  if (bytes.length < HEADER_SIZE || view.getUint32(0, true) !== ZLIB) return undefined;
  return { zlib: bytes.subarray(HEADER_SIZE), size: Number(view.getBigUint64(8, true)) };
}

/** The `size` bytes that a zlib stream holds; undefined when it holds fewer or more, or is none. */
async function inflated(zlib: Uint8Array, size: number): Promise<Uint8Array | undefined> {
  if (size > LARGEST) return undefined;
  const bytes = new Uint8Array(size);
  let length = 0;
  try {
    const stream = new Blob([zlib.slice()]).stream().pipeThrough(new DecompressionStream('deflate'));
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return length === size ? bytes : undefined;
      if (length + value.length > size) {
        await reader.cancel();
        return undefined;
      }
      bytes.set(value, length);
      length += value.length;
    }
  } catch {
    return undefined;
  }
}
