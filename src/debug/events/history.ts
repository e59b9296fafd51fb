import { Block } from './block';
import { coarsened } from './coarse';
import { Summary } from './summary';
import type { TimelineEvent } from './event';
import { Occupancy, type Occupant, type Outline } from './occupancy';
import type { Witness } from '../witness';
import { Protocol } from './protocol';

/** Spans and marks in the summaries of a block: one that fills a screen, and one for when the block is a sliver of it. */
const SUMMARIES = [2048, 256] as const;
/** Cells of a block to begin with. */
const CELLS = 512;

/**
 * The events of a run. The newest are kept, about a hundred bytes each; when there are too many the oldest are dropped, and `since`
 * moves on. What was dropped is kept as summaries that grow coarser as the run grows longer: memory has a bound, and the
 * whole run can be looked at.
 */
export class History implements Witness {
  private protocol = new Protocol();
  private causes = new Map<number, number>();
  /** Events that had happened at the present instant: others may lie ahead. */
  private position = 0;
  private past: Piece[] = [];
  private blocks: Kept[] = [];
  private dropped = 0;
  private kept = 0;

  /**
   * @param capacity the least number of events that are kept
   * @param mostPast summaries of what was dropped
   */
  constructor(
    private readonly capacity = 1_000_000,
    private readonly mostPast = 128,
  ) {}

  /** The instant from which on every event is kept. */
  get since(): number {
    return this.blocks[0]?.from ?? 0;
  }

  /** Events of the whole run, those that were dropped among them. Each has a number: how many came before it. */
  get total(): number {
    return this.dropped + this.length;
  }

  /** Number of the oldest event that is kept. */
  get firstKept(): number {
    return this.dropped;
  }

  /** Events that are kept. */
  get length(): number {
    return this.kept;
  }

  /** Events come in the order of their instants. */
  add(event: TimelineEvent): void {
    if (isTaken(event)) {
      const key = causeKey(event.kind === 'interrupt', event.cause!);
      this.causes.set(key, (this.causes.get(key) ?? 0) + 1);
    }
    // The machine was taken back, and it happens once more.
    if (this.position++ < this.total) return;
    let kept = this.blocks.at(-1);
    if (!kept || kept.block.isFull) {
      const before = kept?.seal(event.at) ?? [];
      kept = new Kept(kept ? event.at : 0, before, this.protocol.copy());
      this.blocks.push(kept);
      if (this.length - this.blocks[0].block.length >= this.capacity) this.drop();
    }
    kept.block.add(event);
    this.kept++;
    this.protocol.learn(event);
  }

  /** Events that had happened at the present instant. */
  get happened(): number {
    return this.position;
  }

  /** What has happened behind the present instant is of another history from now on. */
  forgetAhead(): void {
    const { position } = this;
    if (position >= this.total) return;
    const found = this.blockOf(position);
    this.protocol = this.protocolAt(position);
    if (!found) {
      // It is among what is known in outline only: the outline ends here.
      this.past = [];
      this.blocks = [];
      this.dropped = position;
      this.kept = 0;
      return;
    }
    const { kept, number } = found;
    const events = [...this.numbered(number, position)];
    this.blocks.length = this.blocks.indexOf(kept);
    const again = new Kept(kept.from, kept.before, kept.protocol);
    for (const event of events) again.block.add(event);
    this.blocks.push(again);
    this.kept = position - this.dropped;
  }

  saveHistory(): KnownEvents {
    const { total, protocol, past, blocks, dropped } = this;
    return { total, protocol: protocol.copy(), past: [...past], blocks: [...blocks], dropped };
  }

  restoreHistory({ total, protocol, past, blocks, dropped }: KnownEvents): void {
    this.protocol = protocol.copy();
    this.past = [...past];
    this.blocks = [...blocks];
    this.dropped = dropped;
    this.kept = blocks.reduce((sum, { block }) => sum + block.length, 0);
    this.position = total;
    // Another history may have gone on with the block that was being filled.
    this.forgetAhead();
  }

  save(): unknown {
    const saved: SavedHistory = { position: this.position, causes: new Map(this.causes) };
    return saved;
  }

  restore({ position, causes }: SavedHistory): void {
    this.position = position;
    this.causes = new Map(causes);
  }

  /** How often a trap was taken since reset. @param interrupt the top bit of scause */
  count(interrupt: boolean, cause: number): number {
    return this.causes.get(causeKey(interrupt, cause)) ?? 0;
  }

  /** The events at instants from `from` up to and with `to`, oldest first. */
  between(from: number, to: number): Generator<TimelineEvent> {
    return this.numbered(this.numberAt(from), this.numberAt(to + 1));
  }

  /** The events with numbers from `first` up to, and without, `end`, as far as they are kept. */
  *numbered(first: number, end: number): Generator<TimelineEvent> {
    for (const { block, number } of this.numberedBlocks()) {
      const last = Math.min(block.length, end - number);
      for (let i = Math.max(0, first - number); i < last; i++) yield block.event(i);
    }
  }

  /** Shows the outlines of the events with numbers from `first` up to, and without, `end`; `event` is all of one. */
  visit(first: number, end: number, show: (outline: Outline, event: () => TimelineEvent) => void): void {
    for (const { block, number } of this.numberedBlocks()) {
      const last = Math.min(block.length, end - number);
      for (let i = Math.max(0, first - number); i < last; i++) show(block.outline(i), () => block.event(i));
    }
  }

  /** Number of the first kept event at or after an instant; `total` if there is none. */
  numberAt(from: number): number {
    for (const { block, number } of this.numberedBlocks()) {
      const i = block.first(from);
      if (i < block.length) return number + i;
    }
    return this.total;
  }

  /** What the protocol knows before the event with a number that is kept. */
  protocolAt(number: number): Protocol {
    const found = this.blockOf(number);
    const protocol = found ? found.kept.protocol.copy() : new Protocol();
    if (found) for (const event of this.numbered(found.number, number)) protocol.learn(event);
    return protocol;
  }

  /** Who had the CPUs before the event with a number that is kept. */
  occupantsAt(number: number): readonly Occupant[] {
    const found = this.blockOf(number);
    if (!found) return [];
    const occupancy = new Occupancy(found.kept.before);
    for (const event of this.numbered(found.number, number)) occupancy.add(event);
    return occupancy.snapshot();
  }

  /**
   * Who had which CPU between two instants, and what happened then. The last stretch of each CPU has not ended.
   * @param resolution a power of two, as of a summary
   */
  summary(from: number, to: number, resolution: number): Summary {
    const summary = new Summary(resolution);
    for (const { from: start, to: end, summary: piece } of this.past) {
      if (end > from && start <= to) summary.take(piece, from, to);
    }
    for (const kept of this.blocks) {
      if (kept.to < from || kept.from > to) continue;
      const ready = kept.from >= from && kept.to <= to ? kept.summary(resolution) : undefined;
      if (ready) summary.take(ready);
      else kept.tell(summary, from, to);
    }
    return summary;
  }

  private blockOf(number: number): NumberedBlock | undefined {
    let found: NumberedBlock | undefined;
    for (const one of this.numberedBlocks()) if (one.number <= number) found = one;
    return found;
  }

  private *numberedBlocks(): Generator<NumberedBlock> {
    let number = this.dropped;
    for (const kept of this.blocks) {
      yield { kept, block: kept.block, number };
      number += kept.block.length;
    }
  }

  /** The oldest block goes; the two neighbours among the summaries of the past that are shortest together become one. */
  private drop(): void {
    const { block, from, to, coarsest } = this.blocks.shift()!;
    this.dropped += block.length;
    this.kept -= block.length;
    this.past.push({ from, to, summary: coarsest });
    if (this.past.length <= this.mostPast) return;
    let shortest = 0;
    const length = (i: number): number => this.past[i + 1].to - this.past[i].from;
    for (let i = 1; i < this.past.length - 1; i++) if (length(i) < length(shortest)) shortest = i;
    const [one, other] = this.past.slice(shortest, shortest + 2);
    this.past.splice(shortest, 2, joined(one, other));
  }
}

/** The events of one history. */
interface KnownEvents {
  readonly total: number;
  readonly protocol: Protocol;
  readonly past: readonly Piece[];
  readonly blocks: readonly Kept[];
  readonly dropped: number;
}

interface SavedHistory {
  readonly position: number;
  readonly causes: ReadonlyMap<number, number>;
}

interface NumberedBlock {
  readonly kept: Kept;
  readonly block: Block;
  /** Of its first event. */
  readonly number: number;
}

/** A part of the run of which only a summary is left. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly summary: Summary;
}

function joined(one: Piece, other: Piece): Piece {
  const summary = new Summary(Math.max(one.summary.resolution, other.summary.resolution));
  summary.take(one.summary);
  summary.take(other.summary);
  const length = other.to - one.from;
  return { from: one.from, to: other.to, summary: coarsened(summary, SUMMARIES[1], length).seal() };
}

/** A block, what was known before it, and, once it is full, its summaries, the finest first. */
class Kept {
  readonly block = new Block();
  /** The instant at which the next block begins. */
  to = Infinity;
  private summaries: readonly Summary[] = [];

  constructor(
    /** The instant of its first event, or of the reset. */
    readonly from: number,
    readonly before: readonly Occupant[],
    readonly protocol: Protocol,
  ) {}

  /** No more events come to it. @returns who has the CPUs behind it */
  seal(to: number): readonly Occupant[] {
    this.block.seal();
    this.to = to;
    const length = to - this.from;
    const cells = new Summary(powerOfTwo(length / CELLS));
    const after = this.tell(cells, this.from, to);
    const fine = coarsened(cells, SUMMARIES[0], length).seal();
    this.summaries = [fine, coarsened(fine, SUMMARIES[1], length).seal()];
    return after;
  }

  get coarsest(): Summary {
    return this.summaries.at(-1)!;
  }

  /** The coarsest summary that is no coarser than this. */
  summary(resolution: number): Summary | undefined {
    return [...this.summaries].reverse().find((one) => one.resolution <= resolution);
  }

  /** Tells the events between two instants, and who had the CPUs until the next block. @returns who had them last */
  tell(summary: Summary, from: number, to: number): readonly Occupant[] {
    const start = Math.max(from, this.from);
    const end = Math.min(to, this.to);
    const { block } = this;
    const occupancy = new Occupancy(this.before);
    const tellSpan = (span: Occupant, until: number, count: number): void => {
      const since = Math.max(span.since, start);
      if (Math.min(until, end) > since) summary.span(span, since, Math.min(until, end), count);
    };
    const events = block.first(end + 1);
    for (let i = 0; i < events; i++) {
      const event = block.outline(i);
      const span = occupancy.add(event);
      if (span) tellSpan(span, span.until, 1);
      if (event.at < from || summary.merges(event, event.pid)) continue;
      summary.mark({ event: block.event(i), pid: event.pid, count: 1 });
    }
    // What goes on in the next block is counted there.
    const last = occupancy.snapshot();
    for (const open of last) tellSpan(open, end, this.to <= to ? 0 : 1);
    return last;
  }
}

/** The least power of two that is not below a number. */
export const powerOfTwo = (least: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(least)));

/** Events whose cause is that of a trap that was taken; others repeat it. */
const isTaken = ({ kind, cause }: TimelineEvent): boolean =>
  cause !== null && (kind === 'trap' || kind === 'exception' || kind === 'interrupt');

const causeKey = (interrupt: boolean, cause: number): number => (interrupt ? 1024 : 0) + cause;
