import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { causeDoc, causeName } from '../../isa/causes';
import type { Process } from '../../debug/kernels/process-entries';
import type { TrapFacts } from '../../debug/traps/words';
import { headlineOf, trapOf } from '../../debug/unwind/stacks';
import { spaceOf } from '../../debug/names/viewpoint';
import { showRegister } from '../../debug/values/format';
import type { Session } from '../session';
import { remark } from './typed';
import { paged, type VariableSource } from './variable';

/** The trap because of which a process is in the kernel; undefined in user mode, and before its first instruction. */
export function trapOfThread(session: Session, threadId: number): TrapFacts | undefined {
  const { process, hart } = session.stacks.thread(threadId);
  if (!process || (process.switches === 0 && !hart)) return undefined;
  return trapOf(session.active.system, process, hart);
}

/** That trap, in the names of the CSRs that the hardware wrote. */
export function trapScope(session: Session, threadId: number): VariableSource {
  return {
    variables: (page) => {
      const facts = trapOfThread(session, threadId);
      const { process, hart } = session.stacks.thread(threadId);
      if (!facts || !process) return [];
      const what = headlineOf(session.active.system, process, hart) ?? '';
      return [...paged([row('what', what), ...describe(session, process, facts)], page)];
    },
  };
}

function describe(session: Session, process: Process, facts: TrapFacts): DebugProtocol.Variable[] {
  const { cause, interrupt, epc, value } = facts;
  const { system } = session.active;
  const { pid } = process;
  const image = system.programOf(process);
  const names = spaceOf(system, { space: system.spaceOfProcess(process), mode: 'user', pid, image });
  const name = causeName(cause, interrupt);
  const register = (BigInt(interrupt ? 1 : 0) << 63n) | BigInt(cause);
  return [
    row(
      'kind',
      interrupt ? 'interrupt: from outside, between two instructions' : 'trap: caused by the instruction',
    ),
    row(
      'scause',
      `${hex(register)} (${interrupt ? 'interrupt ' : ''}${cause}: ${name})`,
      causeDoc(cause, interrupt),
    ),
    row('sepc', showRegister(epc, names)),
    row('stval', showRegister(value, names)),
  ];
}

const row = (name: string, value: string, type?: string): DebugProtocol.Variable => ({
  ...remark(name, value),
  ...(type === undefined ? {} : { type }),
});
