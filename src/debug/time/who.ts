import type { Hart } from '../../machine/types';
import type { System } from '../system';
import type { Thread } from '../threads';

/** Whose steps a backward move follows: a process', on whatever CPU, or a CPU's. */
export interface Who {
  readonly isCpu: boolean;
  /** Whether a CPU works for it now; in the kernel, too. */
  runs(hart: Hart): boolean;
  /** Whether it is there at all. */
  exists(): boolean;
  /** The process that made it; undefined: nobody did, or it is not known. */
  readonly parent: Who | undefined;
}

export function whoIs(system: System, thread: Thread): Who {
  if (thread.kind === 'cpu') {
    const { id } = thread.hart;
    return { isCpu: true, runs: (hart) => hart.id === id, exists: () => true, parent: undefined };
  }
  const { address, pid, parent } = thread.process;
  return process(system, address, pid, () => {
    const found = system.kernel?.list().processes.find((one) => one.pid === parent);
    return found && { address: found.address, pid: parent };
  });
}

function process(
  system: System,
  address: bigint,
  pid: number,
  parent: () => { address: bigint; pid: number } | undefined,
): Who {
  const { kernel } = system;
  const exists = (): boolean => kernel?.pidAt(address) === pid;
  const maker = parent();
  return {
    isCpu: false,
    runs: (hart) => system.runningAddress(hart) === address && exists(),
    exists,
    parent: maker && process(system, maker.address, maker.pid, () => undefined),
  };
}
