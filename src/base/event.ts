/** Undoes a subscription; calling it twice is harmless. */
export type Unsubscribe = () => void;

/** A list of listeners, called in the order in which they subscribed. */
export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  on(listener: (value: T) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  emit(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}
