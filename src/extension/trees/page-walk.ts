import type { PageWalkBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Node } from './node';

/** The page walk of an address in the address space of a process. */
export const walkRows = async (session: Session, pid: number, address: string): Promise<readonly Node[]> =>
  presentWalk(await session.request('trapframe/pageWalk', { pid, address }));

/** A page walk, level by level, and what each kind of access would come to. */
export function presentWalk({ address, levels, physical, failure, accesses }: PageWalkBody): Node[] {
  const id = `walk ${address}`;
  const steps = levels.map((step): Node => ({
    id: `${id}/${step.level}`,
    label: `Level ${step.level}: entry ${step.index}`,
    description: `${step.bits} · ${step.words}`,
    icon: 'type-hierarchy',
    tooltip: `Table at ${step.table}, entry at ${step.entryAddress}: ${step.entry}\n${step.words}`,
    spoken: `Level ${step.level}, entry ${step.index}, ${step.words}`,
    context: 'written',
    written: `physical(*(unsigned long *)${step.entryAddress})`,
  }));
  const result: Node = {
    id: `${id}/result`,
    label: failure === undefined ? 'Physical address' : 'No translation',
    description: failure ?? physical ?? '',
    icon: failure === undefined ? 'arrow-right' : 'error',
  };
  const judged = accesses.map(({ mode, access, allowed, why }): Node => ({
    id: `${id}/${mode} ${access}`,
    label: `${access} in ${mode} mode`,
    description: allowed ? 'allowed' : `faults: ${why ?? ''}`,
    ...(allowed
      ? { icon: 'check', color: 'testing.iconPassed' }
      : {
          icon: 'x',
          color: 'testing.iconFailed',
          tooltip: `${access} in ${mode} mode faults: ${why ?? ''}`,
        }),
    spoken: `${access} in ${mode} mode ${allowed ? 'is allowed' : `faults: ${why ?? ''}`}`,
  }));
  return [...steps, result, ...judged];
}
