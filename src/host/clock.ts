/** The host's time, in milliseconds. */
export interface Clock {
  now(): number;
  /** Does something later; @returns what makes it void. */
  later(action: () => void, milliseconds: number): () => void;
}

export const hostClock: Clock = {
  now: () => performance.now(),
  later: (action, milliseconds) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
