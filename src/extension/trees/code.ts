import type { CodeBody } from '../../protocol/requests';

/** An address as a function and a line where they are known: `write_line+8 (hello.s:12)`. */
export function codeInWords(pc: string, code: CodeBody | undefined): string {
  if (!code) return pc;
  const { name, place } = code;
  return place ? `${name} (${place.path.split(/[\\/]/).at(-1)}:${place.line})` : name;
}
