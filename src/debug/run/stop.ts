import type { Trap } from '../../machine/types';
import type { Trigger } from '../breakpoints/trigger';
import type { TrapFilter } from '../traps/filters';

/** Why a run came to rest. */
export interface Stop {
  readonly why: Why;
  /** The CPU that stopped. */
  readonly cpu: number;
  /** The process whose command was interrupted by a pause: it may wait for something, on no CPU. */
  readonly pid?: number;
  /** In words: `System call: write(1, 0x1040, 6)`. */
  readonly description: string;
  /** The same at length: what it means, and what comes next. */
  readonly text?: string;
  /** The line of an inlined call, which the stop is at, though the body in its place begins at the same address. */
  readonly atCall?: { readonly file: string; readonly line: number };
  /** Something is wrong with what the user asked for: a condition that cannot be evaluated. */
  readonly problem?: string;
  /** The trap that was just taken, when that is what stopped it. */
  readonly trap?: Trap;
}

export type Why =
  | { readonly kind: 'entry' | 'step' | 'pause' | 'goto' | 'restart' }
  /** Nothing leads on from here. */
  | { readonly kind: 'end'; readonly end: End }
  | { readonly kind: 'breakpoint' | 'data'; readonly breakpoints: readonly Trigger[] }
  | { readonly kind: 'filter'; readonly filter: TrapFilter; readonly breakpoints: readonly Trigger[] };

/** The machine cannot go on: it was switched off, or nothing will ever run again. */
export type End =
  | { readonly kind: 'finished'; readonly code: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'stuck'; readonly reason: string };
