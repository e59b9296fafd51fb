import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { interruptsEnabled, pendingInterrupts, rootOf, satpOf } from '../../debug/cpu-state';
import { modeOfThread, whereIs } from '../../debug/threads';
import type { Session } from '../session';
import { registerText } from './text';
import type { VariableSource } from './variable';

/** What tells a student where a thread stands: the mode bit above all. */
export function cpuOf(session: Session, threadId: number): VariableSource {
  return {
    variables: () => {
      const { system } = session.active;
      const thread = session.thread(threadId);
      const { hart, process } = thread;
      const { pc } = whereIs(system, thread);
      const satp = hart ? satpOf(hart) : (process?.satp ?? 0n);
      const root = rootOf(satp);
      const pending = hart ? pendingInterrupts(hart) : [];
      return [
        row('mode', modeOfThread(thread), 'mode'),
        row('pc', registerText(pc, [system.imageAt(pc, process)])),
        row('cpu', hart ? `${hart.id}` : 'none: it does not run', hart ? 'cpu' : undefined),
        row('process', process ? `${process.pid} ${process.name}, ${process.state}` : 'none'),
        ...(hart ? [row('interrupts', interruptsEnabled(hart) ? 'enabled' : 'disabled')] : []),
        ...(hart ? [row('pending', pending.length === 0 ? 'none' : pending.join(', '))] : []),
        row('address space', root === undefined ? 'physical addresses' : `page table at ${hex(root)}`),
        row('instruction', `${system.machine.instant}`),
        ...(hart ? [row('instret', `${hart.retired}`, 'instret')] : []),
      ];
    },
  };
}

const row = (name: string, value: string, evaluateName?: string): DebugProtocol.Variable => ({
  ...{ name, value, variablesReference: 0 },
  ...(evaluateName === undefined ? {} : { evaluateName }),
  presentationHint: { attributes: ['readOnly'] },
});
