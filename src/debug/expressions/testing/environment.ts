import type { Type } from '../../../toolchain/dwarf/types/model';
import type { Space } from '../../values/location';
import { ValueProblem } from '../../values/problem';
import { commonType, standardType } from '../../values/types';
import type { Value } from '../../values/value';
import type { Environment } from '../evaluate';

/** A piece of memory that begins at `base`; everything else is unreadable. */
export function memoryAt(
  base: bigint,
  bytes: Uint8Array,
  names: Readonly<Record<string, bigint>> = {},
): Space {
  const within = (address: bigint, length: number): boolean =>
    address >= base && address + BigInt(length) <= base + BigInt(bytes.length);
  return {
    read: (address, length) =>
      within(address, length)
        ? bytes.slice(Number(address - base), Number(address - base) + length)
        : undefined,
    write: (address, data) => {
      if (!within(address, data.length)) return false;
      bytes.set(data, Number(address - base));
      return true;
    },
    nameOf: (address) => Object.entries(names).find(([, at]) => at === address)?.[0],
    isCode: () => false,
    roomAt: () => undefined,
    owner: undefined,
  };
}

/** An environment of a few names, for specs. */
export function environmentWith(
  names: Readonly<Record<string, Value>>,
  space: Space = memoryAt(0n, new Uint8Array()),
  types: Readonly<Record<string, Type>> = {},
): Environment {
  const lookup = (name: string): Value | undefined => (Object.hasOwn(names, name) ? names[name] : undefined);
  return {
    lookup,
    global: (name) => lookup(`::${name}`),
    type: (words) => types[words.join(' ')] ?? standardType(words) ?? commonType(words.join(' ')),
    space,
    elsewhere: (pid) => {
      if (pid !== 2) throw new ValueProblem(`there is no process ${pid}`);
      return environmentWith(
        { pid: { ...names['pid'], location: { kind: 'constant', number: 2n } } },
        space,
        types,
      );
    },
  };
}
