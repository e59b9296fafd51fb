import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x0605_4b50;
const DIRECTORY_ENTRY = 0x0201_4b50;
/** Bytes of a local file header before name and extra field (APPNOTE.TXT 4.3.7). */
const LOCAL_HEADER = 30;

interface Entry {
  readonly name: string;
  readonly isDeflated: boolean;
  /** Of its data as they are in the file. */
  readonly size: number;
  /** Where its local header is. */
  readonly offset: number;
}

/** The names in the central directory of a zip file. */
export const entriesOf = (file: string): string[] =>
  directoryOf(file, readFileSync(file)).map(({ name }) => name);

/** The text of a file in a zip file. @throws Error when there is none of that name */
export function textOf(file: string, name: string): string {
  const bytes = readFileSync(file);
  const entry = directoryOf(file, bytes).find((one) => one.name === name);
  if (!entry) throw new Error(`${file}: no ${name} in it`);
  return dataOf(entry, bytes).toString('utf8');
}

/** Writes all that is in a zip file into a folder. */
export function unpack(file: string, folder: string): void {
  const bytes = readFileSync(file);
  for (const entry of directoryOf(file, bytes)) {
    if (entry.name.endsWith('/')) continue;
    const target = path.join(folder, entry.name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, dataOf(entry, bytes));
  }
}

function dataOf({ offset, size, isDeflated }: Entry, bytes: Buffer): Buffer {
  const start = offset + LOCAL_HEADER + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const data = bytes.subarray(start, start + size);
  return isDeflated ? inflateRawSync(data) : data;
}

/** The central directory (APPNOTE.TXT 4.3.12 and 4.3.16; no zip64). */
function directoryOf(file: string, bytes: Buffer): Entry[] {
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`${file}: broken directory at ${at}`);
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name),
      isDeflated: bytes.readUInt16LE(at + 10) === 8,
      size: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}
