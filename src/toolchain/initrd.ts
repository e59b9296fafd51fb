import { ByteWriter } from './byte-writer';

export interface InitrdFile {
  /** Path in the archive without a leading slash, such as `bin/hello`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const REGULAR_FILE = 0o100644;
const TRAILER = 'TRAILER!!!';

/**
 * A cpio archive in the "newc" format (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). The same
 * files give the same bytes: there are no times and no owners in it.
 */
export function makeInitrd(files: readonly InitrdFile[]): Uint8Array {
  const out = new ByteWriter();
  files.forEach((file, index) => writeEntry(out, index + 1, REGULAR_FILE, file));
  writeEntry(out, 0, 0, { name: TRAILER, bytes: new Uint8Array() });
  return out.finish();
}

function writeEntry(out: ByteWriter, inode: number, mode: number, file: InitrdFile): void {
  const name = new TextEncoder().encode(file.name + '\0');
  const user = 0, group = 0, links = 1, time = 0, device = 0, checksum = 0; // prettier-ignore
  const fields = [
    inode, mode, user, group, links, time, file.bytes.length,
    device, device, device, device, name.length, checksum,
  ]; // prettier-ignore
  out.bytes(
    new TextEncoder().encode('070701' + fields.map((field) => field.toString(16).padStart(8, '0')).join('')),
  );
  out.bytes(name);
  out.align(4);
  out.bytes(file.bytes);
  out.align(4);
}
