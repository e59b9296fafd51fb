import { hex } from '../../base/integers';
import { stretchJson } from '../../debug/events/stretch-json';
import { nextInstructionCost } from '../../debug/inspect/instruction-cost';
import { modeOf } from '../../debug/system';
import type { Stretch } from '../../machine/timing/stretch';
import type { StretchBody } from '../../protocol/requests';
import { placeIn } from '../code-place';
import type { Feature } from '../feature';
import { cpuNumbered } from '../numbered-cpu';
import type { Session } from '../session';
import { natural } from '../shapes/common';
import { anything, nothing, object } from '../shapes/shape';
import { standing } from '../standing';

/** What things take, and what never happened (docs/timing.md). */
export const timingFeature = {
  'trapframe/costs': {
    shape: nothing,
    handle: (session) => {
      const { system, costs } = session.active;
      const { machine } = system;
      const { timing } = machine;
      if (!timing || !costs) return { model: 'none' as const, cpus: [] };
      const { total, processes, traps, switches, warm, cold } = costs.untilNow();
      return {
        model: timing.core.caches ? ('caches' as const) : ('simple' as const),
        cpus: machine.harts.map(({ id, retired: instructions }) => {
          const counts = timing.countsOf(id);
          return { cpu: id, instructions, cycles: instructions + counts.stalls, ...counts };
        }),
        modes: total,
        processes: [...processes].map(([pid, modes]) => ({ pid, ...modes })),
        occasions: { traps, switches, warm, cold },
      };
    },
  },
  'trapframe/cost': {
    shape: object({}, { cpu: anything }),
    handle: (session, { cpu }) => {
      const { system } = session.active;
      const hart = cpu === undefined ? system.machine.current : cpuNumbered(session, cpu);
      const cost = nextInstructionCost(system, hart);
      const place = placeIn(session, system.imageOn(hart), hart.pc);
      if (!cost) return {};
      return { cycles: cost.cycles, reasons: [...cost.reasons], ...(place && { place }) };
    },
  },
  'trapframe/transient': {
    shape: object({ instruction: natural }),
    handle: async (session, { instruction }) => {
      const found = await standing(session).time.transientAt(instruction);
      return { stretches: found.map((stretch) => stretchBody(session, stretch)) };
    },
  },
} satisfies Feature;

function stretchBody(session: Session, stretch: Stretch): StretchBody {
  const { cpu, at, mode, pc, cause: behind, end: ended } = stretch;
  const { system } = session.active;
  const placeOf = (address: bigint) => {
    const place = placeIn(session, system.imageOn(system.hart(cpu), address), address);
    return place ? { place } : {};
  };
  const { instructions, ...more } = stretchJson(stretch);
  return {
    cpu,
    at,
    mode: modeOf(mode),
    pc: hex(pc),
    ...placeOf(pc),
    behind,
    ...more,
    instructions: instructions.map((one) => ({ ...one, ...placeOf(BigInt(one.pc)) })),
    ended,
  };
}
