import type { DeviceState } from '../machine/checkpoint';
import type { Arrival, ConsoleInput } from '../machine/types';
import { ByteQueue } from './byte-queue';
import { either, instant, nothing, record, type Shape } from './state-shape';
import type { TimeSource } from './time-source';
import type { Uart } from './uart';

/** A guest that looks at an empty receive buffer so often, and does nothing else with the UART, waits for input. */
const WAITING_POLLS = 8;
/** Ticks of mtime after which one that merely wants to be interrupted by input gets the next byte: 10 ms. */
const PACE = 100_000;
/** The same when a line has just ended: half a second, for what the line asks for. Kernels hold few bytes that nobody reads. */
const PACE_OF_LINES = 5_000_000;
/** Bytes that were typed and delivered; each time so many have come together, they are forgotten where nobody goes back. */
const FORGOTTEN_AT_ONCE = 1024;
const LINE_ENDS: readonly (number | undefined)[] = [0x0a, 0x0d];

const atReset = () => ({
  /** How many bytes of the log have been received. */
  typed: 0,
  /** How many of those that were fed. */
  fed: 0,
  /** Ticks of mtime since when the guest looks out for input and has none. */
  since: null as number | null,
});

export const inputShape: Shape = record({ typed: instant, fed: instant, since: either(nothing, instant) });

/**
 * What comes in at the UART. Bytes that were typed come at their instants, as long as there is room. Bytes that were fed come one by
 * one, into an empty receive buffer, once the guest looks out for input: it polls for it, or waits for nothing but interrupts, or has
 * had its receive interrupt on for a while. A guest is thus given no more than it takes, and nothing before it has set up its UART.
 */
export class UartInput implements ConsoleInput {
  open = false;
  keeps = true;
  private arrivals: Arrival[] = [];
  /** How many before those have been delivered and forgotten. */
  private forgotten = 0;
  private readonly source = new ByteQueue();
  /** How many bytes of the source had come at which instants: taken back, the guest gets none before its time. */
  private readonly portions: { readonly from: number; end: number }[] = [];
  /** The latest instant that was seen: what is fed in the past comes behind it. */
  private newest = 0;
  /** How many bytes at the end of the source say that it has ended. */
  private end = 0;
  private state = atReset();

  constructor(
    private readonly uart: Uart,
    private readonly clock: TimeSource,
  ) {}

  get log(): readonly Arrival[] {
    return this.arrivals;
  }

  get pending(): number {
    const { arrivals, forgotten, source, state } = this;
    return forgotten + arrivals.length - state.typed + source.length - state.fed;
  }

  type(bytes: Uint8Array): void {
    const at = this.clock.instant;
    const last = this.arrivals.at(-1);
    if (last && last.at > at) {
      this.arrivals = this.arrivals.filter(
        (arrival, index) => this.forgotten + index < this.state.typed || arrival.at <= at,
      );
    }
    for (const byte of bytes) this.arrivals.push({ at, byte });
    this.newest = at;
  }

  replay(log: readonly Arrival[]): void {
    this.arrivals = [...log];
    this.forgotten = 0;
  }

  feed(bytes: Uint8Array): void {
    const { source, portions } = this;
    source.push(bytes);
    const from = Math.max(this.newest, this.clock.instant);
    const last = portions.at(-1);
    if (last && (last.from >= from || !this.keeps)) last.end = source.length;
    else portions.push({ from, end: source.length });
  }

  feedEnd(bytes: Uint8Array): void {
    this.feed(bytes);
    this.end = bytes.length;
  }

  /** Delivers what is due. */
  advance(): void {
    const { state, uart, clock } = this;
    if (clock.instant > this.newest) this.newest = clock.instant;
    for (;;) {
      const next = this.nextTyped;
      if (!next || next.at > clock.instant || !uart.canReceive) break;
      state.typed++;
      uart.receive(next.byte);
    }
    this.forget();
    if (!this.isAwaited) state.since = null;
    else {
      state.since ??= clock.time;
      if (uart.polls >= WAITING_POLLS || clock.time >= state.since + this.pace) this.deliver();
    }
  }

  /** Every hart waits, so nothing better is to be done than to deliver. @returns whether there was something */
  allWait(): boolean {
    if (!this.isAwaited || !this.uart.receiveInterrupt) return false;
    this.deliver();
    return true;
  }

  /** Every hart waits, and nothing is due: says once more that the input has ended. @returns whether there was something */
  endAgain(): boolean {
    const { state, source, uart } = this;
    if (this.end === 0 || state.fed < source.length) return false;
    if (!uart.receiveEmpty || !uart.receiveInterrupt) return false;
    state.fed -= this.end;
    this.deliver();
    return true;
  }

  /** The next instant at which something is delivered unless the guest does something before. */
  deadline(): number {
    const { state, clock } = this;
    const next = this.nextTyped;
    const typed = next && next.at > clock.instant ? next.at : Infinity;
    const fed = this.portions[this.portionsUntilNow]?.from ?? Infinity;
    return Math.min(typed, fed, state.since === null ? Infinity : clock.instantOf(state.since + this.pace));
  }

  save(): DeviceState {
    return { ...this.state };
  }
  restore(state: DeviceState): void {
    this.state = { ...(state as unknown as ReturnType<typeof atReset>) };
  }

  private get nextTyped(): Arrival | undefined {
    return this.arrivals[this.state.typed - this.forgotten];
  }

  /** What was delivered is not delivered again, where nobody goes back. */
  private forget(): void {
    const delivered = this.state.typed - this.forgotten;
    if (this.keeps || delivered < FORGOTTEN_AT_ONCE) return;
    this.arrivals.splice(0, delivered);
    this.forgotten += delivered;
  }

  private get pace(): number {
    return LINE_ENDS.includes(this.source.at(this.state.fed - 1)) ? PACE_OF_LINES : PACE;
  }

  /** How many bytes had been fed at this instant. */
  private get available(): number {
    return this.portions[this.portionsUntilNow - 1]?.end ?? 0;
  }

  private get portionsUntilNow(): number {
    const { portions, clock } = this;
    let count = portions.length;
    while (count > 0 && portions[count - 1].from > clock.instant) count--;
    return count;
  }

  /** Is the guest to get what is fed, sooner or later? */
  private get isAwaited(): boolean {
    const { uart } = this;
    return this.state.fed < this.available && uart.receiveEmpty && (uart.receiveInterrupt || uart.polls > 0);
  }

  private deliver(): void {
    const { state, source } = this;
    state.since = null;
    this.uart.receive(source.at(state.fed++)!);
    // The last one tells how long to wait, and the end may have to be said again.
    if (!this.keeps) source.forget(state.fed - 1 - this.end);
  }
}
