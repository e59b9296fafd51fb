import type { Mode } from '../system';
import { eventKinds, type EventKind, type TimelineEvent } from './event';
import type { Outline } from './occupancy';
import { Texts } from './texts';

const kinds = Object.keys(eventKinds) as readonly EventKind[];
const modes: readonly Mode[] = ['user', 'kernel', 'machine'];

/** Events in one block; blocks are what is allocated, and what is dropped. */
const BLOCK = 16_384;
/** Text, in UTF-16 units, after which a block is full before it has all its events. */
const MOST_TEXT = 1 << 20;
const NO_PID = -1;
const NO_CAUSE = 255;

/** Events one after the other. A column for each field: a million events as objects would be hundreds of megabytes. */
export class Block {
  length = 0;
  private readonly at = new Float64Array(BLOCK);
  private readonly cpu = new Uint8Array(BLOCK);
  private readonly pid = new Int32Array(BLOCK);
  private readonly modes = new Uint8Array(BLOCK);
  private readonly kind = new Uint8Array(BLOCK);
  private readonly pc = new BigUint64Array(BLOCK);
  private readonly cause = new Uint8Array(BLOCK);
  private readonly detail = new Uint16Array(BLOCK);
  private readonly texts = new Texts();

  get isFull(): boolean {
    return this.length === BLOCK || this.texts.size > MOST_TEXT;
  }

  add(event: TimelineEvent): void {
    const i = this.length++;
    this.at[i] = event.at;
    this.cpu[i] = event.cpu;
    this.pid[i] = event.pid ?? NO_PID;
    this.modes[i] = modes.indexOf(event.from) * modes.length + modes.indexOf(event.to);
    this.kind[i] = kinds.indexOf(event.kind);
    this.pc[i] = event.pc;
    this.cause[i] = event.cause ?? NO_CAUSE;
    this.detail[i] = this.texts.add(event.detail);
  }

  /** Nothing will be added any more. */
  seal(): void {
    this.texts.seal();
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
    return { ...this.outline(i), pc: this.pc[i], cause: this.causeOf(i), detail: this.detailOf(i) };
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

  detailOf(i: number): string {
    return this.texts.get(this.detail[i]);
  }

  private causeOf(i: number): number | null {
    return this.cause[i] === NO_CAUSE ? null : this.cause[i];
  }
}
