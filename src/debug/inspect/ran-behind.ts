import type { Image } from '../symbols/image';

/**
 * Whether a program was at `pc` because it has no end, and ran on into what lies behind its last instruction:
 * `ran on behind the last instruction of main, at hello.s:7; ...`. undefined where it was in its own code.
 */
export function ranBehind(image: Image, pc: bigint): string | undefined {
  if (image.contains(pc) && image.lineAt(pc) !== undefined) return undefined;
  const line = image.lineAt(pc - 2n);
  if (line === undefined) return undefined;
  const name = image.nameOf(pc - 2n)?.replace(/\+.*$/, '');
  const place = `${line.file.split(/[/\\]/).at(-1)}:${line.line}`;
  return `ran on behind the last instruction of ${name ?? 'its code'}, at ${place}; main ends with ret, any other place with the system call SYS_exit`;
}
