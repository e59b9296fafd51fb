/**
 * How the host shares its thread between the machine and everything else. It decides how long a slice is and when the
 * next may begin; the debugger itself knows no clock. Slicing has no influence on what the machine does.
 */
export interface Pace {
  /** How many steps the machine may make before `rest` is called again. */
  readonly slice: number;
  /** A run begins. One that is watched goes at the speed that the user has chosen; a step, and what leads to an entry, does not. */
  begin?(isWatched: boolean): void;
  /**
   * Called between two slices: lets requests in.
   * @param steps what the slices since the last rest took of the host's time, in steps
   * @param worked steps since then in which a CPU did something: idle ones do not count
   */
  rest(steps: number, worked: number): Promise<void>;
  /**
   * Called while a machine waits for input: resolves when there may be some, when `woken` does, or when its own time is to pass.
   * Absent: time in which nothing happens takes none, and `inputCame` tells of input.
   * @param most milliseconds of its time in which nothing else happens; Infinity: only input wakes it
   * @returns how many of them have passed
   */
  idle?(most: number, woken: Promise<void>): Promise<number>;
  /** Ends a rest that is going on: somebody waits for the run. */
  wake?(): void;
}
