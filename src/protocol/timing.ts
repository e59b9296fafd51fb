// What things take, where that is modelled (docs/timing.md).

import type { Nothing, PlaceBody } from './code';

/** Counts since reset, or of a part of the run; `cycles` is `instructions + stalls`. */
export interface CostBody {
  instructions: number;
  cycles: number;
  stalls: number;
  loads: number;
  stores: number;
  dataMisses: number;
  instructionMisses: number;
  secondAccesses: number;
  secondMisses: number;
  dataWalks: number;
  instructionWalks: number;
  deviceAccesses: number;
  branches: number;
  mispredictions: number;
  traps: number;
  transientStretches: number;
  transientInstructions: number;
  transientLoads: number;
}

export interface CostByModeBody {
  user: CostBody;
  kernel: CostBody;
  machine: CostBody;
}

/** Body of `trapframe/costs`. */
export interface CostsBody {
  model: 'none' | 'simple' | 'caches';
  /** Of each CPU, since reset. */
  cpus: ({ cpu: number } & CostBody)[];
  /** Absent with the model `none`: in each mode, and for each process (null: for none). */
  modes?: CostByModeBody;
  processes?: ({ pid: number | null } & CostByModeBody)[];
  /** Costs of so many traps from user mode and back, of switches, and of stays in user mode after the same process, and after another one. */
  occasions?: {
    traps: OccasionsBody;
    switches: OccasionsBody;
    warm: OccasionsBody;
    cold: OccasionsBody;
  };
}
export type OccasionsBody = CostBody & { count: number };

/** Arguments of `trapframe/cost`. */
export interface NextCostArguments {
  /** That whose turn it is, if not given. */
  cpu?: number;
}

/** Body of `trapframe/cost`: what the next instruction of a CPU would take. Empty where time is not modelled. */
export interface NextCostBody {
  cycles?: number;
  /** Why, in words. */
  reasons?: string[];
  /** The line of the source that it is of. */
  place?: PlaceBody;
}

/** Arguments of `trapframe/transient`. */
export interface TransientArguments {
  /** The instant of an event of kind `transient`. */
  instruction: number;
}

/** Body of `trapframe/transient`: what never happened in the step that ended at an instant, instruction by instruction. */
export interface TransientBody {
  stretches: StretchBody[];
}

export interface StretchBody {
  cpu: number;
  at: number;
  mode: 'user' | 'kernel' | 'machine';
  /** `0x...`: what it was behind, a load that faults or a branch that was foreseen wrongly. */
  pc: string;
  place?: PlaceBody;
  behind: 'load' | 'branch';
  /** The load that faults. */
  load?: TransientLoadBody;
  /** Of the branch: whether it was taken. */
  taken?: boolean;
  instructions: TransientInstructionBody[];
  ended: 'limit' | 'fence' | 'csr' | 'atomic' | 'trap' | 'fault' | 'device';
}

export interface TransientInstructionBody {
  pc: string;
  /** As the assembler writes it. */
  instruction: string;
  /** The register that it would have written, and with what. */
  register?: string;
  value?: string;
  load?: TransientLoadBody;
  /** What it would have stored. */
  store?: { address: string; value: string };
  place?: PlaceBody;
}

export interface TransientLoadBody {
  address: string;
  physical: string;
  width: number;
  value: string;
  /** The bit of the page-table entry that refuses it. */
  refusal?: 'U' | 'R';
  /** Where its line was: it is in the first cache since. Absent: no cache was asked. */
  level?: 'first' | 'second' | 'memory';
}

/** `command -> [arguments, body]` */
export interface TimingRequests {
  'trapframe/costs': [Nothing, CostsBody];
  'trapframe/cost': [NextCostArguments, NextCostBody];
  'trapframe/transient': [TransientArguments, TransientBody];
}
