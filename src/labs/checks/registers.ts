import { hex } from '../../base/integers';
import { abiNames, registerNumber } from '../../isa/registers';
import { Cause } from '../../isa/causes';
import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import { UserError } from '../../base/errors';
import { trapName } from '../../debug/traps/words';
import type { CheckOf } from '../format/check-kinds';
import { failed, notSaved, passed, type Scene, type Watch } from './watch';

interface Kept {
  readonly trap: Trap;
  readonly registers: readonly bigint[];
  /** It replaces the program, so nothing is to be as before. */
  readonly isReplacing: boolean;
}

const A0 = registerNumber('a0')!;
const isCall = ({ cause, interrupt }: Trap): boolean =>
  !interrupt &&
  (cause === Cause.ecallFromUser || cause === Cause.ecallFromSupervisor || cause === Cause.ecallFromMachine);

/** Registers after a trap are what they were before it. */
export function watchRegisters(check: CheckOf<'registers'>, scene: Scene): Watch {
  const { process, traps = 'all', except = [] } = check;
  const { system, calls } = scene;
  const free = new Set(
    except.map((name) => {
      const index = registerNumber(name);
      if (index === undefined) throw new UserError(`${name} is no register`);
      return index;
    }),
  );
  const open = new Map<string, Kept[]>();
  let count = 0;
  let wrong: { readonly what: string; readonly at: number } | undefined;
  /** Traps of a process nest in none; those of a bare machine may. */
  const keyOf = (hart: Hart): string => (system.kernel ? `pid ${system.runningPid(hart)}` : `cpu ${hart.id}`);
  const isWanted = (trap: Trap): boolean =>
    traps === 'all' ||
    (traps === 'interrupts'
      ? trap.interrupt
      : traps === 'calls'
        ? isCall(trap)
        : !trap.interrupt && !isCall(trap));
  const registersOf = (hart: Hart): bigint[] => Array.from({ length: 32 }, (_, i) => hart.readRegister(i));
  return {
    witness: {
      ...notSaved,
      trap(trap) {
        const hart = system.hart(trap.cpu);
        if (system.kernel && trap.from !== Privilege.user) return;
        if (process !== undefined && system.running(hart)?.name !== process) return;
        const call = isCall(trap) ? system.callAsked(hart) : undefined;
        const name = call && calls?.nameOf(call.number);
        const kept = { trap, registers: registersOf(hart), isReplacing: name === 'exec' };
        const key = keyOf(hart);
        if (system.kernel) open.set(key, [kept]);
        else open.set(key, [...(open.get(key) ?? []).slice(-16), kept]);
      },
      trapReturn(trapReturn: TrapReturn) {
        if (system.kernel && trapReturn.to !== Privilege.user) return;
        const hart = system.hart(trapReturn.cpu);
        const stack = open.get(keyOf(hart)) ?? [];
        const kept = stack.at(-1);
        if (kept?.trap.from !== trapReturn.to) return;
        stack.pop();
        if (!isWanted(kept.trap)) return;
        const after = registersOf(hart);
        // What the call was not to replace, it did not if the pc is behind it.
        if (kept.isReplacing && hart.pc !== kept.trap.epc + 4n) return;
        count++;
        const problem = difference(kept, after, hart.pc, free);
        if (problem !== undefined) wrong ??= { what: problem, at: trapReturn.at };
      },
    },
    verdict({ at }) {
      const whose = process === undefined ? '' : ` of ${process}`;
      const what = { all: 'trap', calls: 'system call', interrupts: 'interrupt', exceptions: 'exception' }[
        traps
      ];
      const expected = `all registers are after each ${what}${whose} as they were before`;
      if (wrong) return failed(expected, wrong.what, wrong.at);
      if (count === 0) return failed(expected, `there is no ${what}${whose} that was returned from`, at);
      return passed(expected, `so it is after all ${count}`);
    },
  };
}

function difference(
  { trap, registers }: Kept,
  after: readonly bigint[],
  pc: bigint,
  free: ReadonlySet<number>,
): string | undefined {
  const call = isCall(trap);
  const what = `${trapName(trap)} (instant ${trap.at})`;
  const target = call ? trap.epc + 4n : trap.epc;
  if ((call || trap.interrupt) && pc !== target)
    return `after ${what} it goes on at ${hex(pc)}, not at ${hex(target)}`;
  const index = registers.findIndex(
    (value, i) => i > 0 && value !== after[i] && !free.has(i) && !(call && i === A0),
  );
  if (index < 0) return undefined;
  return `after ${what} ${abiNames[index]} is ${hex(after[index])}; before it was ${hex(registers[index])}`;
}
