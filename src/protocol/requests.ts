/**
 * Every custom request and event of the adapter, typed in one place. Shared by the adapter, the views,
 * the command line and tests; no logic here. Names and shapes are promises (docs/protocol.md).
 */

/** `user`, `kernel` (supervisor mode) or `machine`. */
export type ModeName = 'user' | 'kernel' | 'machine';

export type ProcessState = 'new' | 'ready' | 'running' | 'blocked' | 'zombie';

/** Body of `trapframe/machine`. */
export interface MachineBody {
  /** The instant: steps of all CPUs since reset. */
  instruction: number;
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

/** Arguments of `trapframe/consoleInput`. Any but one with `end` says that somebody may type from now on. */
export interface ConsoleInputArguments {
  /** What was typed, as a terminal sends it: Enter is `\r`. */
  text?: string;
  /** Nobody will type any more. */
  end?: boolean;
}

/** Arguments of `trapframe/setScheduleBreakpoints`: the processes to stop at when they are given a CPU; all of them. */
export interface ScheduleBreakpointsArguments {
  pids: number[];
}
/** Body of `trapframe/kill`. */
export interface KillBody {
  /** When the kernel will end it, in words. */
  words: string;
}

/** Body of `trapframe/processes`. */
export interface ProcessesBody {
  processes: ProcessBody[];
  /** Set when the list cannot be read (yet): why, in words. The list is then empty or partial. */
  message?: string;
}
export interface ProcessBody {
  pid: number;
  /** 0: the kernel, which made it at boot, or adopted it when its own parent had ended. */
  parent: number;
  name: string;
  state: ProcessState;
  /** The CPU that runs it. */
  cpu?: number;
  /** Where it is: `user`, or `kernel` while it is inside a system call, a fault or an interrupt. */
  mode: ModeName;
  /** `0x...`: the address where it is or will go on, in `mode`. */
  pc: string;
  code?: CodeBody;
  /** Timer ticks that found it running. */
  ticks: number;
  /** How often it was switched in. */
  switches: number;
  /** Why it waits, in words, when blocked. */
  waitingFor?: string;
  openFiles: OpenFileBody[];
}
export interface OpenFileBody {
  descriptor: number;
  name: string;
  offset: number;
}

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
  /** Events before this instant were too many to be kept; what the time before looked like still is. */
  since: number;
  /** Without a resolution: oldest first. */
  events: TimelineEventBody[];
  /** There are more events in that time than the limit: from this instant on; with `newest` up to it. */
  more?: number;
  /** The resolution that was used, a power of two: what was asked for, or coarser when the limit demands it. */
  resolution?: number;
  spans?: SpanBody[];
  marks?: MarkBody[];
  /** Names of the processes that there are now, and of those that the answer tells of. */
  names: { pid: number; name: string }[];
}
/** What happened; the fields are those of `trapframe trace --format json`. */
export interface TimelineEventBody {
  at: number;
  cpu: number;
  /** null: no process. */
  pid: number | null;
  from: ModeName;
  to: ModeName;
  kind: string;
  cause: number | null;
  detail: string;
}
/** A stretch in which a CPU worked for one process (null: none) in one mode; or several that lie close together. */
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
  /** Of the first: the mode before and after, and its words. */
  before: ModeName;
  after: ModeName;
  detail: string;
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

/** Body of `trapframe/addressSpace` `{pid}`: what is where for a process, by ascending address. */
export interface AddressSpaceBody {
  pid: number;
  name: string;
  /** The register that makes it current, `0x...`, and the root page table in it. */
  satp: string;
  root?: string;
  regions: RegionBody[];
  /** The argument vector that the process began with, on its stack. */
  arguments?: { argc: number; argv: string; texts: { address: string; text: string }[] };
  /** Why not everything is shown. */
  message?: string;
}
export interface RegionBody {
  kind:
    | 'code'
    | 'constants'
    | 'data'
    | 'heap'
    | 'stack'
    /** Not mapped, or not for the program, so that an overflow of the stack above is a fault. */
    | 'guard'
    | 'trapFrame'
    | 'trampoline'
    | 'kernel'
    | 'device'
    | 'other';
  /** `0x...`; `end` is behind the last byte. */
  start: string;
  end: string;
  size: number;
  /** `rw-`; empty where nothing is mapped. */
  permissions: string;
  /** The program may use it (U = 1); else the kernel only. */
  isUsers: boolean;
  /** Pages of 4 KiB of physical memory behind it. */
  frames: number;
  /** Where its first page is in physical memory, `0x...`. */
  physical?: string;
}

/** Body of `trapframe/pageWalk` `{pid, address}`; without `pid`: in the address space of the CPU whose turn it is. */
export interface PageWalkBody {
  pid?: number;
  address: string;
  satp: string;
  /** Absent with translation off. */
  root?: string;
  /** The entries that are looked at, from the root on. */
  levels: {
    /** 2 (the root) to 0. */
    level: number;
    /** Physical addresses, `0x...`. */
    table: string;
    entryAddress: string;
    /** Of the entry in its table. */
    index: number;
    entry: string;
    /** `VRWXUGAD`, with `-` for a bit that is 0. */
    bits: string;
    /** The same in words. */
    words: string;
  }[];
  physical?: string;
  /** Bytes of the page: 4 KiB, 2 MiB or 1 GiB. */
  pageSize?: number;
  /** Why there is no translation. */
  failure?: string;
  /** The bits of sstatus that permissions depend on, as they are now. */
  sum: boolean;
  mxr: boolean;
  /** Each kind of access from each mode: what the hardware would say. */
  accesses: {
    mode: 'user' | 'kernel';
    access: 'read' | 'write' | 'execute';
    allowed: boolean;
    why?: string;
  }[];
}

/** Body of `trapframe/physicalMemory`: all of the RAM, and the devices, by ascending address. */
export interface PhysicalMemoryBody {
  ram: { start: string; end: string };
  ranges: {
    owner:
      | 'kernelImage'
      | 'kernelStack'
      /** Taken from the kernel's page allocator, and by nobody else than the kernel itself. */
      | 'kernelHeap'
      | 'pageTable'
      | 'process'
      | 'free'
      | 'initrd'
      | 'deviceTree'
      | 'device'
      /** Nothing says whether it is used, or for what. */
      | 'other';
    start: string;
    end: string;
    size: number;
    /** Whose page, page table or kernel stack. A page that several processes have is the last one's. */
    pid?: number;
    /** Of a device; of the process. */
    name?: string;
    /** What the process, or the kernel's image, has there. */
    kind?: RegionBody['kind'];
    /** `0x...`: where the process has its first byte; the others follow. */
    address?: string;
  }[];
  /** Why owners are not known. */
  message?: string;
}

/** Arguments of `trapframe/runTo`: runs one thread to its next crossing of a kind. */
export interface RunToArguments {
  /** The selected one if not given. A process is followed; a CPU's thread stands for whoever it runs. */
  threadId?: number;
  destination: 'user' | 'kernel' | 'trap' | 'scheduled' | 'contextSwitch';
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

/** `command -> [arguments, body]` */
export interface CustomRequests {
  'trapframe/machine': [Record<string, never>, MachineBody];
  'trapframe/csrs': [CsrsArguments, CsrsBody];
  'trapframe/hash': [Record<string, never>, HashBody];
  /** Has the client look at another thread. */
  'trapframe/select': [{ threadId: number }, Record<string, never>];
  'trapframe/setScheduleBreakpoints': [ScheduleBreakpointsArguments, Record<string, never>];
  'trapframe/kill': [{ pid: number }, KillBody];
  'trapframe/consoleInput': [ConsoleInputArguments, Record<string, never>];
  'trapframe/speed': [SpeedArguments, SpeedBody];
  'trapframe/numberFormat': [NumberFormatArguments, NumberFormatBody];
  'trapframe/processes': [Record<string, never>, ProcessesBody];
  'trapframe/addressSpace': [{ pid: number }, AddressSpaceBody];
  'trapframe/pageWalk': [{ pid?: number; address: string | number }, PageWalkBody];
  'trapframe/physicalMemory': [Record<string, never>, PhysicalMemoryBody];
  'trapframe/timeline': [TimelineArguments, TimelineBody];
  'trapframe/protocol': [ProtocolArguments, ProtocolBody];
  'trapframe/trapTable': [Record<string, never>, TrapTableBody];
  'trapframe/trapCard': [TrapCardArguments, TrapCardBody];
  'trapframe/runTo': [RunToArguments, Record<string, never>];
  'trapframe/setTrapBreakpoints': [SetTrapBreakpointsArguments, Record<string, never>];
  /** Whether each system call is written to the console when it is over. */
  'trapframe/logSystemCalls': [{ on: boolean }, Record<string, never>];
  'trapframe/perfettoTrace': [PerfettoArguments, PerfettoBody];
}
export type CustomRequest = keyof CustomRequests;
export type RequestArguments<R extends CustomRequest> = CustomRequests[R][0];
export type RequestBody<R extends CustomRequest> = CustomRequests[R][1];

/** Body of `trapframe/diagnostics`: everything that one build of the programs has to say; empty when it went well. */
export interface DiagnosticsBody {
  diagnostics: DiagnosticBody[];
}
export interface DiagnosticBody {
  /** As a source path of DAP. */
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** UTF-16 units in that line; at least 1. */
  length: number;
  severity: 'error' | 'warning';
  message: string;
  hint?: string;
}

/** Events that the adapter sends besides those of DAP. */
export interface CustomEvents {
  /** The programs were built (launch or restart). With an error among them the request then fails. */
  'trapframe/diagnostics': DiagnosticsBody;
  /** The machine moved or was changed: views should ask again. */
  'trapframe/changed': { instruction: number };
}
