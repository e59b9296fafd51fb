import { sizeOf, stripped, type Type } from '../../../toolchain/dwarf/types/model';

/** Bytes within a value, and what they are there. */
export interface Part {
  /** Behind the name of the whole: `[3].x`; nothing for all of it. */
  readonly path: string;
  readonly type: Type;
  readonly offset: number;
  readonly length: number;
}

/** The smallest element or member of a value that some of its bytes lie in. Bit fields share their bytes, and are no part. */
export function partOf(type: Type, { offset, length }: Pick<Part, 'offset' | 'length'>): Part | undefined {
  const size = sizeOf(type);
  if (size === undefined) return undefined;
  const inner = innerOf(type, offset, length);
  const found = inner && partOf(inner.type, { offset: offset - inner.offset, length });
  if (!found) return { path: '', type, offset: 0, length: size };
  return { ...found, path: inner.path + found.path, offset: inner.offset + found.offset };
}

function innerOf(type: Type, offset: number, length: number): Omit<Part, 'length'> | undefined {
  const plain = stripped(type);
  const isWithin = (start: number, size: number | undefined): boolean =>
    size !== undefined && offset >= start && offset + length <= start + size;
  if (plain.kind === 'array') {
    const size = sizeOf(plain.element);
    if (size === undefined || size === 0) return undefined;
    const index = Math.floor(offset / size);
    const start = index * size;
    return isWithin(start, size) && length < (sizeOf(plain) ?? 0)
      ? { path: `[${index}]`, type: plain.element, offset: start }
      : undefined;
  }
  if (plain.kind !== 'structure') return undefined;
  const member = plain.members.find((one) => !one.bits && isWithin(one.offset, sizeOf(one.type)));
  if (!member || length >= (plain.size ?? 0)) return undefined;
  return {
    path: member.name === undefined ? '' : `.${member.name}`,
    type: member.type,
    offset: member.offset,
  };
}
