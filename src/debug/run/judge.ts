import { messageOf } from '../../base/errors';
import { Privilege, type Hart, type Trap, type TrapReturn, type WatchedAccess } from '../../machine/types';
import type { BreakpointTable } from '../breakpoints/table';
import { concerns, type Trigger } from '../breakpoints/trigger';
import type { DataEvent, DataWatcher } from '../breakpoints/data/watcher';
import { dataHeadline, whoInWords } from '../breakpoints/data/words';
import { environmentOf, type Viewpoint } from '../environment';
import type { Environment, Expression } from '../expressions/evaluate';
import { littleEndian } from '../memory/address-space';
import { scalarOf } from '../values/scalar';
import { isTrue, signed, type Value } from '../values/value';
import { modeOf, type System } from '../system';
import { eventInWords, explainEvent, scheduledBy } from '../traps/event-words';
import { explainReturn, explainTrap } from '../traps/explain';
import { filterOf, filterWithId, isEventFilter, type EventFilterId, type FilterId } from '../traps/filters';
import type { SystemCallLog } from '../traps/call-log';
import { headline, isSystemCall } from '../traps/words';
import { FrameRegisters } from '../unwind/frame-registers';
import type { Judge } from './control';
import type { Stop } from './stop';

/** A filter that is switched on. */
export interface ActiveFilter {
  readonly id: FilterId;
  readonly condition?: Expression | undefined;
  /** See BREAKPOINT_MODES: who runs when it happens; for a trap, who was interrupted. */
  readonly mode?: string | undefined;
  readonly pid?: number | undefined;
}

/** A trap as the trap table lists it. */
export interface TrapCause {
  readonly cause: number;
  readonly interrupt: boolean;
}

/** Breakpoints, data breakpoints and filters of the user, as reasons to stop. */
export class UserJudge implements Judge {
  /** Of one filter there may be several, with different conditions: any of them stops. */
  private active = new Map<FilterId, readonly ActiveFilter[]>();
  private causes: readonly TrapCause[] = [];
  private scheduled: ReadonlySet<number> = new Set();

  constructor(
    private readonly system: System,
    private readonly breakpoints: BreakpointTable,
    private readonly data: DataWatcher,
    private readonly calls: SystemCallLog,
    /** Takes the lines of logpoints. */
    private readonly log: (line: string, breakpoint: Trigger) => void,
  ) {}

  setFilters(filters: readonly ActiveFilter[]): void {
    this.active = new Map(filters.map(({ id }) => [id, filters.filter((one) => one.id === id)] as const));
    this.calls.isWanted = this.active.has('trapReturn');
  }

  /** Traps to stop at besides those of the filters. */
  setCauses(causes: readonly TrapCause[]): void {
    this.causes = causes;
  }

  /** Processes that are stopped at when they are given a CPU, by pid. */
  setScheduled(pids: ReadonlySet<number>): void {
    this.scheduled = pids;
  }

  *addresses(): Iterable<bigint> {
    yield* this.breakpoints.addresses();
    for (const [address, event] of this.system.kernel?.eventFunctions ?? []) {
      if ((event === 'contextSwitch' && this.scheduled.size > 0) || this.isOn(event)) yield address;
    }
  }

  arm(): void {
    this.data.arm();
  }

  atAddress(hart: Hart): Stop | undefined {
    const event = this.atEvent(hart);
    const hit = this.hit(hart);
    if (event?.why.kind === 'filter')
      return { ...event, why: { ...event.why, breakpoints: hit.breakpoints } };
    if (hit.breakpoints.length === 0) return undefined;
    const why = { kind: 'breakpoint', breakpoints: hit.breakpoints } as const;
    return { why, cpu: hart.id, description: 'Breakpoint', ...problemOf(hit.problem) };
  }

  atTrap(hart: Hart, trap: Trap): Stop | undefined {
    const { system } = this;
    this.calls.atTrap(hart, trap);
    const stop = this.filteredTrap(hart, trap);
    return this.withData(stop, hart, this.data.atTrap(hart, trap), () => system.traps.of(hart));
  }

  atReturn(hart: Hart, trapReturn: TrapReturn): Stop | undefined {
    const call = this.calls.atReturn(hart, trapReturn);
    const data = this.data.atReturn(hart, trapReturn);
    if (trapReturn.to !== Privilege.user || !this.active.has('trapReturn')) {
      return this.withData(undefined, hart, data);
    }
    const stop = this.stopFor('trapReturn', hart, () => ({
      description: `Return from trap to user mode${call === undefined ? '' : `: ${call}`}`,
      text: explainReturn(this.system, hart, trapReturn, call),
    }));
    return this.withData(stop, hart, data);
  }

  atAccess(hart: Hart, access: WatchedAccess): Stop | undefined {
    return this.withData(undefined, hart, this.data.atAccess(hart, access));
  }

  threadOn(hart: Hart): unknown {
    if (hart.privilege === Privilege.user)
      return `process ${this.system.kernel?.currentAddress(hart.id) ?? hart.id}`;
    return `stack ${hart.readRegister(2)}`;
  }

  /** What a trap was, in words, with the system call decoded; right after it was taken. */
  headlineOf(hart: Hart, trap: Trap): string {
    return headline(trap, isSystemCall(trap) ? this.calls.describe(hart) : undefined);
  }

  private filteredTrap(hart: Hart, trap: Trap): Stop | undefined {
    const words = () => ({
      description: this.headlineOf(hart, trap),
      text: explainTrap(this.system, hart, trap),
    });
    const id = filterOf(trap);
    const stop = id !== undefined && this.active.has(id) ? this.stopFor(id, hart, words, trap) : undefined;
    if (stop || !this.causes.some((one) => one.cause === trap.cause && one.interrupt === trap.interrupt)) {
      return stop;
    }
    const why = { kind: 'filter', filter: filterWithId(id ?? 'fault')!, breakpoints: [] } as const;
    return { why, cpu: hart.id, ...words(), trap };
  }

  private atEvent(hart: Hart): Stop | undefined {
    const event = this.system.kernel?.eventFunctions.get(hart.pc);
    if (event === 'processExit' || event === 'killed') {
      const process = this.system.kernel?.eventOn(event, hart).process;
      if (process) this.data.processEnds(process.pid);
    }
    const isSwitch = event === 'contextSwitch';
    const stop = this.isOn(event)
      ? this.stopFor(event, hart, () => ({
          description: eventInWords(this.system, event, hart),
          text: explainEvent(event),
        }))
      : undefined;
    return stop ?? (isSwitch ? this.whenScheduled(hart) : undefined);
  }

  private whenScheduled(hart: Hart): Stop | undefined {
    if (this.scheduled.size === 0) return undefined;
    const process = scheduledBy(this.system, hart);
    if (!process || !this.scheduled.has(process.pid)) return undefined;
    return {
      why: { kind: 'filter', filter: filterWithId('contextSwitch')!, breakpoints: [] },
      cpu: hart.id,
      description: `Scheduled: ${process.name} (pid ${process.pid}) is given cpu ${hart.id}`,
      text: explainEvent('contextSwitch'),
    };
  }

  private isOn(event: string | undefined): event is EventFilterId {
    return event !== undefined && isEventFilter(event) && this.active.has(event);
  }

  private stopFor(
    id: FilterId,
    hart: Hart,
    words: () => { description: string; text: string },
    trap?: Trap,
  ): Stop | undefined {
    const mode = modeOf(trap?.from ?? hart.privilege);
    let verdict: boolean | string = false;
    for (const filter of this.active.get(id) ?? []) {
      if (!concerns(filter.mode, filter.pid, mode, () => this.system.runningPid(hart))) continue;
      verdict = this.holds(filter.condition, hart);
      if (verdict !== false) break;
    }
    if (verdict === false) return undefined;
    return {
      why: { kind: 'filter', filter: filterWithId(id)!, breakpoints: [] },
      cpu: hart.id,
      ...words(),
      ...problemOf(verdict === true ? undefined : verdict),
      ...(trap ? { trap } : {}),
    };
  }

  /** Breakpoints before the next instruction that are reason to stop; the others are counted and logged. */
  private hit(hart: Hart): { breakpoints: Trigger[]; problem?: string | undefined } {
    const candidates = this.breakpoints.at(hart.pc);
    if (candidates.length === 0) return { breakpoints: [] };
    const image = this.system.imageOn(hart);
    const here = candidates.filter(({ target }) =>
      target.places.some(
        (place) => place.address === hart.pc && (place.image === undefined || place.image === image),
      ),
    );
    return this.judge(here, hart, () => this.environment(hart));
  }

  /** Of breakpoints that were reached, those that are reason to stop. */
  private judge<T extends Trigger>(
    reached: readonly T[],
    hart: Hart,
    environment: (one: T) => Environment,
  ): { breakpoints: T[]; problem?: string | undefined } {
    const breakpoints: T[] = [];
    let problem: string | undefined;
    for (const breakpoint of reached) {
      if (!breakpoint.concerns(modeOf(hart.privilege), () => this.system.runningPid(hart))) continue;
      const verdict = this.holds(breakpoint.condition, hart, () => environment(breakpoint));
      if (verdict === false || !breakpoint.countHit()) continue;
      if (typeof verdict === 'string') problem = verdict;
      if (breakpoint.log) this.log(breakpoint.log(environment(breakpoint)), breakpoint);
      else breakpoints.push(breakpoint);
    }
    return { breakpoints, problem };
  }

  /** Adds what happened to watched data to a stop for another reason, or makes a stop of it. */
  private withData(
    stop: Stop | undefined,
    hart: Hart,
    events: readonly DataEvent[],
    trap?: () => Trap | undefined,
  ): Stop | undefined {
    if (events.length === 0) return stop;
    const byBreakpoint = new Map<Trigger, DataEvent>(events.map((event) => [event.breakpoint, event]));
    // Nobody's mode and nobody's process: a device acts by itself.
    const isDevice = events[0].by.kind === 'device';
    const reached = isDevice
      ? events.filter(({ breakpoint: { mode } }) => mode === 'any' || mode === 'change')
      : events;
    const { breakpoints, problem } = this.judge(
      reached.map(({ breakpoint }) => breakpoint),
      hart,
      (one) => withOldAndNew(this.environment(hart), byBreakpoint.get(one)!),
    );
    if (breakpoints.length === 0) return stop;
    const hits = breakpoints.map((one) => byBreakpoint.get(one)!);
    const description = hits.map(dataHeadline).join('; ');
    if (stop?.why.kind === 'filter') {
      return {
        ...stop,
        why: { ...stop.why, breakpoints },
        description: `${stop.description}; ${description}`,
      };
    }
    const taken = trap?.();
    return {
      why: { kind: 'data', breakpoints },
      cpu: hart.id,
      description,
      text: `${description} ${whoInWords(hits[0], this.system)}.`,
      ...problemOf(problem),
      ...(taken ? { trap: taken } : {}),
    };
  }

  /** True or false; or why that cannot be told. Then it is better to stop than to miss it. */
  private holds(
    condition: Expression | undefined,
    hart: Hart,
    environment: () => Environment = () => this.environment(hart),
  ): boolean | string {
    if (!condition) return true;
    try {
      return isTrue(condition.evaluate(environment()));
    } catch (error) {
      return `the condition cannot be evaluated: ${messageOf(error)}`;
    }
  }

  private environment(hart: Hart): Environment {
    return environmentOf(this.system, viewOfHart(this.system, hart));
  }
}

const problemOf = (problem: string | undefined): { problem?: string } =>
  problem === undefined ? {} : { problem };

/** Conditions of data breakpoints may ask for the values before and after: `old`, `new`. */
function withOldAndNew(environment: Environment, { before, after, breakpoint }: DataEvent): Environment {
  const { place } = breakpoint;
  const type = place.kind === 'memory' ? place.type : undefined;
  const value = (bytes: Uint8Array | undefined): Value | undefined => {
    if (!bytes || bytes.length > 8) return undefined;
    if (type && scalarOf(type)) return { type, location: { kind: 'bytes', bytes }, space: environment.space };
    return signed(BigInt.asIntN(8 * bytes.length, littleEndian(bytes)));
  };
  return {
    ...environment,
    lookup: (name) =>
      name === 'old' ? value(before ?? after) : name === 'new' ? value(after) : environment.lookup(name),
  };
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
