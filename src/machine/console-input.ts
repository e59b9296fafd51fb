/** A byte that was typed, and when: what it takes to run the same run again. */
export interface Arrival {
  /** The instant between two steps at which it came. */
  readonly at: number;
  readonly byte: number;
}

/**
 * What comes to the machine's console, in two ways that may be mixed. What is typed arrives when it is typed, and is logged; what is
 * fed waits until the guest is ready for it, so that the same bytes make the same run.
 */
export interface ConsoleInput {
  /** Bytes that arrive at this instant. What the log has for later instants (the machine was taken back) is forgotten. */
  type(bytes: Uint8Array): void;
  /** All that was typed, in order, as long as it is kept. Going back in time changes nothing here: the same bytes come again. */
  readonly log: readonly Arrival[];
  /** Takes another run's log instead: its bytes arrive at their instants, from this one on. */
  replay(log: readonly Arrival[]): void;
  /**
   * Appends to what is delivered byte by byte whenever the UART's receive buffer is empty and the guest looks out for input. To
   * have equal runs, feed everything before the first step, or whenever `run` comes back as `idle`.
   */
  feed(bytes: Uint8Array): void;
  /**
   * Appends what tells the guest that its input has ended. Whoever reads after an end reads an end again: it is repeated when the
   * guest looks out for input and nothing else can ever wake it.
   */
  feedEnd(bytes: Uint8Array): void;
  /** Whether more may come from outside; false at first. Decides between the stops `idle` and `stuck`. */
  open: boolean;
  /** How many bytes have come that the guest has not taken yet. */
  readonly pending: number;
  /** Whether what was typed or fed can be delivered again: going back in time needs that, and it is so at first. */
  keeps: boolean;
}
