import type { Trap, TrapReturn, WatchedAccess } from '../../machine/types';
import type { System } from '../system';
import type { Guest } from '../witness';
import type { Condition, Dependencies } from './condition';

/** A stretch of the run in which a condition held. */
export interface Stretch {
  /** The first instant at which it did. */
  readonly from: number;
  /** The first at which it did no more; undefined: it held until the end of what was looked at. */
  to: number | undefined;
}

const NOTHING: Dependencies = { memory: [], registers: new Set(), csrs: new Set(), onWho: false };

/** Looks out for when a condition comes to hold. It is asked again when something changes on which the last answer depended. */
export class ConditionWatch implements Guest {
  readonly found: Stretch[] = [];
  private by = NOTHING;
  private key: string | undefined;
  /** The CPU on which something happened since the condition was asked last. */
  private cpu: number | undefined;
  private holds = false;

  constructor(
    private readonly system: System,
    private readonly condition: Condition,
  ) {}

  /** Where processes change places. */
  get addresses(): Iterable<bigint> {
    const { kernel } = this.system;
    if (!this.by.onWho || !kernel) return [];
    return [...kernel.eventFunctions].flatMap(([address, event]) =>
      event === 'contextSwitch' ? [address] : [],
    );
  }

  addressesChanged: (() => void) | undefined = undefined;

  reached(cpu: number): void {
    if (this.by.onWho) this.ask(cpu, this.system.machine.instant);
  }

  trap({ cpu }: Trap): void {
    if (this.by.onWho) this.cpu = cpu;
  }

  trapReturn({ cpu }: TrapReturn): void {
    if (this.by.onWho) this.cpu = cpu;
  }

  access({ cpu }: WatchedAccess): void {
    this.cpu = cpu;
  }

  /** A step, or a part of the run, is over: asks, unless nothing happened. @param isAnew also if nothing was seen to happen */
  look(at: number, isAnew: boolean): void {
    const { cpu } = this;
    this.cpu = undefined;
    if (cpu !== undefined || isAnew) this.ask(cpu ?? this.system.machine.current.id, at);
  }

  arm(): void {
    const { memory, registers, csrs } = this.by;
    this.system.machine.setWatches({
      memory: memory.map((one) => ({ ...one, reads: false, writes: true })),
      registers,
      csrs,
    });
  }

  /** Nobody looks out any more. */
  end(): void {
    this.by = NOTHING;
    this.arm();
  }

  save(): unknown {
    return undefined;
  }

  restore(): void {}

  private ask(cpu: number, at: number): void {
    const { holds, by } = this.condition.holdsOn(this.system.hart(cpu));
    if (holds && !this.holds) this.found.push({ from: at, to: undefined });
    else if (!holds && this.holds) this.found.at(-1)!.to = at;
    this.holds = holds;
    this.depend(by);
  }

  private depend(by: Dependencies): void {
    const key = keyOf(by);
    if (key === this.key) return;
    const moved = by.onWho !== this.by.onWho;
    this.key = key;
    this.by = by;
    this.arm();
    if (moved) this.addressesChanged?.();
  }
}

const keyOf = ({ memory, registers, csrs, onWho }: Dependencies): string =>
  [
    memory.map(({ address, length }) => `${address}+${length}`).join(),
    [...registers].join(),
    [...csrs].join(),
    onWho,
  ].join(';');
