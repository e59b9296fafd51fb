/**
 * How the host shares its thread between the machine and everything else. It decides how long a slice is and when the
 * next may begin; the debugger itself knows no clock. Slicing has no influence on what the machine does.
 */
export interface Pace {
  /** How many steps the machine may make before `rest` is called again. */
  readonly slice: number;
  /** Called between two slices with the steps that were made: lets requests in. */
  rest(steps: number): Promise<void>;
}
