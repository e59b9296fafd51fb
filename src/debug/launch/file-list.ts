import { partsOf } from '../../toolchain/disk/disk-files';
import type { Kind } from './kinds';

/** Files with where they go, `HOST[:GUEST]`: an array, or one for each time that the option is given. */
export const fileList = (): Kind<readonly string[]> => ({
  allowed: 'files as HOST or HOST:GUEST, where GUEST is a path on the disk',
  placeholder: 'HOST[:GUEST]',
  schema: { type: 'array', items: { type: 'string', minLength: 1 } },
  read(raw) {
    const list: unknown = typeof raw === 'string' ? raw.split('\n') : raw;
    return Array.isArray(list) && list.every((item) => typeof item === 'string' && isFile(item))
      ? list
      : undefined;
  },
  withPaths: (value, change) =>
    value.map((text) => {
      const { from, to } = splitFile(text);
      return `${change(from)}:${to}`;
    }),
});

/**
 * `HOST[:GUEST]`: a file of this computer, and where it goes; into the root by its own name if nothing is said. The colon behind a drive
 * letter belongs to HOST, as does that of a URI.
 */
export function splitFile(text: string): { readonly from: string; readonly to: string } {
  const host = /^(?:[A-Za-z]:(?=[\\/])|[A-Za-z][A-Za-z0-9+.-]+:\/\/)?[^:]*/.exec(text)![0];
  const guest = text.slice(host.length + 1);
  const name = host.split(/[\\/]/).at(-1)!;
  if (guest === '') return { from: host, to: name };
  return { from: host, to: guest.endsWith('/') ? guest + name : guest };
}

/** Whether a text can be read as `HOST[:GUEST]`. */
const isFile = (text: string): boolean => {
  const { from, to } = splitFile(text);
  return from !== '' && partsOf(to).length > 0;
};
