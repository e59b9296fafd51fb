import { hex } from '../../base/integers';
import { interruptsEnabled } from '../../debug/cpu-state';
import { modeOf } from '../../debug/system';
import { threads, whereIs } from '../../debug/threads';
import type { CpuBody, ProcessBody, RequestBody } from '../../protocol/requests';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** The requests of our own, for views. Their bodies are described in src/protocol. */
export function customFeature(session: Session): Handlers {
  const handlers: { [R in 'trapframe/machine' | 'trapframe/processes']: () => RequestBody<R> } = {
    'trapframe/machine': () => {
      const { system } = session.active;
      const cpus = system.machine.harts.map((hart): CpuBody => {
        const pid = system.running(hart)?.pid;
        return {
          cpu: hart.id,
          mode: modeOf(hart.privilege),
          pc: hex(hart.pc),
          ...(pid === undefined ? {} : { pid }),
          interruptsEnabled: interruptsEnabled(hart),
        };
      });
      return { instruction: system.machine.instant, cpus };
    },
    'trapframe/processes': () => {
      const { system } = session.active;
      const problem = system.kernel ? system.kernel.list().problem : (system.problem ?? 'there is no kernel');
      const processes = threads(system).flatMap((thread): ProcessBody[] => {
        if (!thread.process) return [];
        const { pid, parent, name, state, ticks, switches, waitingFor } = thread.process;
        const { mode, pc } = whereIs(system, thread);
        return [
          {
            ...{ pid, parent, name, state },
            ...(thread.hart ? { cpu: thread.hart.id } : {}),
            ...{ mode, pc: hex(pc), ticks, switches },
            ...(waitingFor === undefined ? {} : { waitingFor }),
            openFiles: [],
          },
        ];
      });
      return { processes, ...(problem === undefined ? {} : { message: problem }) };
    },
  };
  return handlers;
}
