import { hex } from '../../base/integers';
import { abiNames, Register, registerNumber } from '../../isa/registers';
import type { Hart } from '../../machine/types';
import type { CheckOf } from '../format/check-kinds';
import { failed, notSaved, passed, type Scene, type Watch } from './watch';

/** Registers that a function must leave as they were (psABI, "Integer Register Convention"), and the return address. */
const KEPT = ['ra', 'sp', ...Array.from({ length: 12 }, (_, i) => `s${i}`)].map((name) =>
  registerNumber(name)!,
);

interface Left {
  readonly at: number;
  readonly name: string;
  readonly values: readonly bigint[];
}

/**
 * Whoever gets the CPU back in the kernel finds the registers as it left them: those at the entry of the function that switches
 * are compared with those at the instruction that it returns to.
 */
export function watchSwitches(_check: CheckOf<'switches'>, { system, rearm }: Scene): Watch {
  const { kernel } = system;
  const entries = [...(kernel?.eventFunctions ?? [])].filter(([, event]) => event === 'contextSwitch');
  /** By the address of the context that it was saved in. */
  const left = new Map<bigint, Left>();
  /** Where those that left come back to. */
  const returns = new Set<bigint>();
  /** The context that a CPU goes over to. */
  const coming = new Map<number, bigint>();
  let count = 0;
  let wrong: { readonly what: string; readonly at: number } | undefined;
  const valuesOf = (hart: Hart): bigint[] => KEPT.map((index) => hart.readRegister(index));
  const addresses = entries.map(([address]) => address);
  return {
    witness: {
      ...notSaved,
      get addresses() {
        return [...addresses, ...returns];
      },
      reached(cpu) {
        const hart = system.hart(cpu);
        const at = system.machine.instant;
        if (addresses.includes(hart.pc)) {
          const [from, to] = [hart.readRegister(Register.a0), hart.readRegister(Register.a1)];
          const lost = coming.get(cpu);
          const missing = lost === undefined ? undefined : left.get(lost);
          // A context that was never left belongs to something new.
          if (missing)
            wrong ??= {
              what: `${missing.name} does not come back to where it left at instant ${missing.at}`,
              at,
            };
          const name = kernel?.withContext(from)?.name ?? 'the scheduler';
          left.set(from, { at, name, values: valuesOf(hart) });
          coming.set(cpu, to);
          const back = hart.readRegister(Register.ra);
          if (!returns.has(back)) {
            returns.add(back);
            rearm();
          }
          return;
        }
        const context = coming.get(cpu);
        if (context === undefined || !returns.has(hart.pc)) return;
        const before = left.get(context);
        coming.delete(cpu);
        if (!before) return;
        count++;
        const now = valuesOf(hart);
        const index = now.findIndex((value, i) => value !== before.values[i]);
        if (index < 0) return;
        const register = abiNames[KEPT[index]];
        wrong ??= {
          what: `${before.name} gets the CPU back and ${register} is ${hex(now[index])}; when it left, at instant ${before.at}, it was ${hex(before.values[index])}`,
          at,
        };
      },
    },
    verdict({ at }) {
      const expected = 'whoever gets the CPU back in the kernel finds sp, ra and s0 to s11 as it left them';
      if (wrong) return failed(expected, wrong.what, wrong.at);
      if (count === 0) return failed(expected, 'nobody gets the CPU back', at);
      return passed(expected, `so it is, ${count} times`);
    },
  };
}
