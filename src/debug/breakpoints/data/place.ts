import { UserError } from '../../../base/errors';
import { hex } from '../../../base/integers';
import { csrName, csrNamed, csrNumber } from '../../../isa/csrs';
import { abiNames, registerNumber } from '../../../isa/registers';
import type { Type } from '../../../toolchain/dwarf/types/model';
import type { Mode } from '../../system';
import type { BreakpointTerms } from '../trigger';

/** Something with a value that can be watched. */
export type DataPlace =
  /** Bytes as a process sees them (`pid`), or of physical memory, where the kernel's are. */
  | {
      readonly kind: 'memory';
      readonly pid: number | undefined;
      /** A number, or the name of a variable: it may lie elsewhere in the next build. */
      readonly at: bigint | string;
      readonly length: number;
      /** Of a bit field: which of the bits. */
      readonly bits?: Bits;
      /** What the user called it, when it has no name of its own. */
      readonly label?: string;
      /** What the bytes are, where that is known; of a bit field, what its number is. */
      readonly type?: Type;
      /** Of a local variable: it ends with the call that it belongs to. */
      readonly frame?: FrameOfData;
    }
  /** A general register, as one mode of a process (0: of a CPU without one) has it. */
  | { readonly kind: 'register'; readonly number: number; readonly pid: number; readonly mode: Mode }
  | { readonly kind: 'csr'; readonly number: number; readonly cpu: number; readonly bits?: Bits }
  | { readonly kind: 'mode'; readonly cpu: number };

/** The call of a function, whose locals are gone when it is over. */
export interface FrameOfData {
  /** sp before the call, and again behind it. */
  readonly cfa: bigint;
  /** Where it returns to. */
  readonly returnsTo: bigint;
  /** An instant at which it was under way: the next call may have the same place. */
  readonly instant: number;
}

/** Some bits of a number: the lowest of them, and how many. */
export interface Bits {
  readonly offset: number;
  readonly size: number;
}

/** CSRs that change without anybody writing them. */
const MOVING = ['cycle', 'time', 'instret', 'mcycle', 'minstret', 'mip', 'sip'];

/** Longest stretch of memory that one data breakpoint watches. */
export const LONGEST_DATA = 1 << 16;

/**
 * What a place is called in the editor's list: `counter`, `list->next (at 0x2000)`, `8 bytes at 0x2000`, `a0`.
 * @param part what comes behind it when only a part of the value is meant: `[3]`
 * @param offset of the part, in bytes
 */
export function nameOfPlace(place: DataPlace, part = '', offset = 0): string {
  switch (place.kind) {
    case 'memory': {
      if (typeof place.at === 'string') return place.at + part;
      if (place.label !== undefined) return `${place.label}${part} (at ${hex(place.at + BigInt(offset))})`;
      return `${place.length} byte${place.length === 1 ? '' : 's'} at ${hex(place.at)}${part}`;
    }
    case 'register':
      return abiNames[place.number];
    case 'csr': {
      const name = nameOfCsr(place.number);
      return place.bits ? `${name}.${fieldName(name, place.bits)}` : name;
    }
    case 'mode':
      return 'mode';
  }
}

const nameOfCsr = (number: number): string => csrName(number) ?? hex(BigInt(number));

const fieldName = (csr: string, { offset, size }: Bits): string =>
  csrNamed(csr)?.fields.find(({ low, width }) => low === offset && width === size)?.name ??
  `${offset}+${size}`;

/** The place of a CSR, or of one of its fields. @throws UserError when it cannot be watched */
export function csrPlace(name: string, cpu: number, bits?: Bits): DataPlace {
  const number = csrNumber(name);
  if (number === undefined) throw new UserError(`there is no CSR ${name}`);
  if (MOVING.includes(name) || /^m?hpm/.test(name)) {
    throw new UserError(`${name} changes by itself; it cannot be watched`);
  }
  return { kind: 'csr', number, cpu, ...(bits ? { bits } : {}) };
}

/** Whose doings are meant, where a `dataId` says so: the protocol asks for the mode when it asks for the id. */
export type DataMode = Pick<BreakpointTerms, 'mode' | 'pid'>;

/**
 * A place as the `dataId` of the protocol: `memory/3/counter/8`, `csr/sepc/0?kernel`, `mode/0?process=3`. Bits come after the
 * place that they are in, and then what it is called: `csr/sstatus/0/8+1`, `memory/3/0x2000/4/0+3/p-%3Eflag`.
 */
export function dataIdOf(place: DataPlace, { mode, pid }: DataMode = {}): string {
  if (mode === undefined) return placeId(place);
  return `${placeId(place)}?${mode}${pid === undefined ? '' : `=${pid}`}`;
}

function placeId(place: DataPlace): string {
  switch (place.kind) {
    case 'memory': {
      const at = typeof place.at === 'string' ? place.at : hex(place.at);
      const path = ['memory', place.pid ?? 'physical', at, place.length, bitsId(place.bits)];
      const more = [encodeURIComponent(place.label ?? ''), place.frame ? keyOfFrame(place.frame) : ''];
      return [...path, ...more].join('/').replace(/\/+$/, '');
    }
    case 'register':
      return ['register', abiNames[place.number], place.pid, place.mode].join('/');
    case 'csr':
      return ['csr', nameOfCsr(place.number), place.cpu, bitsId(place.bits)].join('/').replace(/\/$/, '');
    case 'mode':
      return ['mode', place.cpu].join('/');
  }
}

const bitsId = (bits: Bits | undefined): string => (bits ? `${bits.offset}+${bits.size}` : '');

/** Tells one call from all others. */
export const keyOfFrame = ({ cfa, returnsTo, instant }: FrameOfData): string =>
  `${hex(cfa)}:${hex(returnsTo)}:${instant}`;

function readFrame(text: string | undefined): FrameOfData | undefined {
  const found = /^(0x[0-9a-f]{1,16}):(0x[0-9a-f]{1,16}):(\d{1,15})$/.exec(text ?? '');
  return found
    ? { cfa: BigInt(found[1]), returnsTo: BigInt(found[2]), instant: Number(found[3]) }
    : undefined;
}

/** undefined: none are meant; false: that is no such text. */
function readBits(text: string | undefined, length: number): Bits | undefined | false {
  if (text === undefined || text === '') return undefined;
  const [, offset, size] = /^(\d{1,3})\+(\d{1,2})$/.exec(text)?.map(Number) ?? [];
  const fits = offset !== undefined && size > 0 && size <= 64 && offset + size <= 8 * length;
  return fits && { offset, size };
}

function readLabel(text: string | undefined): string | undefined {
  try {
    return text === undefined || text === '' ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** @throws UserError when the text is no `dataId` */
export function readDataId(id: string): { place: DataPlace; terms: DataMode } {
  const [path, wanted] = id.split('?');
  const [kind, ...parts] = path.split('/');
  const place = Object.hasOwn(READERS, kind) ? READERS[kind]?.(parts) : undefined;
  const [mode, process] = wanted?.split('=') ?? [];
  const pid = whole(process);
  if (place) {
    return {
      place,
      terms: { ...(mode === undefined ? {} : { mode }), ...(pid === undefined ? {} : { pid }) },
    };
  }
  throw new UserError(`"${id}" is no data id; dataBreakpointInfo gives them`);
}

const READERS: Readonly<Partial<Record<string, (parts: readonly string[]) => DataPlace | undefined>>> = {
  memory: ([space, at, size, some, name, call]) => {
    const length = whole(size);
    const pid = space === 'physical' ? undefined : whole(space);
    if (length === undefined || length < 1 || length > LONGEST_DATA) return undefined;
    if (space !== 'physical' && pid === undefined) return undefined;
    const bits = readBits(some, length);
    if (bits === false) return undefined;
    const label = readLabel(name);
    const frame = readFrame(call);
    const more = {
      ...(bits ? { bits } : {}),
      ...(label === undefined ? {} : { label }),
      ...(frame ? { frame } : {}),
    };
    if (/^0x[0-9a-f]{1,16}$/.test(at ?? '')) return { kind: 'memory', pid, at: BigInt(at), length, ...more };
    return /^[A-Za-z_.$][\w.$]*$/.test(at ?? '') ? { kind: 'memory', pid, at, length } : undefined;
  },
  register: ([name, process, mode]) => {
    const number = registerNumber(name ?? '');
    const pid = whole(process);
    if (number === undefined || number === 0 || pid === undefined || !isMode(mode)) return undefined;
    return { kind: 'register', number, pid, mode };
  },
  csr: ([name, cpu, some]) => {
    const index = whole(cpu);
    const bits = readBits(some, 8);
    if (index === undefined || csrNumber(name ?? '') === undefined || bits === false) return undefined;
    return csrPlace(name, index, bits);
  },
  mode: ([cpu]) => {
    const index = whole(cpu);
    return index === undefined ? undefined : { kind: 'mode', cpu: index };
  },
};

const whole = (text: string | undefined): number | undefined =>
  /^\d{1,9}$/.test(text ?? '') ? Number(text) : undefined;
const isMode = (text: string | undefined): text is Mode =>
  text === 'user' || text === 'kernel' || text === 'machine';
