import type { BoardOptions, Machine, MachineStop } from '../machine/types';
import { assemble } from '../toolchain/assembler/assemble';
import { formatDiagnostic } from '../toolchain/assembler/text/diagnostics';
import { readElf } from '../toolchain/elf/read';
import { createBoard } from './virt';

/** Addresses and offsets that the programs of the specs use. */
const NAMES = `
        .equ    FINISHER, 0x100000
        .equ    CLINT, 0x2000000
        .equ    PLIC, 0xc000000
        .equ    UART, 0x10000000
        .equ    DISK, 0x10001000
`;

/** Ends the run as a pass. */
export const PASS = `
        li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, 0(t0)
        j       .
`;

/** Assembles the image of a bare machine. */
export function image(text: string): Uint8Array {
  const source = { path: 'program.s', text: NAMES + text };
  const { elf, diagnostics } = assemble([source], { purpose: 'machine' });
  if (!elf) throw new Error(diagnostics.map((one) => formatDiagnostic(one, source.text)).join('\n'));
  return elf;
}

export interface Board {
  readonly machine: Machine;
  /** What the guest has printed. */
  console(): string;
  /** Address of a symbol. */
  symbol(name: string): number;
  /** Runs for so many steps, or to the end. */
  run(steps?: number): MachineStop;
}

/** The board with a program written in assembly as the machine's own image. */
export function board(text: string | Uint8Array, options: Partial<BoardOptions> = {}): Board {
  const elf = readElf(typeof text === 'string' ? image(text) : text, 'program');
  const segments = elf.segments.map(({ physicalAddress, bytes, memorySize }) => ({
    address: Number(physicalAddress),
    bytes,
    size: memorySize,
  }));
  const machine = createBoard(
    { segments, entry: Number(elf.entry) },
    { memory: 2 ** 24, cpus: 1, ...options },
  );
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  return {
    machine,
    console: () => String.fromCharCode(...bytes),
    symbol: (name) => Number(elf.symbols.find((symbol) => symbol.name === name)!.address),
    run: (steps = 10_000_000) => machine.run(machine.instant + steps),
  };
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
