import { encode } from '../isa/encode';
import { rowNamed } from '../isa/rows';
import { csrNumber } from '../isa/csrs';
import { registerNumber } from '../isa/registers';

const T0 = registerNumber('t0')!;
const A0 = registerNumber('a0')!;
const A1 = registerNumber('a1')!;
const A2 = registerNumber('a2')!;

/** What a firmware is told of whom it should start, as OpenSBI's `fw_dynamic` wants it: version 2, supervisor mode, any hart. */
const DYNAMIC_INFO = { magic: 0x4942534fn, version: 2n, supervisorMode: 1n };

/**
 * What runs at reset: puts the hart's number into a0 and the address of the device tree into a1, as the
 * boot protocol of RISC-V kernels wants it, and jumps to `entry`. Where that is a firmware, a2 leads it to what it should start.
 * @param next where the kernel above the firmware is
 */
export function bootRom(entry: number, deviceTree: number, next?: number): Uint8Array {
  const word = (name: string, operands: Parameters<typeof encode>[1]): number =>
    encode(rowNamed(name), operands);
  const code = [
    word('auipc', { rd: T0, imm: 0 }),
    ...(next === undefined ? [] : [word('addi', { rd: A2, rs1: T0, imm: 40 })]),
    word('csrrs', { rd: A0, imm: csrNumber('mhartid')! }),
    word('ld', { rd: A1, rs1: T0, imm: 32 }),
    word('ld', { rd: T0, rs1: T0, imm: 24 }),
    word('jalr', { rs1: T0 }),
  ];
  const { magic, version, supervisorMode } = DYNAMIC_INFO;
  const info = next === undefined ? [] : [magic, version, BigInt(next), supervisorMode, 0n, 0n];
  const out = new DataView(new ArrayBuffer(40 + 8 * info.length));
  code.forEach((value, index) => out.setUint32(index * 4, value, true));
  out.setBigUint64(24, BigInt(entry), true);
  out.setBigUint64(32, BigInt(deviceTree), true);
  info.forEach((value, index) => out.setBigUint64(40 + index * 8, value, true));
  return new Uint8Array(out.buffer);
}
