import type { CodeBody, ModeName, Nothing } from './code';

// The machine as a whole: its CPUs, their CSRs, its speed, and how its numbers are shown.

/** Body of `trapframe/machine`. */
export interface MachineBody {
  /** The instant: steps of all CPUs since reset. */
  instruction: number;
  /** The end of the recording: an instant. The machine stands in the past while it is greater than `instruction`. */
  end: number;
  /** Whether it runs now. */
  running: boolean;
  /** How fast it runs when it is let go. */
  speed: Speed;
  cpus: CpuBody[];
}

/** Instructions a second of all CPUs together, or as many as the host can. */
export type Speed = number | 'full';

export interface CpuBody {
  cpu: number;
  mode: ModeName;
  /** `0x...` */
  pc: string;
  /** Where that is in the code, as far as it is known. */
  code?: CodeBody;
  /** The process that this CPU runs (in user mode, or in the kernel on its behalf); absent when there is none. */
  pid?: number;
  interruptsEnabled: boolean;
  /** Names of the interrupts that wait to be taken. */
  pending: string[];
  /** Ticks of the clock until the timer interrupt of the kernel (stimecmp); 0 or less: it is due. Absent: not set. */
  timer?: number;
  /** `0x...`: physical address of the root page table; absent while addresses are physical. */
  pageTable?: string;
}

/** Arguments of `trapframe/registers`. */
export interface RegistersArguments {
  cpu: number;
}

/** Body of `trapframe/registers`: the 32 integer registers of a CPU as they are now, in the order of their numbers. */
export interface RegistersBody {
  registers: RegisterBody[];
}

export interface RegisterBody {
  /** ABI name. */
  name: string;
  /** `0x...` */
  value: string;
  /** Where that is, if it is the address of something that has a name: `main+8`. */
  symbol?: string;
  /** What the calling convention uses it for. */
  role: string;
}

/** Arguments of `trapframe/csrs`. */
export interface CsrsArguments {
  cpu: number;
}

/** Body of `trapframe/csrs`: control and status registers in the order of their numbers. */
export interface CsrsBody {
  csrs: CsrBody[];
}

export interface CsrBody {
  name: string;
  /** `0x...` */
  value: string;
  doc: string;
  fields: { name: string; value: string; meaning?: string; doc: string }[];
}

/** Arguments of `trapframe/hash`. */
export interface HashArguments {
  /** Without what tells only in time: caches, translations, branch predictor and what they have counted. */
  architectural?: boolean;
}

/** Body of `trapframe/hash`. */
export interface HashBody {
  /** 16 hexadecimal digits: a digest of all CPUs, memory, devices and the instant. */
  hash: string;
}

/** Arguments of `trapframe/numberFormat`. */
export interface NumberFormatArguments {
  /** The other of the two if not given. */
  hexadecimal?: boolean;
}

/** Body of `trapframe/numberFormat`: what is so from now on. */
export interface NumberFormatBody {
  hexadecimal: boolean;
}

/** Arguments of `trapframe/speed`: what it is to be from now on, if anything. */
export interface SpeedArguments {
  speed?: Speed;
}

/** Body of `trapframe/speed`: what it is now. */
export interface SpeedBody {
  speed: Speed;
}

/** `command -> [arguments, body]` */
export interface MachineRequests {
  'trapframe/machine': [Nothing, MachineBody];
  'trapframe/registers': [RegistersArguments, RegistersBody];
  'trapframe/csrs': [CsrsArguments, CsrsBody];
  'trapframe/hash': [HashArguments, HashBody];
  'trapframe/speed': [SpeedArguments, SpeedBody];
  'trapframe/numberFormat': [NumberFormatArguments, NumberFormatBody];
}
