import type { Mode } from '../system';
import { getFact, Numbers, putFact } from './columns';
import { eventKinds, type EventKind, type TimelineEvent } from './event';
import type { Outline } from './occupancy';
import { Texts } from './texts';

const kinds = Object.keys(eventKinds) as readonly EventKind[];
const kindNumbers = new Map(kinds.map((kind, i) => [kind, i]));
const modes: readonly Mode[] = ['user', 'kernel', 'machine'];

/** Events in one block; blocks are what is allocated, and what is dropped. */
const BLOCK = 16_384;
/** Text, in UTF-16 units, after which a block is full before it has all its events. */
const MOST_TEXT = 1 << 20;
const NO_PID = -1;
const NO_CAUSE = 255;
const NO_NAME = 0xffff;

/** Events one after the other. A column for each field: a million events as objects would be hundreds of megabytes. */
export class Block {
  length = 0;
  private readonly at = new Float64Array(BLOCK);
  private readonly cpu = new Uint8Array(BLOCK);
  private readonly pid = new Int32Array(BLOCK);
  private readonly name = new Uint16Array(BLOCK);
  private readonly modes = new Uint8Array(BLOCK);
  private readonly kind = new Uint8Array(BLOCK);
  private readonly pc = new BigUint64Array(BLOCK);
  private readonly cause = new Uint8Array(BLOCK);
  /** Which fields of its fact an event has, and where they begin among the numbers. */
  private readonly fields = new Uint8Array(BLOCK);
  private readonly start = new Uint32Array(BLOCK);
  private readonly texts = new Texts();
  private readonly numbers = new Numbers(this.texts);

  get isFull(): boolean {
    return this.length === BLOCK || this.texts.size > MOST_TEXT;
  }

  add(event: TimelineEvent): void {
    const i = this.length++;
    this.at[i] = event.at;
    this.cpu[i] = event.cpu;
    this.pid[i] = event.pid ?? NO_PID;
    this.name[i] = event.name === null ? NO_NAME : this.texts.add(event.name);
    this.modes[i] = modes.indexOf(event.from) * modes.length + modes.indexOf(event.to);
    this.kind[i] = kindNumbers.get(event.kind)!;
    this.pc[i] = event.pc;
    this.cause[i] = event.cause ?? NO_CAUSE;
    this.start[i] = this.numbers.length;
    this.fields[i] = putFact(event, this.numbers);
  }

  /** Nothing will be added any more. */
  seal(): void {
    this.numbers.seal();
  }

  /** Index of the first event at or after an instant; `length` if there is none. */
  first(from: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle] < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  event(i: number): TimelineEvent {
    this.numbers.at = this.start[i];
    const outline = this.outline(i);
    const fact = getFact(outline.kind, this.fields[i], this.numbers);
    const name = this.name[i] === NO_NAME ? null : this.texts.get(this.name[i]);
    return { ...outline, name, pc: this.pc[i], cause: this.causeOf(i), ...fact };
  }

  /** What an event was, without what costs time to tell. */
  outline(i: number): Outline {
    return {
      at: this.at[i],
      cpu: this.cpu[i],
      pid: this.pid[i] === NO_PID ? null : this.pid[i],
      from: modes[Math.floor(this.modes[i] / modes.length)],
      to: modes[this.modes[i] % modes.length],
      kind: kinds[this.kind[i]],
    };
  }

  private causeOf(i: number): number | null {
    return this.cause[i] === NO_CAUSE ? null : this.cause[i];
  }
}
