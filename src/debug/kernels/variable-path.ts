import { memberNamed, sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import type { Image } from '../symbols/image';

/** A variable of a kernel, or a member of one, as a description names it: `free_pages`, `kmem.freelist`. */
export function variableAt(image: Image, path: string): { address: bigint; type?: Type } | undefined {
  const [name, ...members] = path.split('.');
  const symbol = image.symbols.named(name);
  if (!symbol) return undefined;
  const variable = image.global(name);
  if (members.length === 0) {
    return variable ? { address: variable.address, type: variable.type } : { address: symbol.address };
  }
  let { address, type } = variable ?? {};
  for (const one of members) {
    const member = type && memberNamed(type, one);
    if (!member || address === undefined) return undefined;
    address += BigInt(member.offset);
    ({ type } = member);
  }
  return address === undefined || type === undefined ? undefined : { address, type };
}

/** What is at an address of a kernel's data, by its types: `proc[3]`, `bcache.buf[2].lock`; undefined where nothing has a name. */
export function pathTo(image: Image, address: bigint): string | undefined {
  const found = image.symbols.objectAt(address);
  if (!found) return undefined;
  const { name } = found.symbol;
  const variable = image.global(name);
  const offset = Number(found.offset);
  return variable?.address === found.symbol.address
    ? name + within(variable.type, offset)
    : image.nameOf(address);
}

/** The way to the outermost thing that begins so many bytes within something of a type; an array begins with its first element. */
function within(type: Type, offset: number): string {
  const plain = stripped(type);
  if (plain.kind === 'array') {
    const size = sizeOf(plain.element);
    if (size === undefined || size === 0) return rest(offset);
    return `[${Math.floor(offset / size)}]${within(plain.element, offset % size)}`;
  }
  if (offset === 0) return '';
  if (plain.kind !== 'structure' && plain.kind !== 'union') return rest(offset);
  const member = plain.members.find((one) => {
    const size = sizeOf(one.type) ?? 0;
    return offset >= one.offset && offset < one.offset + size;
  });
  if (!member) return rest(offset);
  const name = member.name === undefined ? '' : `.${member.name}`;
  const isArray = stripped(member.type).kind === 'array';
  return name + (offset === member.offset && !isArray ? '' : within(member.type, offset - member.offset));
}

const rest = (offset: number): string => (offset === 0 ? '' : `+${offset}`);
