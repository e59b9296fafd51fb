import { messageOf } from '../../base/errors';
import { toSigned64 } from '../../base/integers';
import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import type { Breakpoint } from '../breakpoints/breakpoint';
import type { BreakpointTable } from '../breakpoints/table';
import { environmentOf, type Viewpoint } from '../environment';
import type { Environment, Expression } from '../expressions/evaluate';
import { registerNumber } from '../../isa/registers';
import { isTrue } from '../values/value';
import { modeOf, type System } from '../system';
import { filterOf, filterWithId, type EventFilterId, type FilterId } from '../traps/filters';
import { headline, isSystemCall } from '../traps/words';
import { FrameRegisters } from '../unwind/frame-registers';
import type { Judge } from './control';
import type { Stop } from './stop';

/** A filter that is switched on. */
export interface ActiveFilter {
  readonly id: FilterId;
  readonly condition?: Expression | undefined;
}

const EVENT_FILTERS: readonly string[] = [
  'contextSwitch',
  'processExit',
  'killed',
  'panic',
] satisfies EventFilterId[];
const A0 = 10;
const A1 = 11;

/** Breakpoints and filters of the user, as reasons to stop. */
export class UserJudge implements Judge {
  private active = new Map<FilterId, ActiveFilter>();

  constructor(
    private readonly system: System,
    private readonly breakpoints: BreakpointTable,
    /** Takes the lines of logpoints. */
    private readonly log: (line: string, breakpoint: Breakpoint) => void,
  ) {}

  setFilters(filters: readonly ActiveFilter[]): void {
    this.active = new Map(filters.map((one) => [one.id, one]));
  }

  *addresses(): Iterable<bigint> {
    yield* this.breakpoints.addresses();
    for (const [address, event] of this.system.kernel?.eventFunctions ?? []) {
      if (this.isOn(event)) yield address;
    }
  }

  atAddress(hart: Hart): Stop | undefined {
    const event = this.atEvent(hart);
    const hit = this.hit(hart);
    if (event?.why.kind === 'filter')
      return { ...event, why: { ...event.why, breakpoints: hit.breakpoints } };
    if (hit.breakpoints.length === 0) return undefined;
    const why = { kind: 'breakpoint', breakpoints: hit.breakpoints } as const;
    const text = hit.problem;
    return { why, cpu: hart.id, description: 'Breakpoint', ...(text === undefined ? {} : { text }) };
  }

  atTrap(hart: Hart, trap: Trap): Stop | undefined {
    const id = filterOf(trap);
    if (id === undefined || !this.active.has(id)) return undefined;
    return this.stopFor(id, hart, () => this.headlineOf(hart, trap), trap);
  }

  atReturn(hart: Hart, { to }: TrapReturn): Stop | undefined {
    if (to !== Privilege.user || !this.active.has('trapReturn')) return undefined;
    return this.stopFor('trapReturn', hart, () => 'Return from trap to user mode');
  }

  threadOn(hart: Hart): unknown {
    if (hart.privilege === Privilege.user)
      return `process ${this.system.kernel?.currentAddress(hart.id) ?? hart.id}`;
    return `stack ${hart.readRegister(2)}`;
  }

  /** What a trap was, in words, with the system call decoded; right after it was taken. */
  headlineOf(hart: Hart, trap: Trap): string {
    const { system } = this;
    const { kernel } = system;
    if (!kernel || !isSystemCall(trap)) return headline(trap, undefined);
    const memory = system.spaceOf(hart);
    const call = kernel.systemCalls.describe({
      register: (name) => hart.readRegister(registerNumber(name)!),
      text: (address) => memory.readText(address),
    });
    return headline(trap, call);
  }

  private atEvent(hart: Hart): Stop | undefined {
    const event = this.system.kernel?.eventFunctions.get(hart.pc);
    if (!this.isOn(event)) return undefined;
    return this.stopFor(event, hart, () => this.eventInWords(event, hart));
  }

  private isOn(event: string | undefined): event is EventFilterId {
    return event !== undefined && EVENT_FILTERS.includes(event) && this.active.has(event as EventFilterId);
  }

  private eventInWords(event: EventFilterId, hart: Hart): string {
    const kernel = this.system.kernel!;
    const [first, second] = [hart.readRegister(A0), hart.readRegister(A1)];
    const owner = (context: bigint): string => {
      const process = kernel.withContext(context);
      return process ? `${process.name} (pid ${process.pid})` : 'the scheduler';
    };
    const { process, status } = kernel.eventOn(event === 'killed' ? event : 'processExit', hart);
    const name = process ? `${process.name} (pid ${process.pid})` : 'a process';
    switch (event) {
      case 'contextSwitch':
        return `Context switch: from ${owner(first)} to ${owner(second)}`;
      case 'processExit':
        return `Process exit: ${name} with status ${toSigned64(status)}`;
      case 'killed': {
        const trap = this.system.traps.of(hart);
        return `Killed: ${name}${trap ? `: ${headline(trap, undefined)}` : ''}`;
      }
      case 'panic':
        return `Kernel panic: ${kernel.memory.readText(first) ?? 'no message'}`;
    }
  }

  private stopFor(id: FilterId, hart: Hart, describe: () => string, trap?: Trap): Stop | undefined {
    const verdict = this.holds(this.active.get(id)?.condition, hart);
    if (verdict === false) return undefined;
    return {
      why: { kind: 'filter', filter: filterWithId(id)!, breakpoints: [] },
      cpu: hart.id,
      description: describe(),
      ...(verdict === true ? {} : { text: verdict }),
      ...(trap ? { trap } : {}),
    };
  }

  /** Breakpoints before the next instruction that are reason to stop; the others are counted and logged. */
  private hit(hart: Hart): { breakpoints: Breakpoint[]; problem?: string } {
    const candidates = this.breakpoints.at(hart.pc);
    if (candidates.length === 0) return { breakpoints: [] };
    const image = this.system.imageOn(hart);
    const breakpoints: Breakpoint[] = [];
    let problem: string | undefined;
    for (const breakpoint of candidates) {
      const here = breakpoint.target.places.some(
        (place) => place.address === hart.pc && (place.image === undefined || place.image === image),
      );
      if (!here) continue;
      const verdict = this.holds(breakpoint.conditionExpression, hart);
      if (verdict === false || !breakpoint.countHit()) continue;
      if (typeof verdict === 'string') problem = verdict;
      if (breakpoint.log) this.log(breakpoint.log(this.environment(hart)), breakpoint);
      else breakpoints.push(breakpoint);
    }
    return problem === undefined ? { breakpoints } : { breakpoints, problem };
  }

  /** True or false; or why that cannot be told. Then it is better to stop than to miss it. */
  private holds(condition: Expression | undefined, hart: Hart): boolean | string {
    if (!condition) return true;
    try {
      return isTrue(condition.evaluate(this.environment(hart)));
    } catch (error) {
      return `the condition cannot be evaluated: ${messageOf(error)}`;
    }
  }

  private environment(hart: Hart): Environment {
    return environmentOf(this.system, viewOfHart(this.system, hart));
  }
}

/** What runs next on a CPU, as a place to evaluate expressions in. What an expression does not ask for is not looked up. */
export function viewOfHart(system: System, hart: Hart): Viewpoint {
  return {
    mode: modeOf(hart.privilege),
    pc: hart.pc,
    registers: FrameRegisters.live(hart),
    hart,
    get space() {
      return system.spaceOf(hart);
    },
    get image() {
      return system.imageOn(hart);
    },
    get pid() {
      return system.runningPid(hart);
    },
  };
}
