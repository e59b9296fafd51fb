import { sized, sized64, u16, u32, u64, u8, uleb, type Bytes } from './bytes';

/** An entry written by hand: attributes as name, form and the bytes of the value. */
export interface HandMadeEntry {
  readonly tag: number;
  readonly attributes: readonly (readonly [name: number, form: number, value: Bytes])[];
  readonly children?: readonly HandMadeEntry[];
}

export interface HandMadeUnit {
  readonly version: number;
  readonly root: HandMadeEntry;
  readonly is64Bit?: boolean;
  /** Makes it a type unit whose type is the first child of the root. */
  readonly signature?: bigint;
}

/** DW_FORM_implicit_const: its value stands in the abbreviation. */
const IMPLICIT_CONST = 0x21;

/** The sections `info` and `abbrev` of some units. Every entry has an abbreviation of its own. */
export function infoOf(...units: readonly HandMadeUnit[]): { info: Bytes; abbrev: Bytes } {
  const abbrev: number[] = [];
  let codes = 0;
  const write = ({ tag, attributes, children = [] }: HandMadeEntry): Bytes => {
    const code = ++codes;
    abbrev.push(...uleb(code), ...uleb(tag), children.length > 0 ? 1 : 0);
    for (const [name, form, value] of attributes) {
      abbrev.push(...uleb(name), ...uleb(form), ...(form === IMPLICIT_CONST ? value : []));
    }
    abbrev.push(0, 0);
    const values = attributes.flatMap(([, form, value]) => (form === IMPLICIT_CONST ? [] : value));
    const below = children.length > 0 ? [...children.flatMap(write), 0] : [];
    return [...uleb(code), ...values, ...below];
  };
  const info = units.flatMap(({ version, root, is64Bit, signature }) => {
    const offset = (value: number) => (is64Bit ? u64(BigInt(value)) : u32(value));
    const entries = write(root);
    const isType = signature !== undefined;
    const header = version >= 5 ? [...u8(isType ? 2 : 1), 8, ...offset(0)] : [...offset(0), 8];
    // The type stands behind the root entry, which has to be of one byte.
    const start = (is64Bit ? 12 : 4) + 2 + header.length + 8 + (is64Bit ? 8 : 4);
    const type = isType ? [...u64(signature), ...offset(start + 1)] : [];
    return (is64Bit ? sized64 : sized)(u16(version), header, type, entries);
  });
  return { info, abbrev: [...abbrev, 0] };
}

/** The offset of the root entry in a 32-bit unit that starts the section. */
export const rootOffset = (version: number): number => (version >= 5 ? 12 : 11);
