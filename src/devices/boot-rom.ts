import { encode } from '../isa/encode';
import { rowNamed } from '../isa/rows';
import { csrNumber } from '../isa/csrs';
import { registerNumber } from '../isa/registers';

const T0 = registerNumber('t0')!;
const A0 = registerNumber('a0')!;
const A1 = registerNumber('a1')!;

/**
 * What runs at reset: puts the hart's number into a0 and the address of the device tree into a1, as the
 * boot protocol of RISC-V kernels wants it, and jumps to `entry`.
 */
export function bootRom(entry: number, deviceTree: number): Uint8Array {
  const word = (name: string, operands: Parameters<typeof encode>[1]): number =>
    encode(rowNamed(name), operands);
  const code = [
    word('auipc', { rd: T0, imm: 0 }),
    word('csrrs', { rd: A0, imm: csrNumber('mhartid')! }),
    word('ld', { rd: A1, rs1: T0, imm: 32 }),
    word('ld', { rd: T0, rs1: T0, imm: 24 }),
    word('jalr', { rs1: T0 }),
    0,
  ];
  const out = new DataView(new ArrayBuffer(40));
  code.forEach((value, index) => out.setUint32(index * 4, value, true));
  out.setBigUint64(24, BigInt(entry), true);
  out.setBigUint64(32, BigInt(deviceTree), true);
  return new Uint8Array(out.buffer);
}
