/**
 * Writes a flattened device tree (Devicetree Specification v0.4, "Flattened Devicetree (DTB) Format").
 */
export type PropertyValue = string | readonly string[] | Uint32List | true;
type Uint32List = readonly number[];

export interface TreeNode {
  readonly name: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly children?: readonly TreeNode[];
}

const MAGIC = 0xd00dfeed;
const VERSION = 17;
const COMPATIBLE_VERSION = 16;
const Token = { beginNode: 1, endNode: 2, property: 3, end: 9 } as const;
const HEADER_SIZE = 40;
const RESERVATIONS_SIZE = 16;

/** A 64-bit number as two cells. */
export const cells64 = (value: number): Uint32List => [Math.floor(value / 2 ** 32), value >>> 0];

/** @param bootHart what `boot_cpuid_phys` says */
export function flattenDeviceTree(root: TreeNode, bootHart = 0): Uint8Array {
  const structure: number[] = [];
  const strings: number[] = [];
  const offsets = new Map<string, number>();
  const text = new TextEncoder();

  const cell = (value: number): void => {
    structure.push((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  };
  const padded = (bytes: ArrayLike<number>): void => {
    for (let i = 0; i < bytes.length; i++) structure.push(bytes[i]);
    while (structure.length % 4 !== 0) structure.push(0);
  };
  const nameOffset = (name: string): number => {
    let offset = offsets.get(name);
    if (offset === undefined) {
      offset = strings.length;
      offsets.set(name, offset);
      strings.push(...text.encode(`${name}\0`));
    }
    return offset;
  };
  const write = (node: TreeNode): void => {
    cell(Token.beginNode);
    padded(text.encode(`${node.name}\0`));
    for (const [name, value] of Object.entries(node.properties)) {
      const bytes = encodeProperty(value);
      cell(Token.property);
      cell(bytes.length);
      cell(nameOffset(name));
      padded(bytes);
    }
    node.children?.forEach(write);
    cell(Token.endNode);
  };
  write(root);
  cell(Token.end);

  const structureStart = HEADER_SIZE + RESERVATIONS_SIZE;
  const stringsStart = structureStart + structure.length;
  const out = new Uint8Array(stringsStart + strings.length);
  const view = new DataView(out.buffer);
  [
    MAGIC, out.length, structureStart, stringsStart, HEADER_SIZE,
    VERSION, COMPATIBLE_VERSION, bootHart, strings.length, structure.length,
  ].forEach((value, index) => view.setUint32(index * 4, value)); // prettier-ignore
  out.set(structure, structureStart);
  out.set(strings, stringsStart);
  return out;
}

function encodeProperty(value: PropertyValue): Uint8Array {
  if (value === true) return new Uint8Array(0);
  const text = new TextEncoder();
  if (typeof value === 'string') return text.encode(`${value}\0`);
  const bytes: number[] = [];
  for (const item of value) {
    if (typeof item === 'string') bytes.push(...text.encode(`${item}\0`));
    else bytes.push((item >>> 24) & 255, (item >>> 16) & 255, (item >>> 8) & 255, item & 255);
  }
  return new Uint8Array(bytes);
}
