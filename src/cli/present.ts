import type { Kind } from '../debug/launch/kinds';

/** Of an option that is there or not, and has no value. */
export const present: Kind<true> = { allowed: 'nothing', placeholder: '', schema: {}, read: () => true };
