import type { ModeName, Nothing, PlaceBody } from './code';

// What hardware and kernel do at traps, and where to stop because of them.

/** Body of `trapframe/trapTable`. */
export interface TrapTableBody {
  entries: TrapTableEntryBody[];
  /** Where handlers come from, in words; or why there are none. */
  message: string;
}

export interface TrapTableEntryBody {
  cause: number;
  interrupt: boolean;
  /** In the specification's words. */
  name: string;
  /** One sentence for a student. */
  doc: string;
  /** The mode that takes it when it comes from user mode. */
  takenIn: 'kernel' | 'machine';
  /** `0x...`: where the hardware jumps; absent while no vector is installed. */
  vector?: string;
  vectorName?: string;
  /** The kernel's function for it, as its table has it now; of a kernel without a table the first one that was seen to run. */
  handler?: { address: string; name?: string; place?: PlaceBody; seen?: SeenHandlerBody };
  /** The kernel has no table, and no trap of this cause was seen yet. */
  unseen?: true;
  /** How often since reset. */
  count: number;
}

/** What a trap of a cause was seen to lead to, until the kernel returned from it, was trapped again, or went on with other work. */
export interface SeenHandlerBody {
  /** The instant of that trap, and the mode that it came from. */
  at: number;
  from: ModeName;
  /** Names of the functions that were entered, each once, in order. */
  path: string[];
  /** Those of them that no other cause was seen to lead to. */
  own: string[];
}

/** Arguments of `trapframe/trapCard`. */
export interface TrapCardArguments {
  threadId: number;
}

/** Body of `trapframe/trapCard`: empty when the thread is not in the kernel because of a trap. */
export interface TrapCardBody {
  card?: {
    headline: string;
    hardware: ChangeBody[];
    /** `0x...` */
    frame?: string;
    saved: { name: string; address: string; value: string }[];
    restores: ChangeBody[];
  };
}

export interface ChangeBody {
  what: string;
  before: string;
  after: string;
}

/** Arguments of `trapframe/setTrapBreakpoints`: at which traps to stop, besides those of the filters. */
export interface SetTrapBreakpointsArguments {
  /** All of them; a bare number is the cause of an exception. */
  causes: (number | TrapCauseBody)[];
}

export interface TrapCauseBody {
  /** As in scause and mcause, without the interrupt bit. */
  cause: number;
  interrupt?: boolean;
}

/** Arguments of `trapframe/runTo`: runs one thread to its next crossing of a kind. */
export interface RunToArguments {
  /** The selected one if not given. A process is followed; a CPU's thread stands for whoever it runs. */
  threadId?: number;
  destination: 'user' | 'kernel' | 'trap' | 'scheduled' | 'contextSwitch';
}

/** `command -> [arguments, body]` */
export interface TrapsRequests {
  'trapframe/trapTable': [Nothing, TrapTableBody];
  'trapframe/trapCard': [TrapCardArguments, TrapCardBody];
  'trapframe/setTrapBreakpoints': [SetTrapBreakpointsArguments, Nothing];
  'trapframe/runTo': [RunToArguments, Nothing];
}
