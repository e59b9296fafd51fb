// Questions about the past that running it once more answers, with progress and a cancel button; the machine is afterwards where it was.

/** Arguments of `trapframe/calls`. */
export interface CallsArguments {
  /** Of the kernel, or of any program. */
  function: string;
  /** Only calls by, or in the kernel for, this process. */
  pid?: number;
  /** Instants between which the calls begin; the whole recording if not given. */
  from?: number;
  to?: number;
  /** 10,000 if not given. */
  limit?: number;
}

/** Body of `trapframe/calls`. */
export interface CallsBody {
  /** In the order in which they began. */
  calls: CallBody[];
  /** There are more calls than these. */
  more?: boolean;
}

/** A call of a function. */
export interface CallBody {
  /** The instant before its first instruction. */
  at: number;
  cpu: number;
  pid?: number;
  name: string;
  /** As the calling convention passes them; of a function without debug information the registers `a0` to `a3`. */
  arguments: { name: string; value: string }[];
  /** What it has given; absent for a function that gives nothing, and while it has not returned. */
  result?: string;
  /** The instant at which it had returned; absent: it did not. */
  returned?: number;
  /** Where it was to return to: `main+24`. */
  caller: string;
  /** Calls of the same function around it. */
  depth: number;
  /** All of it in words: `write(fd = 1, text = 0x1040 "hello", length = 5) = 5`. */
  words: string;
}

/** Arguments of `trapframe/when`. */
export interface WhenArguments {
  /** A condition, as for a breakpoint. Names mean what they mean in the frame, also while other processes run. */
  expression: string;
  frameId?: number;
  /** Instants between which it is asked; the whole recording if not given. */
  from?: number;
  to?: number;
  /** 1: when it first became true. 1,000 if not given. */
  limit?: number;
  /** Goes to the first; then a `stopped` event with reason `goto`. */
  go?: boolean;
}

/** Body of `trapframe/when`: when the condition held, in the order of the run. */
export interface WhenBody {
  /** `from`: the first instant at which it held; `to`: the first at which it did no more, absent if it held to the end. */
  times: { from: number; to?: number }[];
  /** There are more times than these. */
  more?: boolean;
}

/** `command -> [arguments, body]` */
export interface QuestionRequests {
  'trapframe/calls': [CallsArguments, CallsBody];
  'trapframe/when': [WhenArguments, WhenBody];
}
