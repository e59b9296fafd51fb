/** Assembled programs on the bare machine, for specs. */
import assert from 'node:assert/strict';
import { csrNumber } from '../../src/isa/csrs';
import { registerNumber } from '../../src/isa/registers';
import { createBoard } from '../../src/devices/virt';
import type { BoardOptions, Machine, Trap } from '../../src/machine/types';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { formatDiagnostic } from '../../src/toolchain/assembler/text/diagnostics';
import { readElf } from '../../src/toolchain/elf/read';

export interface Bare {
  readonly machine: Machine;
  /** Traps taken so far; filled while the machine runs. */
  readonly traps: Trap[];
  /** Address of a label that is global. */
  label(name: string): bigint;
  /** A register of CPU 0 by its name. */
  register(name: string): bigint;
  /** A CSR of CPU 0 by its name. */
  csr(name: string): bigint;
  /** Runs until the instruction at the label is next. */
  runTo(name: string): void;
}

/** @param source begins at `_start`, in machine mode, at 0x8000_0000 */
export function bare(
  source: string,
  { cpus = 1, memory = 2 ** 20, ...more }: Partial<BoardOptions> = {},
): Bare {
  const { elf, diagnostics } = assemble([{ path: 'bare.s', text: source }], { purpose: 'machine' });
  assert(elf, diagnostics.map((item) => formatDiagnostic(item, source)).join('\n'));
  const { entry, segments, symbols } = readElf(elf, 'bare.s');
  const machine = createBoard(
    {
      segments: segments.map(({ physicalAddress, bytes, memorySize }) => ({
        address: Number(physicalAddress),
        bytes,
        size: Number(memorySize),
      })),
      entry: Number(entry),
    },
    { memory, cpus, ...more },
  );
  const traps: Trap[] = [];
  machine.onTrap = (trap) => {
    traps.push(trap);
    return false;
  };
  const [hart] = machine.harts;
  const label = (name: string): bigint => {
    const symbol = symbols.find((item) => item.name === name);
    assert(symbol, `no label ${name}`);
    return symbol.address;
  };
  return {
    machine,
    traps,
    label,
    register: (name) => hart.readRegister(registerNumber(name)!),
    csr(name) {
      const value = hart.readCsr(csrNumber(name)!);
      assert(value !== undefined, `no CSR ${name}`);
      return value;
    },
    runTo(name) {
      machine.setBreakpoints([label(name)]);
      const stop = machine.run(machine.instant + LIMIT);
      assert.equal(stop.kind, 'breakpoint', `${name} was not reached: ${JSON.stringify(stop.kind)}`);
      machine.setBreakpoints([]);
    },
  };
}

/** Steps after which a label is not reached any more. */
const LIMIT = 100_000;
