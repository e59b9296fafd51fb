import type { ModeName, PlaceBody } from './code';

// What has happened since reset.

/** Arguments of `trapframe/timeline`. */
export interface TimelineArguments {
  /** First instant; 0 if not given. */
  from?: number;
  /** Last instant; now if not given. */
  to?: number;
  /** The most events, or spans and marks, to be sent; 10,000 if not given. */
  limit?: number;
  /** Of more events than the limit the newest are sent; else the oldest. Without a resolution only. */
  newest?: boolean;
  /** Steps: what is less than this apart may be merged. Given, the answer has `spans` and `marks`; 1 merges nothing. */
  resolution?: number;
}

/** Body of `trapframe/timeline`. */
export interface TimelineBody {
  /** The instant. */
  now: number;
  /** The end of the recording: what lies between now and there is ahead, though it has been seen. */
  end: number;
  /** Events before this instant were too many to be kept; what the time before looked like still is. */
  since: number;
  /** Without a resolution: oldest first. */
  events: TimelineEventBody[];
  /** There are more events in that time than the limit: from this instant on; with `newest` up to it. */
  more?: number;
  /** The resolution that was used, a power of two: what was asked for, or coarser when the limit demands it. */
  resolution?: number;
  /** With a cost model and a resolution: cycles of all CPUs together at some instants of that time, ascending. */
  cycles?: { at: number; cycles: number }[];
  spans?: SpanBody[];
  marks?: MarkBody[];
  /** Names of the processes that there are now, and of those that the answer tells of. */
  names: { pid: number; name: string }[];
}

/** What happened; the fields are those of `trapframe trace --format json`, and for which view there are words. */
export interface TimelineEventBody {
  at: number;
  cpu: number;
  /** null: no process. */
  pid: number | null;
  from: ModeName;
  to: ModeName;
  kind: string;
  cause: number | null;
  /** In words. */
  detail: string;
  fact: FactBody;
  /** For a heading. */
  title: string;
}
/** What an event of its kind is made of. Numbers that do not fit into one of JSON are texts, `0x...`. */
export interface FactBody {
  /** What the process was called then. */
  name?: string;
  /** `0x...`: the instruction that it belongs to. */
  pc: string;
  /** Kind `boot`: which part of it. */
  boot?: 'reset' | 'handover' | 'step' | 'setting';
  /** Kinds `boot` and `process`: the kernel's number of a step, or its words. */
  step?: number;
  said?: string;
  /** Kind `boot`: a CSR, and what it is now. */
  csr?: string;
  value?: NumberBody;
  /** Kinds `load` and `process`: of the program. */
  path?: string;
  /** Kinds `trap` and `return`: the system call, by name. */
  call?: string;
  number?: NumberBody;
  /** Kind `trap`: what was in the registers, or the texts that they point to. */
  args?: (NumberBody | null)[];
  /** Kind `return`: what the call has given; signed. */
  result?: NumberBody;
  /** Kind `state`. */
  state?: 'ready' | 'blocked';
  waitingFor?: string;
  /** Kind `switch`. */
  cpuIs?: 'given' | 'taken';
  /** Kind `exit`. */
  status?: number;
  /** Kind `killed`: the trap that it is killed for. */
  fault?: { cause: number; interrupt: boolean; epc: NumberBody; value: NumberBody };
  /** Kind `panic`. */
  message?: string;
  /** Kind `console`: without the line's end. */
  text?: string;
  /** Kind `transient`: what it was behind, how many instructions there were, and what ended them. */
  behind?: 'load' | 'branch';
  instructions?: number;
  ended?: 'limit' | 'fence' | 'csr' | 'atomic' | 'trap' | 'fault' | 'device';
  /** Kind `transient`: of the first load that permission refused, its address (`value`: what went on from it), and the bit that refused it. */
  address?: string;
  refusal?: 'U' | 'R';
  /** Kind `transient`: physical addresses of the lines that were brought into the first cache. */
  lines?: string[];
  /** Kind `halt`. */
  end?: 'finished' | 'reset' | 'stuck';
  code?: number;
  reason?: string;
}
export type NumberBody = number | string;
/**
 * A stretch in which a CPU worked for one process (null: none; 0: several that are not told apart) in one mode; or several
 * that lie close together.
 */
export interface SpanBody {
  cpu: number;
  pid: number | null;
  mode: ModeName;
  from: number;
  to: number;
  /** Steps really spent so; `to - from` where nothing was merged. */
  steps: number;
  count: number;
}

/** Events of one kind, close together. */
export interface MarkBody {
  at: number;
  cpu: number;
  pid: number | null;
  kind: string;
  count: number;
  /** Of the first: the mode before and after, its words and facts. */
  before: ModeName;
  after: ModeName;
  detail: string;
  fact: FactBody;
  /** For a heading. */
  title: string;
  /** What may be written at an arrow from one mode to another, the longest first. */
  labels: string[];
  /** Why the CPU is in the kernel from then on, in a word or two. */
  why?: string;
}

/** Arguments of `trapframe/protocol`. */
export interface ProtocolArguments {
  from?: number;
  to?: number;
  /** The most rows; 2,000 if not given. */
  limit?: number;
  /** Of more rows than that the oldest are sent; else the newest. */
  oldest?: boolean;
}

/** Body of `trapframe/protocol`: the run as the table OS / hardware / program. */
export interface ProtocolBody {
  rows: ProtocolRowBody[];
  /** There are more rows in that time than the limit: earlier ones, or, with `oldest`, later ones. */
  truncated: boolean;
}

export interface ProtocolRowBody {
  at: number;
  cpu: number;
  pid: number | null;
  part: 'boot' | 'run';
  actor: 'os' | 'hardware' | 'program';
  words: string;
  /** The code that it belongs to. */
  place?: PlaceBody;
}

/** Arguments of `trapframe/perfettoTrace`. */
export interface PerfettoArguments {
  /** `next` of the part before; the first part if not given. */
  start?: number;
}

/** Body of `trapframe/perfettoTrace`: a part of the run in Chrome's trace event format. */
export interface PerfettoBody {
  /** All parts, one after the other, are the file. */
  text: string;
  /** There is another part. */
  next?: number;
}

/** Arguments of `trapframe/events`. */
export interface EventsArguments {
  /** Only events for which this expression over their facts holds: `kind == trap && pid == 2 && call == write`. */
  where?: string;
  /** Fields that the events are counted by. */
  groupBy?: string[];
  /** Fields that are added up for each group, such as `steps`. */
  sum?: string[];
  /** First instant; 0 if not given. */
  from?: number;
  /** Last instant; the end of what is recorded if not given. */
  to?: number;
  /** The most events, or groups; 10,000 if not given. */
  limit?: number;
  /** Also those events that were too many to be kept: while the machine stands they are had by running that part of the recording again. */
  whole?: boolean;
}

/** Body of `trapframe/events`. */
export interface EventsBody {
  /** The instant. */
  now: number;
  /** Events before this instant were too many to be kept: they are not among these. */
  since: number;
  /** Events for which it holds, in all. */
  count: number;
  /** The oldest of them; none where they are counted by fields. */
  events: FoundEventBody[];
  /** There are more of them than the limit: from this instant on. */
  more?: number;
  /** With `groupBy`: the largest first. */
  groups?: GroupBody[];
  /** There are more groups than the limit: so many in all. */
  groupCount?: number;
}

export interface FoundEventBody extends TimelineEventBody {
  /** How long what ends here has taken. */
  steps?: number;
}

/** Events that are the same in the fields that they are counted by, which stand beside these, as do the sums. */
export interface GroupBody {
  count: number;
  /** Instants of the first and the last of them. */
  first: number;
  last: number;
  [field: string]: number | string | null;
}

/** `command -> [arguments, body]` */
export interface TimelineRequests {
  'trapframe/timeline': [TimelineArguments, TimelineBody];
  'trapframe/protocol': [ProtocolArguments, ProtocolBody];
  'trapframe/events': [EventsArguments, EventsBody];
  'trapframe/perfettoTrace': [PerfettoArguments, PerfettoBody];
}
