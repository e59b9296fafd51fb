import { readFileSync } from 'node:fs';
import { Table } from '../../../src/debug/kernels/tables';
import { bootImage } from '../../../src/debug/launch/images';
import { AddressSpace } from '../../../src/debug/memory/address-space';
import { Image } from '../../../src/debug/symbols/image';
import { createBoard } from '../../../src/devices/virt';
import { Cause } from '../../../src/isa/causes';
import { Privilege, type Machine, type MachineStop } from '../../../src/machine/types';
import { readElf } from '../../../src/toolchain/elf/read';
import { kernelIsFree } from '../checker';
import { testedKernel } from '../images';
import { withIsolation } from '../isolation';
import { initrdOf } from './programs';

/** More steps than any round takes. */
export const LIMIT = 1_000_000_000;

/** Little enough that it can be used up. */
export const memory = 16 * 2 ** 20;

/** Our board, at its reset, and what it will have printed. */
export function boardOf(
  programs: readonly string[],
  bootargs: string,
  cpus = 1,
): { readonly machine: Machine; readonly console: () => string } {
  const kernel = testedKernel();
  const image = bootImage(readElf(readFileSync(kernel), kernel), kernel, memory);
  const machine = createBoard(
    { ...image, initrd: initrdOf(programs), bootargs: withIsolation(bootargs) },
    { memory, cpus },
  );
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  return { machine, console: () => Buffer.from(bytes).toString('latin1') };
}

const SYS_EXIT = 1;
const [A0, A7] = [10, 17];

/** What each process will have given to `exit`, by its pid. Takes the machine's hook for traps. */
export function exitStatuses(machine: Machine): ReadonlyMap<number, number> {
  const name = testedKernel();
  const kernel = new Image('kernel', 'kernel', readElf(readFileSync(name), name));
  const space = new AddressSpace(machine, 0n);
  const processes = new Table(kernel, 'process_table', space);
  const cpus = new Table(kernel, 'cpus', space);
  const statuses = new Map<number, number>();
  machine.onTrap = ({ cause, interrupt }) => {
    const hart = machine.current;
    if (interrupt || cause !== Cause.ecallFromUser || Number(hart.readRegister(A7)) !== SYS_EXIT)
      return false;
    const index = processes.indexAt(cpus.pointer(hart.id, 'current')!)!;
    const pid = Number(processes.entry(index)!.number('pid')!);
    statuses.set(pid, Number(BigInt.asIntN(32, hart.readRegister(A0))));
    return false;
  };
  return statuses;
}

/** Runs on to the instant, and from there to the next return to a program while no CPU is in the kernel. */
export function runToProgram(machine: Machine, instant: number): MachineStop {
  const stop = machine.run(instant);
  if (stop.kind !== 'limit') return stop;
  machine.onReturn = (back) => back.to === Privilege.user && kernelIsFree(machine);
  const found = machine.run(LIMIT);
  machine.onReturn = undefined;
  return found;
}
