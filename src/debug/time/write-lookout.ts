import type { Trap, TrapReturn, WatchedAccess } from '../../machine/types';
import { DataBreakpoint } from '../breakpoints/data/data-breakpoint';
import type { DataPlace } from '../breakpoints/data/place';
import { DataTable } from '../breakpoints/data/table';
import { DataWatcher, type DataEvent, NOTHING_ENDED } from '../breakpoints/data/watcher';
import type { System } from '../system';
import type { Guest } from '../witness';

/** `meaning`: the bytes have been those of the place from here on: a page was mapped, a process was made. */
export type Sight = { readonly kind: 'write'; readonly event: DataEvent } | { readonly kind: 'meaning' };

/** Looks out for writes to one place while a stretch of the past is run once more. */
export class WriteLookout implements Guest {
  private readonly breakpoint: DataBreakpoint;
  private readonly watcher: DataWatcher;
  private seen: Sight | undefined;
  private known = '';

  constructor(
    private readonly system: System,
    readonly place: DataPlace,
  ) {
    this.breakpoint = new DataBreakpoint(0, place, 'write');
    this.watcher = new DataWatcher(system, DataTable.holding(this.breakpoint));
  }

  /** The machine stands at the beginning of a stretch. */
  begin(): void {
    this.seen = undefined;
    this.watcher.restore(NOTHING_ENDED);
    this.watcher.arm();
    this.known = this.watcher.whereIs(this.breakpoint);
  }

  /** Nobody looks out any more. */
  end(): void {
    this.system.machine.setWatches({ memory: [], registers: new Set(), csrs: new Set() });
  }

  /** What was seen since this was asked last: the latest of it. */
  take(): Sight | undefined {
    const { seen } = this;
    this.seen = undefined;
    return seen;
  }

  /** The bytes of the place now; undefined: there are none. */
  get value(): Uint8Array | undefined {
    return this.watcher.valueOf(this.breakpoint);
  }

  arm(): void {
    this.watcher.arm();
  }

  get addresses(): Iterable<bigint> {
    return this.watcher.addresses;
  }

  reached(cpu: number): void {
    this.watcher.reached(cpu);
    this.known = this.watcher.whereIs(this.breakpoint);
  }

  trap(trap: Trap): void {
    this.watcher.trap(trap);
    this.look();
  }

  trapReturn(trapReturn: TrapReturn): void {
    this.watcher.trapReturn(trapReturn);
    this.look();
  }

  access(access: WatchedAccess): void {
    this.watcher.access(access);
    this.look();
  }

  save(): unknown {
    return undefined;
  }

  restore(): void {
    this.seen = undefined;
  }

  private look(): void {
    const event = this.watcher.news.at(-1);
    if (event) this.seen = { kind: 'write', event };
    const where = this.watcher.whereIs(this.breakpoint);
    if (where === this.known) return;
    this.known = where;
    if (this.watcher.problemOf(this.breakpoint) === undefined) this.seen ??= { kind: 'meaning' };
  }
}
