import { hex } from '../../../base/integers';
import { decode } from '../../../isa/decode';
import { disassemble } from '../../../isa/disassemble';
import { littleEndian } from '../../memory/address-space';
import type { Type } from '../../../toolchain/dwarf/types/model';
import { baseName } from '../../symbols/source-paths';
import { modeOf, type System } from '../../system';
import { instructionWord } from '../../unwind/code';
import { show } from '../../values/format';
import { partOf } from './part';
import { nameOfPlace } from './place';
import { isSame, type Actor, type DataEvent } from './watcher';

/** `counter changed: 5 -> 6` */
export function dataHeadline(event: DataEvent): string {
  const { breakpoint, isWrite, before, after } = event;
  const { where, offset, show, cut } = shownPart(event);
  const name = nameOfPlace(breakpoint.place, where, offset);
  if (!isWrite) return `${name} was read: ${show(after)}`;
  if (before && isSame(cut(before), cut(after))) return `${name} was written: ${show(after)}, as before`;
  return `${name} changed: ${before ? show(before) : '?'} -> ${show(after)}`;
}

interface ShownPart {
  /** What comes behind the name of the place: `[3]`, ` + 12`; nothing when all of it is meant. */
  readonly where: string;
  /** In bytes, of what has a name of its own. */
  readonly offset: number;
  /** The bytes of the part. */
  readonly cut: (bytes: Uint8Array) => Uint8Array;
  readonly show: (bytes: Uint8Array) => string;
}

/** Longest value that is shown as a whole when only a part of it was written. */
const SHORT = 8;

/** Of a long value, the part that was read or written. */
function shownPart({ breakpoint: { place }, after, part }: DataEvent): ShownPart {
  if (place.kind === 'mode') {
    return { where: '', offset: 0, cut: (bytes) => bytes, show: (bytes) => modeOf(bytes[0] as 0) };
  }
  if (place.kind !== 'memory')
    return { where: '', offset: 0, cut: (bytes) => bytes, show: (bytes) => hex(littleEndian(bytes)) };
  const isLong = part !== undefined && after.length > SHORT;
  const found = place.type && partOf(place.type, isLong ? part : { offset: 0, length: after.length });
  const { offset, length } = found ?? (isLong ? part : { offset: 0, length: after.length });
  const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(offset, offset + length);
  return {
    where: found?.path ?? (isLong ? ` + ${offset}` : ''),
    offset: found ? offset : 0,
    cut,
    show: (bytes) => valueInWords(cut(bytes), found?.type),
  };
}

/** Who did it: `by sw a5, 0(a4) at main+12 (hello.c:7), in user mode, process 3 (hello)` */
export function whoInWords({ by }: DataEvent, system: System): string {
  if (by.kind === 'device') return 'by a device, which writes memory by itself (DMA)';
  const { hart } = by;
  const process = system.running(hart);
  const who = process ? `process ${process.pid} (${process.name})` : `cpu ${hart.id}, which runs no process`;
  const inMode = `in ${modeOf(hart.privilege)} mode, ${who}`;
  switch (by.kind) {
    case 'instruction':
      return `by ${instructionInWords(by.pc, by, system)}, ${inMode}`;
    case 'walker':
      return `by the hardware that walks the page tables (accessed and dirty bits), ${inMode}`;
    case 'trap':
      return `by the hardware, which took a trap, ${who}`;
    case 'return':
      return `by the return from trap, ${who}`;
  }
}

function instructionInWords(pc: bigint, { hart }: Actor & { kind: 'instruction' }, system: System): string {
  const image = system.imageOn(hart, pc);
  const word = instructionWord(system.spaceOf(hart), pc);
  const decoded = word === undefined ? undefined : decode(word);
  const name = image?.nameOf(pc) ?? hex(pc);
  const line = image?.lineAt(pc);
  const source = line ? ` (${baseName(line.file)}:${line.line})` : '';
  return `${decoded ? disassemble(decoded, { address: pc }) : 'an instruction'} at ${name}${source}`;
}

/** Longest value that is shown byte for byte. */
const MOST_BYTES = 16;
const SMALL = 100_000n;

function valueInWords(bytes: Uint8Array, type: Type | undefined): string {
  if (type) return show({ type, location: { kind: 'bytes', bytes } });
  if (bytes.length > 8) {
    const shown = [...bytes.subarray(0, MOST_BYTES)].map((byte) => byte.toString(16).padStart(2, '0'));
    return shown.join(' ') + (bytes.length > MOST_BYTES ? ' …' : '');
  }
  const bits = littleEndian(bytes);
  const value = BigInt.asIntN(8 * bytes.length, bits);
  return value > -SMALL && value < SMALL ? value.toString() : hex(bits);
}
