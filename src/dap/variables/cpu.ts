import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { interruptsEnabled, pendingInterrupts, rootOf, satpOf } from '../../debug/inspect/cpu-state';
import { modeOfThread, whereIs } from '../../debug/threads';
import { spaceOf } from '../../debug/names/viewpoint';
import { showRegister } from '../../debug/values/format';
import type { Session } from '../session';
import { remark } from './typed';
import { paged, type VariableSource } from './variable';

/** What tells a student where a thread stands: the mode bit above all. */
export function cpuOf(session: Session, threadId: number): VariableSource {
  return {
    variables: (page) => {
      const { system } = session.active;
      const thread = session.stacks.thread(threadId);
      const { hart, process } = thread;
      const { pc } = whereIs(system, thread);
      const satp = hart ? satpOf(hart) : (process?.satp ?? 0n);
      const root = rootOf(satp);
      const pending = hart ? pendingInterrupts(hart) : [];
      const image = system.imageAt(pc, process);
      const space = process ? system.spaceOfProcess(process) : system.spaceOf(hart);
      const names = spaceOf(system, { space, mode: modeOfThread(thread), pid: 0, image });
      const rows = [
        row('mode', modeOfThread(thread), 'mode'),
        row('pc', showRegister(pc, names)),
        row('cpu', hart ? `${hart.id}` : 'none: it does not run', hart ? 'cpu' : undefined),
        row('process', process ? `${process.pid} ${process.name}, ${process.state}` : 'none'),
        ...(hart ? [row('interrupts', interruptsEnabled(hart) ? 'enabled' : 'disabled')] : []),
        ...(hart ? [row('pending', pending.length === 0 ? 'none' : pending.join(', '))] : []),
        row('address space', root === undefined ? 'physical addresses' : `page table at ${hex(root)}`),
        row('instruction', `${system.machine.instant}`),
        ...(hart ? [row('instret', `${hart.retired}`, 'instret')] : []),
      ];
      return [...paged(rows, page)];
    },
  };
}

const row = (name: string, value: string, evaluateName?: string): DebugProtocol.Variable => ({
  ...remark(name, value),
  ...(evaluateName === undefined ? {} : { evaluateName }),
});
