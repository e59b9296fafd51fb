import type { Handler } from './connection';

/** Handlers by command. */
export type Handlers = Readonly<Record<string, Handler>>;
