import { UserError } from '../../../base/errors';
import { hex } from '../../../base/integers';
import { csrName, csrNumber } from '../../../isa/csrs';
import { abiNames, registerNumber } from '../../../isa/registers';
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
    }
  /** A general register, as one mode of a process (0: of a CPU without one) has it. */
  | { readonly kind: 'register'; readonly number: number; readonly pid: number; readonly mode: Mode }
  | { readonly kind: 'csr'; readonly number: number; readonly cpu: number }
  | { readonly kind: 'mode'; readonly cpu: number };

/** CSRs that change without anybody writing them. */
const MOVING = ['cycle', 'time', 'instret', 'mcycle', 'minstret', 'mip', 'sip'];

/** Longest stretch of memory that one data breakpoint watches. */
export const LONGEST_DATA = 1 << 16;

/** What a place is called in the editor's list: `counter`, `8 bytes at 0x2000`, `a0`. */
export function nameOfPlace(place: DataPlace): string {
  switch (place.kind) {
    case 'memory': {
      if (typeof place.at === 'string') return place.at;
      return `${place.length} byte${place.length === 1 ? '' : 's'} at ${hex(place.at)}`;
    }
    case 'register':
      return abiNames[place.number];
    case 'csr':
      return csrName(place.number) ?? hex(BigInt(place.number));
    case 'mode':
      return 'mode';
  }
}

/** The place of a CSR. @throws UserError when it cannot be watched */
export function csrPlace(name: string, cpu: number): DataPlace {
  const number = csrNumber(name);
  if (number === undefined) throw new UserError(`there is no CSR ${name}`);
  if (MOVING.includes(name) || /^m?hpm/.test(name)) {
    throw new UserError(`${name} changes by itself; it cannot be watched`);
  }
  return { kind: 'csr', number, cpu };
}

/** Whose doings are meant, where a `dataId` says so: the protocol asks for the mode when it asks for the id. */
export type DataMode = Pick<BreakpointTerms, 'mode' | 'pid'>;

/** A place as the `dataId` of the protocol: `memory/3/counter/8`, `csr/sepc/0?kernel`, `mode/0?process=3`. */
export function dataIdOf(place: DataPlace, { mode, pid }: DataMode = {}): string {
  if (mode === undefined) return placeId(place);
  return `${placeId(place)}?${mode}${pid === undefined ? '' : `=${pid}`}`;
}

function placeId(place: DataPlace): string {
  switch (place.kind) {
    case 'memory': {
      const at = typeof place.at === 'string' ? place.at : hex(place.at);
      return ['memory', place.pid ?? 'physical', at, place.length].join('/');
    }
    case 'register':
      return ['register', abiNames[place.number], place.pid, place.mode].join('/');
    case 'csr':
      return ['csr', nameOfPlace(place), place.cpu].join('/');
    case 'mode':
      return ['mode', place.cpu].join('/');
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
  memory: ([space, at, size]) => {
    const length = whole(size);
    const pid = space === 'physical' ? undefined : whole(space);
    if (length === undefined || length < 1 || length > LONGEST_DATA) return undefined;
    if (space !== 'physical' && pid === undefined) return undefined;
    if (/^0x[0-9a-f]{1,16}$/.test(at ?? '')) return { kind: 'memory', pid, at: BigInt(at), length };
    return /^[A-Za-z_.$][\w.$]*$/.test(at ?? '') ? { kind: 'memory', pid, at, length } : undefined;
  },
  register: ([name, process, mode]) => {
    const number = registerNumber(name ?? '');
    const pid = whole(process);
    if (number === undefined || number === 0 || pid === undefined || !isMode(mode)) return undefined;
    return { kind: 'register', number, pid, mode };
  },
  csr: ([name, cpu]) => {
    const index = whole(cpu);
    return index === undefined || csrNumber(name ?? '') === undefined ? undefined : csrPlace(name, index);
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
