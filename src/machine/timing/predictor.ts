/** Of two bits: 0 and 1 foresee that a branch is not taken, 2 and 3 that it is. */
const LEAST = 0;
const MOST = 3;
const AT_FIRST = 1;
const TAKEN = 2;

/** Foresees conditional branches by what those at the same place did before: counters that saturate (Smith 1981). */
export class Predictor {
  /** @param counters its state; as many as a power of two */
  constructor(private readonly counters: Uint8Array) {
    counters.fill(AT_FIRST);
  }

  /** Would a branch at this address be foreseen to be taken? */
  foresees(pc: number): boolean {
    return this.counters[(pc >>> 1) & (this.counters.length - 1)] >= TAKEN;
  }

  /** Learns from a branch. @returns whether it was foreseen */
  branch(pc: number, taken: boolean): boolean {
    const { counters } = this;
    const place = (pc >>> 1) & (counters.length - 1);
    const counter = counters[place];
    if (taken) counters[place] = Math.min(counter + 1, MOST);
    else counters[place] = Math.max(counter - 1, LEAST);
    return counter >= TAKEN === taken;
  }
}
