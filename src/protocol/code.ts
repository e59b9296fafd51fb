// What the bodies of requests say of code: whose it is, and in which mode it runs.

/** `user`, `kernel` (supervisor mode) or `machine`. */
export type ModeName = 'user' | 'kernel' | 'machine';

/** Whose code an address is in: `write_line+8`, and the line that it was made from. */
export interface CodeBody {
  name: string;
  place?: PlaceBody;
}

/** A place in the source of the session. */
export interface PlaceBody {
  /** As a source path of DAP. */
  path: string;
  /** 1-based. */
  line: number;
}

/** Arguments, or a body, without members. */
export type Nothing = Record<string, never>;
