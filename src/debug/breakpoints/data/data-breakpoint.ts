import { BREAKPOINT_MODES, Trigger, type BreakpointTerms } from '../trigger';
import type { DataPlace } from './place';

export const ACCESS_TYPES = ['read', 'write', 'readWrite'] as const;
export type AccessType = (typeof ACCESS_TYPES)[number];

/** Modes of data breakpoints: whose accesses, or only those that change the value. */
export const DATA_MODES = [...BREAKPOINT_MODES, 'change'] as const;

/** A value that is watched. */
export class DataBreakpoint extends Trigger {
  /** The bytes as they were when last looked at; undefined while nothing is there. */
  last: Uint8Array | undefined;

  /** @throws UserError when one of the terms cannot be understood. */
  constructor(
    id: number,
    readonly place: DataPlace,
    readonly access: AccessType,
    terms: BreakpointTerms = {},
  ) {
    super(id, terms, DATA_MODES);
  }

  get reads(): boolean {
    return this.access !== 'write';
  }
  get writes(): boolean {
    return this.access !== 'read';
  }
  get onlyChanges(): boolean {
    return this.mode === 'change';
  }
}
