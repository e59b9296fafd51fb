import type { ImageSection, ImageSymbol } from '../../elf/write';
import type { FunctionCode } from './frame-information';

/** The code of each function, once. */
export function functionsOf(
  sections: readonly ImageSection[],
  symbols: readonly ImageSymbol[],
  entry: bigint,
): FunctionCode[] {
  const seen = new Map<bigint, FunctionCode>();
  for (const { kind, address, size, section } of symbols) {
    const home = kind === 'function' && size > 0 ? sections.find(({ name }) => name === section) : undefined;
    if (home?.bytes === undefined || seen.has(address)) continue;
    const start = Number(address - home.address);
    seen.set(address, {
      address,
      bytes: home.bytes.subarray(start, start + size),
      outermost: address === entry,
    });
  }
  return [...seen.values()];
}
