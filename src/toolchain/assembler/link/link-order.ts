/** The bucket of a name in the hash table of GNU ld. */
function bucketOf(name: string): number {
  let hash = 0n;
  const mix = (value: number): void => {
    hash = BigInt.asUintN(64, hash + BigInt(value) + (BigInt(value) << 17n));
    hash ^= hash >> 2n;
  };
  const bytes = new TextEncoder().encode(name);
  bytes.forEach(mix);
  mix(bytes.length);
  return Number(hash % 4051n);
}

/**
 * What has names in the order in which GNU ld comes upon them where it goes through all names: names of `.comm` and of the global
 * offset table get their places so.
 * @param items in the order in which the names were first seen
 */
export function inLinkOrder<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const buckets = items.map((item) => ({ item, bucket: bucketOf(nameOf(item)) }));
  // Of two in one bucket, the later one is found first.
  return buckets
    .reverse()
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ item }) => item);
}
