import type { Process } from '../debug/kernels/process-entries';
import type { System } from '../debug/system';
import { stateError } from './errors';

/** The process that a request names. @throws RequestError when there is none of that pid, or nobody knows of processes */
export function processWithId(system: System, pid: unknown): Process {
  const { kernel } = system;
  if (!kernel) throw stateError(system.problem ?? 'there is no kernel, and so there are no processes');
  if (pid === undefined) throw stateError('pid is missing: which process is meant?');
  const found = kernel.list().processes.find((process) => process.pid === Number(pid));
  if (!found) throw stateError(`there is no process ${JSON.stringify(pid)} now`);
  return found;
}
