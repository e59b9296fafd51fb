import { csrNumber, isCsrReadOnly } from '../../isa/csrs';
import { registerNumber } from '../../isa/registers';
import type { Hart } from '../../machine/types';
import type { EnumerationType } from '../../toolchain/dwarf/types/model';
import type { Viewpoint } from './viewpoint';
import type { System } from '../system';
import { registerCell } from '../values/locals';
import type { Cell, Space } from '../values/location';
import { C } from '../values/types';
import { numberAs, type Value } from '../values/value';

/** The mode bit, as RISC-V counts it (privileged specification, "Privilege Levels"). */
const MODE: EnumerationType = {
  kind: 'enumeration',
  name: 'mode',
  size: 4,
  isSigned: false,
  values: [
    { name: 'user', value: 0n },
    { name: 'kernel', value: 1n },
    { name: 'machine', value: 3n },
  ],
};
/** Words that stand for something of the thread or its CPU. */
export const MACHINE_WORDS: readonly string[] = ['mode', 'pid', 'cpu', 'instret', 'pc'];

/** A register, a CSR, a word of the machine, a system call's number; undefined for other names. */
export function machineValue(
  system: System,
  view: Viewpoint,
  name: string,
  space: () => Space,
): Value | undefined {
  const register = registerValue(view, name, space);
  if (register) return register;
  const word = special(view, name);
  if (word) return word;
  const csr = csrNumber(name);
  if (csr !== undefined && view.hart.readCsr(csr) !== undefined)
    return raw(csrCell(view.hart, csr), space(), true);
  const call = system.kernel?.systemCalls.constant(name);
  return call === undefined ? undefined : numberAs(C.int, BigInt(call));
}

/** A general register, or pc. */
export function registerValue(view: Viewpoint, name: string, space: () => Space): Value | undefined {
  const number = registerNumber(name);
  if (number !== undefined) return raw(registerCell(view.registers, number), space(), false);
  return name === 'pc' ? raw(pcCell(view), space(), true) : undefined;
}

/** Arithmetic with a general register is signed, as with a `long`. */
const raw = (cell: Cell, space: Space, isUnsigned: boolean): Value => ({
  type: isUnsigned ? C.unsignedLong : C.long,
  location: { kind: 'cell', cell },
  isRaw: true,
  space,
});

function special(view: Viewpoint, name: string): Value | undefined {
  switch (name) {
    case 'mode':
      return { ...named(view.mode), words: MODES };
    case 'user':
    case 'kernel':
    case 'machine':
      return named(name);
    case 'pid':
      return numberAs(C.int, BigInt(view.pid));
    case 'cpu':
      return numberAs(C.int, BigInt(view.hart.id));
    case 'instret':
      return numberAs(C.long, BigInt(view.hart.retired));
    default:
      return undefined;
  }
}

const named = (word: string): Value =>
  numberAs(MODE, MODE.values.find(({ name }) => name === word)?.value ?? 0n);

/** What `mode` can be: `mode == machine` also where a program has a variable of that name. */
const MODES: ReadonlyMap<string, Value> = new Map(MODE.values.map(({ name }) => [name, named(name)]));

/** Where a frame is. Only the instruction that a CPU executes next can be chosen. */
function pcCell({ pc, hart, registers }: Viewpoint): Cell {
  const home = registers.home(1);
  const isLive = home?.kind === 'register' && hart.pc === pc;
  return {
    read: () => (isLive ? hart.pc : pc),
    write: (value) => {
      if (!isLive || (value & 1n) !== 0n) return false;
      hart.pc = value;
      return true;
    },
    isReadOnly: !isLive,
    reason: 'only a CPU’s own pc can be changed: that of the newest frame of who runs',
  };
}

/** A control and status register of a CPU. */
export function csrCell(hart: Hart, csr: number): Cell {
  return {
    read: () => hart.readCsr(csr),
    write: (value) => hart.writeCsr(csr, value),
    isReadOnly: isCsrReadOnly(csr),
    csr,
  };
}
