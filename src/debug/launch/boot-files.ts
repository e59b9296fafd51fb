import { makeInitrd } from '../../toolchain/initrd';
import type { OptionValues } from './options';
import type { Program } from './programs';

/**
 * What the kernel is given at boot, beside itself: an initrd with each program's file and `etc/programs`, and a line of
 * arguments. The same two make the same run on any board that boots the kernel.
 */
export function initrdOf(programs: readonly Program[]): Uint8Array {
  const files = new Map(programs.map((program) => [program.file, program.bytes]));
  files.set('etc/programs', programTable(programs));
  return makeInitrd([...files].map(([name, bytes]) => ({ name, bytes })));
}

/** `etc/programs`: for each process to create, in order, its file and its argv, NUL after each, and an empty text. */
function programTable(programs: readonly Program[]): Uint8Array {
  const texts = programs.flatMap(({ file, name, args }) => [file, name, ...args, '']);
  return new TextEncoder().encode(texts.map((text) => text + '\0').join(''));
}

/** The kernel's options, `key=value` with spaces between. */
export function bootargsOf({ control, policy, timeSlice }: OptionValues): string {
  return `control=${control} policy=${policy} timeslice=${timeSlice}`;
}
