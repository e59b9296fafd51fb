import { readFileSync } from 'node:fs';
import path from 'node:path';
import { boot } from '../../../src/debug/launch/boot';
import { readOptions } from '../../../src/debug/launch/validate';
import { nodeHost } from '../../../src/host/node-host';
import { readElf } from '../../../src/toolchain/elf/read';

/** More steps than any attack takes. */
const LIMIT = 40_000_000;

export interface Attack {
  /** What is where the kernel keeps its secret. */
  readonly secret: string;
  readonly console: string;
  /** The last line: what was read. */
  readonly read: string;
  readonly code: number | undefined;
}

/** Runs a program with caches, and with 20 instructions ahead of what may be, unless it is `given` otherwise. */
export async function attack(
  program: string,
  args: readonly string[],
  given: Readonly<Record<string, string>>,
  dist: string,
): Promise<Attack> {
  const options = readOptions({ costModel: 'caches', transient: '20', ...given }, 'command');
  const request = { options, programs: [{ path: program, args }], isTyped: false };
  const { machine, kernel } = await boot(request, nodeHost(dist));
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  const stop = machine.run(LIMIT);
  const { symbols } = readElf(readFileSync(kernel!.path), path.basename(kernel!.path));
  const { address } = symbols.find(({ name }) => name === 'kernel_secret')!;
  const text = Buffer.from(bytes).toString('latin1');
  return {
    secret: Buffer.from(machine.readPhysical(Number(address), 32)!).toString('latin1'),
    console: text,
    read: text.trimEnd().split('\n').at(-1)!,
    code: stop.kind === 'finished' ? stop.code : undefined,
  };
}
