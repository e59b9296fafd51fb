import { FIRST_CPU_THREAD } from '../base/thread-ids';
import type { Hart } from '../machine/types';
import type { Process } from './kernels/process-entries';
import { modeOf, type Mode, type System } from './system';

/** Something with a call stack: a process, or a CPU that runs the kernel with no process. */
export type Thread =
  | {
      readonly kind: 'process';
      readonly id: number;
      readonly process: Process;
      /** The CPU that runs it now. */
      readonly hart: Hart | undefined;
    }
  | { readonly kind: 'cpu'; readonly id: number; readonly process: undefined; readonly hart: Hart };

export const cpuThread = (hart: Hart): Thread => ({
  kind: 'cpu',
  id: FIRST_CPU_THREAD + hart.id,
  process: undefined,
  hart,
});

/** The thread that a stop is about. */
export function threadOfStop(system: System, { cpu, pid }: { cpu: number; pid?: number }): Thread {
  const waiting = pid === undefined ? undefined : threadWithId(system, pid);
  return waiting ?? threadOn(system, system.hart(cpu));
}

/** Who runs on a CPU. */
export function threadOn(system: System, hart: Hart): Thread {
  const process = system.running(hart);
  return process ? { kind: 'process', id: process.pid, process, hart } : cpuThread(hart);
}

/** All threads there are now: the processes in the order of their pids, then CPUs. */
export function threads(system: System): Thread[] {
  const processes = system.kernel?.list().processes ?? [];
  const running = system.machine.harts.map((hart) => threadOn(system, hart));
  const found = processes
    .map((process): Thread => {
      const hart = running.find((thread) => thread.id === process.pid)?.hart;
      return { kind: 'process', id: process.pid, process, hart };
    })
    .sort((a, b) => a.id - b.id);
  return [...found, ...running.filter((thread) => thread.kind === 'cpu')];
}

/** The thread with an id. A CPU's is found even while it runs a process: it is then that CPU's newest frames. */
export function threadWithId(system: System, id: number): Thread | undefined {
  const hart = system.machine.harts[id - FIRST_CPU_THREAD];
  return hart ? cpuThread(hart) : threads(system).find((thread) => thread.id === id);
}

/** Where a thread is: in user mode only while a CPU runs it there; whoever does not run is inside the kernel. */
export function modeOfThread({ hart }: Thread): Mode {
  return hart ? modeOf(hart.privilege) : 'kernel';
}

/** The address where a thread is or will go on, and the mode it is in there. */
export function whereIs(system: System, thread: Thread): { mode: Mode; pc: bigint } {
  const mode = modeOfThread(thread);
  if (thread.hart) return { mode, pc: thread.hart.pc };
  return { mode, pc: (thread.process && system.kernel?.context(thread.process)?.number('ra')) ?? 0n };
}

/** `3 hello`, `cpu 0`: the same from exec to exec. */
export const shortNameOf = (thread: Thread): string =>
  thread.kind === 'cpu' ? `cpu ${thread.hart.id}` : `${thread.process.pid} ${thread.process.name}`;

/** The name, and how it is with the thread now: `3 hello · running on cpu 0 · user` */
export function nameOfThread(thread: Thread): string {
  const mode = modeOfThread(thread);
  if (thread.kind === 'cpu') return `${shortNameOf(thread)} · ${mode}`;
  const { state, waitingFor } = thread.process;
  const where = thread.hart ? `running on cpu ${thread.hart.id}` : state;
  const why = waitingFor === undefined || thread.hart ? '' : ` (${waitingFor})`;
  return [shortNameOf(thread), where + why, ...(state === 'zombie' ? [] : [mode])].join(' · ');
}
