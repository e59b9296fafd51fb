import type { Kind } from './kinds';

/** Instructions a second, of all CPUs together; or as fast as the host can. */
export type Speed = number | 'full';

/** The fastest that is worth a number; nobody can follow it, and no host is that fast. */
const FASTEST = 1_000_000_000;

/** How fast a run goes that somebody watches. */
export const speed = (): Kind<Speed> => ({
  allowed: `a whole number of instructions a second from 1 to ${FASTEST}, or "full"`,
  placeholder: 'N|full',
  schema: {
    oneOf: [{ type: 'integer', minimum: 1, maximum: FASTEST }, { enum: ['full'] }],
  },
  read: (raw) =>
    raw === 'full' || (Number.isInteger(raw) && (raw as number) >= 1 && (raw as number) <= FASTEST)
      ? (raw as Speed)
      : undefined,
});
