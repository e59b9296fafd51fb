/**
 * Numbers for things that a client refers back to. The same thing keeps its number for the whole session, so what is
 * unfolded in the editor stays unfolded at the next stop.
 */
export class Handles<T> {
  private readonly numbers = new Map<string, number>();
  private readonly things = new Map<number, T>();

  /** `key` tells things apart; the newest `thing` of a key is the one that is found. */
  of(key: string, thing: T): number {
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.numbers.size + 1));
    this.things.set(number, thing);
    return number;
  }

  get(number: number): T | undefined {
    return this.things.get(number);
  }
}
