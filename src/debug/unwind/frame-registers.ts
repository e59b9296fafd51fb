import { toUnsigned64 } from '../../base/integers';
import type { Hart } from '../../machine/types';
import { toLittleEndian, type AddressSpace } from '../memory/address-space';

/** Where the value of a register of some frame is kept at this moment. */
export type Home =
  | { readonly kind: 'register'; readonly hart: Hart; readonly number: number }
  | { readonly kind: 'csr'; readonly hart: Hart; readonly number: number }
  | { readonly kind: 'memory'; readonly space: AddressSpace; readonly address: bigint }
  /** Known, but not kept anywhere one could write it to: a stack pointer that was computed. */
  | { readonly kind: 'value'; readonly value: bigint };

/** The general registers as one frame of a call stack sees them. Registers that no one saved are not known. */
export class FrameRegisters {
  private readonly found: (Home | undefined)[] = [];

  private constructor(private readonly homeOf: (number: number) => Home | undefined) {}

  /** Those that a CPU holds now. */
  static live(hart: Hart): FrameRegisters {
    return new FrameRegisters((number) => ({ kind: 'register', hart, number }));
  }

  /** Those that `homeOf` knows; it is asked at most once for each, when that is wanted. */
  static from(homeOf: (number: number) => Home | undefined): FrameRegisters {
    return new FrameRegisters(homeOf);
  }

  home(number: number): Home | undefined {
    if (!(number in this.found)) this.found[number] = this.homeOf(number);
    return this.found[number];
  }

  /** undefined: its value was not kept. */
  read(number: number): bigint | undefined {
    if (number === 0) return 0n;
    const home = this.home(number);
    switch (home?.kind) {
      case 'register':
        return home.hart.readRegister(home.number);
      case 'csr':
        return home.hart.readCsr(home.number);
      case 'memory':
        return home.space.readNumber(home.address, 8);
      default:
        return home?.value;
    }
  }

  /** False when there is no place to write it to. */
  write(number: number, value: bigint): boolean {
    const home = this.home(number);
    if (number === 0 || home === undefined) return false;
    switch (home.kind) {
      case 'register':
        home.hart.writeRegister(home.number, toUnsigned64(value));
        return true;
      case 'csr':
        return home.hart.writeCsr(home.number, toUnsigned64(value));
      case 'memory':
        return home.space.write(home.address, toLittleEndian(value, 8));
      case 'value':
        return false;
    }
  }
}

/** The registers that a function leaves as they were (RISC-V psABI, "Integer Register Convention"): sp, s0 to s11. */
export const isPreserved = (number: number): boolean =>
  number === 2 ||
  number === 3 ||
  number === 4 ||
  number === 8 ||
  number === 9 ||
  (number >= 18 && number <= 27);
