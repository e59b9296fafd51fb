/** Addresses for loads and stores to try. */
import {
  MEMORY_PAGES,
  NOTHING,
  DATA,
  DATA_SIZE,
  GIGABYTES,
  LOCKABLE,
  PAGE,
  RAM,
  RAM_SIZE,
  SUPERVISOR_CODE,
  TRAMPOLINE_OFFSET,
  WINDOW,
  WINDOW_PAGES,
  WINDOW_REGIONS,
} from './memory-map';
import type { Random } from './random';

/** An offset in the data: anywhere, or near the end of a page; aligned as often as not. */
function offset(random: Random, size: number): number {
  const at = random.once(3)
    ? PAGE * (1 + random.below(size / PAGE)) - 16 + random.below(24)
    : random.below(size - 16);
  return random.once(2) ? at & ~7 : at;
}

/** @param memory only where there is memory, or the address does not translate */
export function physicalAddress(random: Random, memory = false): bigint {
  if (memory) return BigInt((random.once(10) ? LOCKABLE : DATA) + offset(random, PAGE));
  // Deviation "partial-store": beyond the end, not across it.
  if (random.once(40)) return BigInt(RAM + RAM_SIZE + 2048 + random.below(32));
  if (random.once(40)) return BigInt(NOTHING + random.below(64));
  if (random.once(100)) return random.long() | (1n << 60n);
  if (random.once(10)) return BigInt(LOCKABLE + offset(random, PAGE));
  return BigInt(DATA + offset(random, DATA_SIZE));
}

export function virtualAddress(random: Random, memory = false): bigint {
  switch (random.below(12)) {
    case 0:
    case 1:
      return WINDOW + BigInt(0x20_0000 * random.below(WINDOW_REGIONS) + offset(random, DATA_SIZE));
    case 2:
      return GIGABYTES + BigInt(random.below(2) * 2 ** 30 + DATA - RAM + offset(random, DATA_SIZE));
    case 3:
      return random.pick([
        BigInt(DATA + offset(random, DATA_SIZE)), // not mapped
        random.long() | (1n << 62n), // not canonical
        (WINDOW | (1n << 38n)) + BigInt(random.below(4096)),
        SUPERVISOR_CODE + BigInt(TRAMPOLINE_OFFSET + random.below(4000)), // a supervisor's page
        0xffff_ffff_ffff_fff8n + BigInt(random.below(8)),
      ]);
    default:
      return (
        WINDOW + BigInt(PAGE * random.below(memory ? MEMORY_PAGES - 1 : WINDOW_PAGES) + offset(random, PAGE))
      );
  }
}
