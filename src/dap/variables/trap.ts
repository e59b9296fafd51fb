import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { causeDoc, causeName } from '../../isa/causes';
import type { Process } from '../../debug/kernels/process-entries';
import { handledTrap, type HandledTrap } from '../../debug/inspect/handled-trap';
import { AddressSpace } from '../../debug/memory/address-space';
import { Privilege } from '../../machine/types';
import { spaceOf } from '../../debug/names/viewpoint';
import { showRegister } from '../../debug/values/format';
import type { Session } from '../session';
import { remark } from './typed';
import { paged, type VariableSource } from './variable';

/** The trap that a thread is in; undefined in user mode, before a process's first instruction, and where there was none. */
export const trapOfThread = (session: Session, threadId: number): HandledTrap | undefined =>
  handledTrap(session.active.system, session.stacks.thread(threadId));

/** That trap, in the names of the CSRs that the hardware wrote. */
export function trapScope(session: Session, threadId: number): VariableSource {
  return {
    variables: (page) => {
      const handled = trapOfThread(session, threadId);
      if (!handled) return [];
      const { process } = session.stacks.thread(threadId);
      return [...paged([row('what', handled.headline), ...describe(session, process, handled)], page)];
    },
  };
}

function describe(
  session: Session,
  process: Process | undefined,
  { facts, taken, isOfProgram }: HandledTrap,
): DebugProtocol.Variable[] {
  const { cause, interrupt, epc, value } = facts;
  const { system } = session.active;
  const prefix = taken?.to === Privilege.machine ? 'm' : 's';
  const image = isOfProgram && process ? system.programOf(process) : system.imageAt(epc, process);
  const space =
    isOfProgram && process
      ? system.spaceOfProcess(process)
      : (system.kernel?.space ?? new AddressSpace(system.machine, 0n));
  const names = spaceOf(system, {
    space,
    mode: isOfProgram ? 'user' : 'kernel',
    pid: process?.pid ?? 0,
    image,
  });
  const name = causeName(cause, interrupt);
  const register = (BigInt(interrupt ? 1 : 0) << 63n) | BigInt(cause);
  return [
    row(
      'kind',
      interrupt ? 'interrupt: from outside, between two instructions' : 'trap: caused by the instruction',
    ),
    row(
      `${prefix}cause`,
      `${hex(register)} (${interrupt ? 'interrupt ' : ''}${cause}: ${name})`,
      causeDoc(cause, interrupt),
    ),
    row(`${prefix}epc`, showRegister(epc, names)),
    row(`${prefix}tval`, showRegister(value, names)),
  ];
}

const row = (name: string, value: string, type?: string): DebugProtocol.Variable => ({
  ...remark(name, value),
  ...(type === undefined ? {} : { type }),
});
