import type { Hart, Trap } from '../../machine/types';
import type { End, Stop } from './stop';

/** How a run came out. `hart` is the CPU that it is about. */
export type Outcome =
  | {
      readonly kind: 'reached';
      readonly hart: Hart;
      /** The trap that was the goal. */
      readonly trap?: Trap;
    }
  /** The goal cannot be reached any more. */
  | { readonly kind: 'lost'; readonly hart: Hart }
  | { readonly kind: 'stopped'; readonly hart: Hart; readonly stop: Stop }
  | { readonly kind: 'ended'; readonly end: End }
  /** `cancel` was called. */
  | { readonly kind: 'cancelled' };
