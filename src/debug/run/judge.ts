import { messageOf } from '../../base/errors';
import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import type { BreakpointTable } from '../breakpoints/table';
import type { Breakpoint } from '../breakpoints/breakpoint';
import { concerns, type Trigger } from '../breakpoints/trigger';
import type { DataEvent, DataWatcher } from '../breakpoints/data/watcher';
import { dataHeadline, whoInWords } from '../breakpoints/data/words';
import { environmentOf, type Viewpoint } from '../names/environment';
import type { Environment, Expression } from '../expressions/evaluate';
import { littleEndian } from '../memory/address-space';
import { scalarOf } from '../values/scalar';
import { isTrue, signed, type Value } from '../values/value';
import { modeOf, type System } from '../system';
import { eventInWords, explainEvent, scheduledBy } from '../inspect/event-words';
import type { UnknownCalls } from '../inspect/unknown-calls';
import { explainKill } from '../inspect/why-killed';
import { explainReturn, explainTrap } from '../inspect/explain';
import { filterOf, filterWithId, isEventFilter, type EventFilterId, type FilterId } from '../traps/filters';
import type { SystemCallLog } from '../inspect/call-log';
import { headline, isSystemCall } from '../traps/words';
import { FrameRegisters } from '../unwind/frame-registers';
import type { Stop } from './stop';
import type { Judge, LogLine, Verdict } from './verdict';

/** A filter that is switched on. */
export interface ActiveFilter {
  readonly id: FilterId;
  readonly condition?: Expression | undefined;
  /** See BREAKPOINT_MODES: who runs when it happens; for a trap, who was interrupted. */
  readonly mode?: string | undefined;
  readonly pid?: number | undefined;
}

/** What some breakpoints that were reached have to say. */
interface Judgement<T extends Trigger> {
  readonly stopping: readonly T[];
  /** Also those that have not been hit often enough to stop or to log. */
  readonly hit: readonly T[];
  readonly lines: readonly LogLine[];
  readonly problem?: string | undefined;
}

const NO_JUDGEMENT: Judgement<never> = { stopping: [], hit: [], lines: [] };

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
    private readonly unknown: UnknownCalls,
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

  atAddress(hart: Hart): Verdict | undefined {
    const event = this.atEvent(hart);
    const judged = this.hit(hart);
    const { stopping, hit, lines, problem } = judged;
    if (event?.why.kind === 'filter') {
      return { stop: { ...event, why: { ...event.why, breakpoints: stopping } }, hit, lines };
    }
    if (stopping.length === 0) return hit.length + lines.length === 0 ? undefined : { hit, lines };
    const why = { kind: 'breakpoint', breakpoints: stopping } as const;
    const stop: Stop = { why, cpu: hart.id, description: 'Breakpoint', ...problemOf(problem) };
    return { stop, hit, lines };
  }

  atTrap(hart: Hart, trap: Trap): Verdict | undefined {
    const { system } = this;
    const stop = this.filteredTrap(hart, trap);
    return this.withData(stop, hart, () => system.traps.of(hart));
  }

  atReturn(hart: Hart, trapReturn: TrapReturn): Verdict | undefined {
    const call = this.calls.returnedFrom(hart.id);
    if (trapReturn.to !== Privilege.user || !this.active.has('trapReturn')) {
      return this.withData(undefined, hart);
    }
    const stop = this.stopFor('trapReturn', hart, () => ({
      description: `Return from trap to user mode${call === undefined ? '' : `: ${call}`}`,
      text: explainReturn(this.system, hart, trapReturn, call),
    }));
    return this.withData(stop, hart);
  }

  atAccess(hart: Hart): Verdict | undefined {
    return this.withData(undefined, hart);
  }

  /** What a trap was, in words, with the system call decoded; right after it was taken. */
  headlineOf(hart: Hart, trap: Trap): string {
    return headline(trap, isSystemCall(trap) ? this.calls.describe(hart) : undefined);
  }

  /** The same of the last trap of a CPU. */
  headlineOfLast(hart: Hart): string | undefined {
    const trap = this.system.traps.of(hart);
    return trap && this.headlineOf(hart, trap);
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
    const isSwitch = event === 'contextSwitch';
    const stop = this.isOn(event)
      ? this.stopFor(event, hart, () => ({
          description: eventInWords(this.system, event, hart),
          text:
            event === 'killed'
              ? explainKill(this.system, this.unknown, hart)
              : explainEvent(event, this.system),
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

  /** What the breakpoints before the next instruction have to say. */
  private hit(hart: Hart): Judgement<Breakpoint> {
    const candidates = this.breakpoints.at(hart.pc);
    if (candidates.length === 0) return NO_JUDGEMENT;
    const image = this.system.imageOn(hart);
    const here = candidates.filter(({ target }) =>
      target.places.some(
        (place) => place.address === hart.pc && (place.image === undefined || place.image === image),
      ),
    );
    return this.judge(here, hart, () => this.environment(hart));
  }

  /** Of breakpoints that were reached: which are hit, and what comes of it. */
  private judge<T extends Trigger>(
    reached: readonly T[],
    hart: Hart,
    environment: (one: T) => Environment,
  ): Judgement<T> {
    const stopping: T[] = [];
    const hit: T[] = [];
    const lines: LogLine[] = [];
    let problem: string | undefined;
    for (const breakpoint of reached) {
      if (!breakpoint.concerns(modeOf(hart.privilege), () => this.system.runningPid(hart))) continue;
      const verdict = this.holds(breakpoint.condition, hart, () => environment(breakpoint));
      if (verdict === false) continue;
      if (breakpoint.isNumberedAt(this.system.machine.instant)) {
        hit.push(breakpoint);
        if (!breakpoint.countsNext) continue;
      } else if (breakpoint.isCounted) {
        lines.push({ line: unnumbered(breakpoint), breakpoint, isOnce: true });
        continue;
      }
      if (typeof verdict === 'string') problem = verdict;
      if (breakpoint.log) lines.push({ line: breakpoint.log(environment(breakpoint)), breakpoint });
      else stopping.push(breakpoint);
    }
    return { stopping, hit, lines, problem };
  }

  /** Adds what just happened to watched data to a stop for another reason, or makes a stop of it. */
  private withData(stop: Stop | undefined, hart: Hart, trap?: () => Trap | undefined): Verdict | undefined {
    const events = this.data.news;
    if (events.length === 0) return stop && { stop, hit: [], lines: [] };
    const byBreakpoint = new Map<Trigger, DataEvent>(events.map((event) => [event.breakpoint, event]));
    // Nobody's mode and nobody's process: a device acts by itself.
    const isDevice = events[0].by.kind === 'device';
    const reached = isDevice
      ? events.filter(({ breakpoint: { mode } }) => mode === 'any' || mode === 'change')
      : events;
    const { stopping, hit, lines, problem } = this.judge(
      reached.map(({ breakpoint }) => breakpoint),
      hart,
      (one) => withOldAndNew(this.environment(hart), byBreakpoint.get(one)!),
    );
    if (stopping.length === 0) return { stop, hit, lines };
    const hits = stopping.map((one) => byBreakpoint.get(one)!);
    const description = hits.map(dataHeadline).join('; ');
    if (stop?.why.kind === 'filter') {
      const both = {
        ...stop,
        why: { ...stop.why, breakpoints: stopping },
        description: `${stop.description}; ${description}`,
      };
      return { stop: both, hit, lines };
    }
    const taken = trap?.();
    const own: Stop = {
      why: { kind: 'data', breakpoints: stopping },
      cpu: hart.id,
      description,
      text: `${description} ${whoInWords(hits[0], this.system)}.`,
      ...problemOf(problem),
      ...(taken ? { trap: taken } : {}),
    };
    return { stop: own, hit, lines };
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

const unnumbered = ({ since, terms }: Trigger): string =>
  `hits are numbered from instant ${since} on, where the breakpoint was set: before it the hit condition "${terms.hitCondition}" does not hold`;

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
