import { hex } from '../../base/integers';
import { csrs, readFields } from '../../isa/csrs';
import { Privilege, type Hart } from '../../machine/types';
import { interruptsEnabled, pendingInterrupts, rootOf, satpOf, ticksToTimer } from '../../debug/cpu-state';
import { modeOf } from '../../debug/system';
import { threads, whereIs } from '../../debug/threads';
import type {
  CpuBody,
  CsrBody,
  CsrsBody,
  ProcessBody,
  RequestArguments,
  RequestBody,
} from '../../protocol/requests';
import { codeAt } from '../code-place';
import { ErrorId, RequestError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { isPlainCounter } from '../variables/csrs';

type Answered = 'trapframe/machine' | 'trapframe/csrs' | 'trapframe/processes';

/** The requests of our own, for views. Their bodies are described in src/protocol. */
export function customFeature(session: Session): Handlers {
  const handlers: { [R in Answered]: (given: RequestArguments<R>) => RequestBody<R> } = {
    'trapframe/machine': () => {
      const { system } = session.active;
      const cpus = system.machine.harts.map((hart): CpuBody => {
        const pid = system.running(hart)?.pid;
        return {
          cpu: hart.id,
          mode: modeOf(hart.privilege),
          pc: hex(hart.pc),
          ...codeAt(session, system.imageOn(hart), hart.pc),
          ...(pid === undefined ? {} : { pid }),
          interruptsEnabled: interruptsEnabled(hart),
          pending: pendingInterrupts(hart),
          ...timerOf(hart),
          ...pageTableOf(hart),
        };
      });
      const speed = session.wishes.speed ?? 'full';
      return { instruction: system.machine.instant, running: session.active.isRunning, speed, cpus };
    },
    'trapframe/csrs': ({ cpu }) => csrsBody(cpuNumbered(session, cpu)),
    'trapframe/processes': () => {
      const { system } = session.active;
      const problem = system.kernel ? system.kernel.list().problem : (system.problem ?? 'there is no kernel');
      const processes = threads(system).flatMap((thread): ProcessBody[] => {
        if (!thread.process) return [];
        const { pid, parent, name, state, ticks, switches, waitingFor } = thread.process;
        const { mode, pc } = whereIs(system, thread);
        return [
          {
            pid,
            parent,
            name,
            state,
            ...(thread.hart ? { cpu: thread.hart.id } : {}),
            mode,
            pc: hex(pc),
            ticks,
            switches,
            ...codeAt(session, system.imageAt(pc, thread.process), pc, thread.hart === undefined),
            ...(waitingFor === undefined ? {} : { waitingFor }),
            openFiles: system.kernel?.openFiles(thread.process) ?? [],
          },
        ];
      });
      return { processes, ...(problem === undefined ? {} : { message: problem }) };
    },
  };
  return handlers;
}

const timerOf = (hart: Hart): { timer?: number } => {
  const timer = ticksToTimer(hart);
  return timer === undefined ? {} : { timer };
};

const pageTableOf = (hart: Hart): { pageTable?: string } => {
  const root = hart.privilege === Privilege.machine ? undefined : rootOf(satpOf(hart));
  return root === undefined ? {} : { pageTable: hex(root) };
};

function cpuNumbered(session: Session, cpu: unknown): Hart {
  const { harts } = session.active.system.machine;
  const hart = typeof cpu === 'number' ? harts[cpu] : undefined;
  if (hart) return hart;
  const last = harts.length - 1;
  const allowed = last === 0 ? '0: there is one CPU' : `a number from 0 to ${last}`;
  throw new RequestError(ErrorId.malformed, `cpu must be ${allowed}`);
}

const csrsBody = (hart: Hart): CsrsBody => ({
  csrs: csrs.flatMap((csr): CsrBody[] => {
    const value = isPlainCounter(csr) ? undefined : hart.readCsr(csr.number);
    if (value === undefined) return [];
    const fields = readFields(csr, value).map(({ field, value: part, meaning }) => ({
      name: field.name,
      value: hex(part),
      doc: field.doc,
      ...(meaning === undefined ? {} : { meaning }),
    }));
    return [{ name: csr.name, value: hex(value), doc: csr.doc, fields }];
  }),
});
