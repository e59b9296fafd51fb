/** Time as the machine tells it to its devices; see docs/machine.md, "Time". */
export interface TimeSource {
  /** Ticks of mtime. */
  readonly time: number;
  readonly instant: number;
  /** The first instant at which mtime is `ticks`. */
  instantOf(ticks: number): number;
}
