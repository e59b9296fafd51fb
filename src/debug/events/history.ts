import type { Mode } from '../system';
import { eventKinds, type EventKind, type TimelineEvent } from './event';
import { Occupancy, type Occupant, type Span } from './occupancy';

const kinds = Object.keys(eventKinds) as readonly EventKind[];
const modes: readonly Mode[] = ['user', 'kernel', 'machine'];

/** Events in one block; blocks are what is allocated, and what is dropped. */
const BLOCK = 16_384;
const NO_PID = -1;
const NO_CAUSE = 255;

/** The newest events of a run, a few dozen bytes each; when there are too many the oldest are dropped, and `since` moves on. */
export class History {
  /** Events of the whole run, those that were dropped among them. */
  total = 0;
  private readonly occupancy = new Occupancy();
  private readonly causes = new Map<number, number>();
  private blocks: Block[] = [];

  /** @param capacity the least number of events that are kept */
  constructor(private readonly capacity = 1_000_000) {}

  /** The instant from which on every event is kept. */
  get since(): number {
    return this.blocks[0]?.startsAt ?? 0;
  }

  /** Events that are kept. */
  get length(): number {
    return this.blocks.reduce((sum, block) => sum + block.length, 0);
  }

  /** Events come in the order of their instants. */
  add(event: TimelineEvent): void {
    let block = this.blocks.at(-1);
    if (!block || block.length === BLOCK) {
      block = new Block(event.at, this.occupancy.snapshot());
      this.blocks.push(block);
      if ((this.blocks.length - 1) * BLOCK > this.capacity) this.blocks.shift();
    }
    block.add(event);
    this.occupancy.add(event);
    this.total++;
    if (isTaken(event)) {
      const key = causeKey(event.kind === 'interrupt', event.cause!);
      this.causes.set(key, (this.causes.get(key) ?? 0) + 1);
    }
  }

  /** How often a trap was taken since reset. @param interrupt the top bit of scause */
  count(interrupt: boolean, cause: number): number {
    return this.causes.get(causeKey(interrupt, cause)) ?? 0;
  }

  /** The events at instants from `from` up to and with `to`, oldest first. */
  *between(from: number, to: number): Generator<TimelineEvent> {
    for (const [i, block] of this.blocks.entries()) {
      if ((this.blocks[i + 1]?.startsAt ?? Infinity) < from) continue;
      if (block.startsAt > to) return;
      yield* block.between(from, to);
    }
  }

  /**
   * Who has had which CPU in stretches that touch the instants from `from` to `to`, as far as events tell. The last stretch of
   * each CPU has not ended: its `until` is `to`.
   */
  *spans(from: number, to: number): Generator<Span> {
    const start = this.blocks.findIndex((_, i) => (this.blocks[i + 1]?.startsAt ?? Infinity) >= from);
    if (start < 0) return;
    const occupancy = new Occupancy(this.blocks[start].before);
    for (const block of this.blocks.slice(start)) {
      if (block.startsAt > to) break;
      for (const event of block.between(0, to)) {
        const span = occupancy.add(event);
        if (span && span.until > from) yield span;
      }
    }
    for (const open of occupancy.snapshot()) yield { ...open, until: to };
  }
}

/** Events whose cause is that of a trap that was taken; others repeat it. */
const isTaken = ({ kind, cause }: TimelineEvent): boolean =>
  cause !== null && (kind === 'trap' || kind === 'exception' || kind === 'interrupt');

const causeKey = (interrupt: boolean, cause: number): number => (interrupt ? 1024 : 0) + cause;

/** A column for each field: a million events as objects would be hundreds of megabytes. */
class Block {
  length = 0;
  private readonly at = new Float64Array(BLOCK);
  private readonly cpu = new Uint8Array(BLOCK);
  private readonly pid = new Int32Array(BLOCK);
  private readonly modes = new Uint8Array(BLOCK);
  private readonly kind = new Uint8Array(BLOCK);
  private readonly pc = new BigUint64Array(BLOCK);
  private readonly cause = new Uint8Array(BLOCK);
  private readonly detail = new Uint16Array(BLOCK);
  /** Events repeat themselves: each text is kept once. */
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(
    readonly startsAt: number,
    /** What each CPU did before the first event. */
    readonly before: readonly Occupant[],
  ) {}

  add(event: TimelineEvent): void {
    const i = this.length++;
    this.at[i] = event.at;
    this.cpu[i] = event.cpu;
    this.pid[i] = event.pid ?? NO_PID;
    this.modes[i] = modes.indexOf(event.from) * modes.length + modes.indexOf(event.to);
    this.kind[i] = kinds.indexOf(event.kind);
    this.pc[i] = event.pc;
    this.cause[i] = event.cause ?? NO_CAUSE;
    let number = this.numbers.get(event.detail);
    if (number === undefined) {
      number = this.texts.push(event.detail) - 1;
      this.numbers.set(event.detail, number);
    }
    this.detail[i] = number;
  }

  *between(from: number, to: number): Generator<TimelineEvent> {
    for (let i = this.first(from); i < this.length && this.at[i] <= to; i++) yield this.event(i);
  }

  /** Index of the first event at or after an instant. */
  private first(from: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle] < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private event(i: number): TimelineEvent {
    return {
      at: this.at[i],
      cpu: this.cpu[i],
      pid: this.pid[i] === NO_PID ? null : this.pid[i],
      from: modes[Math.floor(this.modes[i] / modes.length)],
      to: modes[this.modes[i] % modes.length],
      kind: kinds[this.kind[i]],
      pc: this.pc[i],
      cause: this.cause[i] === NO_CAUSE ? null : this.cause[i],
      detail: this.texts[this.detail[i]],
    };
  }
}
