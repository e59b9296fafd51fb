import { UserError } from '../../base/errors';
import { bootList } from '../../toolchain/boot-list';
import { makeInitrd } from '../../toolchain/initrd';
import type { OptionValues } from './options';
import { withSeed } from './policy';
import type { Program } from './programs';

/**
 * What the kernel is given at boot, beside itself and its disk: an initrd with `etc/programs` and the files of programs, and a line of
 * arguments. The same three make the same run on any board that boots the kernel.
 * @param inside those that are not on the disk
 */
export function initrdOf(programs: readonly Program[], inside: readonly Program[]): Uint8Array {
  const files = new Map(inside.map((program) => [program.file, program.bytes]));
  const list = bootList(programs.map(({ file, name, args }) => ({ file, argv: [name, ...args] })));
  return makeInitrd([...[...files].map(([name, bytes]) => ({ name, bytes })), list]);
}

/** What the built-in kernel has room for: processes at a time, arguments behind a program's name, and bytes of all of them. */
const MOST_PROGRAMS = 128;
const MOST_ARGUMENTS = 63;
const MOST_ARGUMENT_BYTES = 30_000;

/** @throws UserError when the built-in kernel would refuse to start so many programs, or one with so many arguments. */
export function checkRoom(programs: readonly Program[]): void {
  if (programs.length > MOST_PROGRAMS) {
    throw new UserError(
      `${programs.length} programs are too many: the kernel has room for ${MOST_PROGRAMS} processes`,
    );
  }
  for (const { path, args } of programs) {
    if (args.length > MOST_ARGUMENTS) {
      throw new UserError(
        `${path}: ${args.length} arguments are too many; a program gets at most ${MOST_ARGUMENTS}`,
      );
    }
    const bytes = new TextEncoder().encode(args.join('')).length;
    if (bytes <= MOST_ARGUMENT_BYTES) continue;
    throw new UserError(
      `${path}: arguments of ${bytes} bytes are too long; a program gets at most ${MOST_ARGUMENT_BYTES}`,
    );
  }
}

/** The kernel's options, `key=value` with spaces between. */
export function bootargsOf(options: OptionValues): string {
  const { control, policy, seed, timeSlice, isolation, secret, bootArguments } = options;
  return [
    `control=${control} policy=${withSeed(policy, seed)} timeslice=${timeSlice}`,
    ...(isolation ? ['isolation=on'] : []),
    ...(secret === undefined ? [] : [`secret=${digits(secret)}`]),
    ...(seed === undefined ? [] : [`seed=${seed}`]),
    ...(bootArguments === '' ? [] : [bootArguments]),
  ].join(' ');
}

const digits = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** @throws UserError for options that only the built-in kernel knows, where it does not run or cannot do so. */
export function checkOwnOptions({ isolation, secret, control }: OptionValues, isOurs: boolean): void {
  const given = isolation ? 'isolation' : secret === undefined ? undefined : 'secret';
  if (given !== undefined && !isOurs) throw new UserError(`${given} is for the built-in kernel alone`);
  if (isolation && control === 'direct') {
    throw new UserError('isolation needs programs in user mode: it cannot be on with control direct');
  }
}
