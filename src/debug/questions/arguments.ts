import { Register } from '../../isa/registers';
import type { FunctionInformation } from '../../toolchain/dwarf/functions/model';
import { sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import { toLittleEndian } from '../memory/address-space';
import { show } from '../values/format';
import type { Location, Space } from '../values/location';
import { address, type Value } from '../values/value';

/** Bytes of a register, and how many registers pass arguments: a0 to a7. */
const XLEN = 8;
const REGISTERS = 8;
/** Registers that are shown of a function of which nobody says what it takes. */
const UNKNOWN = ['a0', 'a1', 'a2', 'a3'];

/** What a CPU holds as a function begins, or as it has returned. */
export interface Registers {
  read(number: number): bigint;
  readonly space: Space;
}

/** The arguments of a call at its first instruction, as the calling convention passes them (RISC-V psABI, "Integer Calling Convention"). */
export function argumentsOf(
  known: FunctionInformation | undefined,
  registers: Registers,
): { readonly name: string; readonly value: string }[] {
  const { space } = registers;
  if (!known) {
    return UNKNOWN.map((name, i) => ({ name, value: show(address(registers.read(Register.a0 + i), space)) }));
  }
  const words = new Words(registers);
  // The address of a result that is passed in memory comes first.
  if (isInMemory(known.result)) words.next();
  return known.parameters.map(({ name, type }, i) => ({
    name: name ?? `argument ${i}`,
    value: show({ type, location: words.take(type), space }),
  }));
}

/** What a call has given; undefined: nothing. */
export function resultOf(known: FunctionInformation | undefined, registers: Registers): string | undefined {
  const { space } = registers;
  if (!known) return show(address(registers.read(Register.a0), space));
  if (stripped(known.result).kind === 'void') return undefined;
  const location: Location = isInMemory(known.result)
    ? { kind: 'memory', space, address: registers.read(Register.a0) }
    : new Words(registers).take(known.result);
  const value: Value = { type: known.result, location, space };
  return show(value);
}

/** Larger values than two registers lie in memory, and their address is passed. */
const isInMemory = (type: Type): boolean => (sizeOf(type) ?? 0) > 2 * XLEN;

/** The words that arguments are passed in: registers, then the stack. */
class Words {
  private count = 0;

  constructor(private readonly registers: Registers) {}

  next(): Uint8Array | undefined {
    const index = this.count++;
    if (index < REGISTERS) return toLittleEndian(this.registers.read(Register.a0 + index), XLEN);
    const sp = this.registers.read(Register.sp);
    return this.registers.space.read(sp + BigInt(XLEN * (index - REGISTERS)), XLEN);
  }

  take(type: Type): Location {
    const size = sizeOf(type);
    if (size === undefined) return unknown;
    const first = this.next();
    if (!first) return unknown;
    if (isInMemory(type)) {
      const at = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
      return { kind: 'memory', space: this.registers.space, address: at };
    }
    const second = size > XLEN ? this.next() : new Uint8Array(0);
    if (!second) return unknown;
    return { kind: 'bytes', bytes: Uint8Array.from([...first, ...second].slice(0, size)) };
  }
}

const unknown: Location = { kind: 'unavailable', reason: 'cannot be read' };
