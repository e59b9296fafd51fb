import { hex } from '../../../base/integers';
import { decode } from '../../../isa/decode';
import { disassemble } from '../../../isa/disassemble';
import { littleEndian } from '../../memory/address-space';
import { baseName } from '../../symbols/source-paths';
import { modeOf, type System } from '../../system';
import { instructionWord } from '../../unwind/code';
import { nameOfPlace } from './place';
import { isSame, type Actor, type DataEvent } from './watcher';

/** `counter changed: 5 -> 6` */
export function dataHeadline(event: DataEvent): string {
  const { breakpoint, isWrite, before, after, part } = event;
  const { place } = breakpoint;
  const name = nameOfPlace(place);
  const where = part && after.length > 8 ? `${name} + ${part.offset}` : name;
  const cut = (bytes: Uint8Array): Uint8Array =>
    part && after.length > 8 ? bytes.subarray(part.offset, part.offset + part.length) : bytes;
  const show = (bytes: Uint8Array): string =>
    place.kind === 'mode' ? modeOf(bytes[0] as 0) : valueInWords(cut(bytes), place.kind !== 'memory');
  if (!isWrite) return `${where} was read: ${show(after)}`;
  if (before && isSame(cut(before), cut(after))) return `${where} was written: ${show(after)}, as before`;
  return `${where} changed: ${before ? show(before) : '?'} -> ${show(after)}`;
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

function valueInWords(bytes: Uint8Array, isRegister: boolean): string {
  if (bytes.length > 8) {
    const shown = [...bytes.subarray(0, MOST_BYTES)].map((byte) => byte.toString(16).padStart(2, '0'));
    return shown.join(' ') + (bytes.length > MOST_BYTES ? ' …' : '');
  }
  const bits = littleEndian(bytes);
  if (isRegister) return hex(bits);
  const value = BigInt.asIntN(8 * bytes.length, bits);
  return value > -SMALL && value < SMALL ? value.toString() : hex(bits);
}
