import { Emitter } from '../../base/event';
import type { Witness } from '../witness';

/** What the guest sends to its console, a slice at a time. */
export class ConsoleOutput implements Witness {
  readonly bytes = new Emitter<Uint8Array>();
  private held: number[] = [];

  consoleByte(byte: number): void {
    this.held.push(byte);
  }

  /** Hands over what has come since the last time. */
  flush(): void {
    if (this.held.length === 0) return;
    const bytes = Uint8Array.from(this.held);
    this.held = [];
    this.bytes.emit(bytes);
  }

  save(): unknown {
    return undefined;
  }

  restore(): void {
    this.held = [];
  }
}
