import type { Witness } from '../witness';

/** Hands on what a run brings about, in its order, each once: a machine that was taken back brings it about again. */
export class Once<T> implements Witness {
  private total = 0;
  private count = 0;

  constructor(private readonly tell: (one: T) => void) {}

  add(one: T): void {
    if (this.count++ < this.total) return;
    this.total = this.count;
    this.tell(one);
  }

  forgetAhead(): void {
    this.total = this.count;
  }

  save(): unknown {
    return this.count;
  }

  restore(count: number): void {
    this.count = count;
  }
}

/** What the guest sends to its console, each byte once. */
export class ConsoleOnce extends Once<number> {
  consoleByte(byte: number): void {
    this.add(byte);
  }
}
