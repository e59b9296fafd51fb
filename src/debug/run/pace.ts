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
  /** Called, if it is there, while a machine waits for input: resolves when there may be some. Otherwise `inputCame` tells. */
  idle?(): Promise<void>;
  /** Ends a rest that is going on: somebody waits for the run. */
  wake?(): void;
}
