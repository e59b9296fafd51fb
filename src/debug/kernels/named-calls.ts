import type { Image } from '../symbols/image';
import type { SystemCallDescription } from '../traps/system-calls';

/** Of kernels that call the function for `write` so. */
const PREFIX = 'sys_';
/** More calls than any kernel here has. */
const MOST_CALLS = 1024;

/**
 * The system calls of a kernel, by the functions in its own table: those of a description have other names from version to version
 * (13 is `sleep` or `pause`), and somebody may have added his own.
 * @param functionAt the function that the kernel's table has for a number; undefined: none
 */
export function namedByKernel(
  described: readonly SystemCallDescription[],
  image: Image,
  functionAt: (number: bigint) => bigint | undefined,
  count: number,
): readonly SystemCallDescription[] {
  const calls = new Map(described.map((call) => [call.number, call]));
  const byName = new Map(described.map((call) => [call.name, call]));
  for (let number = 0; number < Math.min(count, MOST_CALLS); number++) {
    const address = functionAt(BigInt(number));
    const symbol = address === undefined ? undefined : image.functionAt(address)?.symbol;
    if (!symbol?.name.startsWith(PREFIX)) continue;
    const name = symbol.name.slice(PREFIX.length);
    const known = calls.get(number);
    if (known?.name === name) continue;
    // One that has only changed its name takes what it took; one that has changed its number, too.
    const isRenamed = known !== undefined && ![...calls.values()].some((one) => one.name === name);
    const parameters = (byName.get(name) ?? (isRenamed ? known : undefined))?.parameters ?? [];
    calls.set(number, { number, name, parameters });
  }
  return [...calls.values()];
}
