import { flag, integer, object, text } from './shape';

// What the arguments of many requests have in common.

export const natural = integer(0);
/** A number that the client got from here: a thread, a frame, variables. */
export const id = integer(0, 2 ** 31 - 1);
export const source = object({}, { path: text, name: text, sourceReference: id });
/** What a breakpoint says besides its place. */
export const terms = { condition: text, hitCondition: text, logMessage: text, mode: text };
export const format = object({}, { hex: flag });
