import { hex } from '../../base/integers';
import { Privilege, type Hart } from '../../machine/types';
import { modeOf } from '../../debug/system';
import type { CheckOf } from '../format/check-kinds';
import { failed, notSaved, passed, type Scene, type Watch } from './watch';

/** No instruction of a program runs in another mode than user mode. The mode changes at traps and returns alone. */
export function watchMode({ process }: CheckOf<'mode'>, { system }: Scene): Watch {
  let wrong: { readonly what: string; readonly at: number } | undefined;
  let ran = 0;
  const look = (hart: Hart, privilege: Privilege, pc: bigint, at: number): void => {
    const running = system.running(hart);
    if (process !== undefined && running?.name !== process) return;
    const image = system.imageAt(pc, running);
    if (!image || image === system.kernelImage || image === system.firmwareImage) return;
    if (privilege === Privilege.user) ran++;
    else
      wrong ??= {
        what: `the instruction at ${hex(pc)} of ${image.name} runs in ${modeOf(privilege)} mode`,
        at,
      };
  };
  return {
    witness: {
      ...notSaved,
      trap: ({ cpu, from, epc, at }) => look(system.hart(cpu), from, epc, at),
      trapReturn: ({ cpu, to, pc, at }) => look(system.hart(cpu), to, pc, at),
    },
    verdict({ at }) {
      for (const hart of system.machine.harts) look(hart, hart.privilege, hart.pc, at);
      const whose = process ?? 'any program';
      const expected = `no instruction of ${whose} runs in another mode than user mode`;
      if (wrong) return failed(expected, wrong.what, wrong.at);
      if (ran === 0)
        return failed(
          expected,
          `${process ?? 'no program'} ${process === undefined ? 'runs' : 'does not run'}`,
          at,
        );
      return passed(expected, 'so it is');
    },
  };
}
