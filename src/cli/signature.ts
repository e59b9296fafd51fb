import { UserError } from '../base/errors';
import type { Booted } from '../debug/launch/boot';
import { physicalSymbol } from '../debug/launch/images';

const WORD = 4;

/** The stretch of memory that `--signature` writes, in bytes. @throws UserError when the program does not say which. */
export function signatureBounds({ options, programs }: Booted): { start: number; length: number } {
  if (options.kernel !== 'none') {
    throw new UserError('--signature is for programs of the bare machine; give --kernel none as well');
  }
  const [{ elf, path }] = programs;
  const [start, end] = ['begin_signature', 'end_signature'].map((name) => {
    const address = physicalSymbol(elf, name);
    if (address !== undefined) return address;
    throw new UserError(`--signature: ${path} has no symbol ${name}`);
  });
  if (end < start || (end - start) % WORD !== 0) {
    throw new UserError(
      `--signature: from begin_signature to end_signature of ${path} it is ${end - start} bytes; whole words of 4 are allowed`,
    );
  }
  return { start, length: end - start };
}

/** A line for each word, as Spike writes it with a signature granularity of 4: eight hexadecimal digits. */
export function signature({ machine }: Booted, { start, length }: { start: number; length: number }): string {
  const bytes = machine.readPhysical(start, length);
  if (!bytes) throw new UserError('--signature: the words do not lie in RAM');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from(
    { length: length / WORD },
    (_, n) =>
      view
        .getUint32(n * WORD, true)
        .toString(16)
        .padStart(8, '0') + '\n',
  ).join('');
}
