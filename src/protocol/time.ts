import type { Nothing } from './code';

// Time travel: going to other instants of the run, and asking about its past. All of these but `console`, `bookmarks` and
// `branches` end in a `stopped` event.

/** Arguments of `trapframe/seek`. Beyond the end of the recording the machine runs on, to the instant or to its end. */
export interface SeekArguments {
  instruction: number;
}

/**
 * Where `trapframe/reverse` goes, for a thread: `into` the call that returned here, or `out` to the call that led here; to its last
 * `trap`; to the last `contextSwitch`, whoever made it; to when it was last `scheduled`, or last in `user` mode.
 */
export type ReverseDestination = 'into' | 'out' | 'trap' | 'contextSwitch' | 'scheduled' | 'user';

/** Arguments of `trapframe/reverse`. Without a thread: the one that the user looks at. */
export interface ReverseArguments {
  threadId?: number;
  to: ReverseDestination;
  /** For `into`: by instruction, not by line. */
  granularity?: 'line' | 'statement' | 'instruction';
}

/** Body of `trapframe/saveRecording`. */
export interface SaveRecordingBody {
  /** The bytes of a recording of the run so far, in base64: the launch attribute `recording` opens it from a file. */
  data: string;
}

/** Arguments of `trapframe/console`. */
export interface ConsoleLineArguments {
  /** Of all that the machine has printed, from 1. */
  line: number;
}

/** Body of `trapframe/console`: the instant that printed the line. */
export interface ConsoleLineBody {
  instruction: number;
}

/** Arguments of `trapframe/lastWrite`. */
export interface LastWriteArguments {
  /** A variable, a member, a register, a CSR or a field of one, `mode`, or an address (then 8 bytes are meant, or `bytes`). */
  expression: string;
  frameId?: number;
  /** As in `dataBreakpointInfo`: the expression is the name of one of these. */
  variablesReference?: number;
  bytes?: number;
  /** An instant: the last write before it; the present one if not given. With that of an answer, the write before that one. */
  before?: number;
  /** Goes there; then a `stopped` event with reason `goto`. */
  go?: boolean;
}

/** Body of `trapframe/lastWrite`. */
export interface LastWriteBody {
  /** The instant before the step that wrote. */
  instruction: number;
  /**
   * The program itself; the kernel, for a program or for itself; the hardware, by taking a trap, returning from one or walking page tables; a device; the
   * user of the debugger; or nobody since the machine was loaded and booted.
   */
  by: 'program' | 'kernel' | 'hardware' | 'device' | 'user' | 'boot';
  /** The process that wrote, or that it was done for. */
  pid?: number;
  /** `0x...`: of the instruction. */
  pc?: string;
  /** The same in a sentence. */
  words: string;
  /** What the expression reads as now. */
  value?: string;
}

/** Arguments of `trapframe/bookmarks`: what is to be different, if anything. */
export interface BookmarksArguments {
  /** A name for an instant: the present one if none is given. One of that name moves. */
  add?: { name: string; instruction?: number };
  /** The name of one that goes. */
  remove?: string;
}

/** Body of `trapframe/bookmarks`: all that there are now, the earliest first. */
export interface BookmarksBody {
  bookmarks: { name: string; instruction: number }[];
}

/** Arguments of `trapframe/branches`: the one to go to, to where it was left; then a `stopped` event follows. */
export interface BranchesArguments {
  goTo?: number;
}

/** Body of `trapframe/branches`. */
export interface BranchesBody {
  branches: BranchBody[];
}

/** A history of the machine. 1 is the recorded one; others began when somebody changed the machine in its past. */
export interface BranchBody {
  id: number;
  /** The history that was changed. */
  parent?: number;
  /** The instant at which it begins. */
  from: number;
  /** The end of its recording. */
  end: number;
  current: boolean;
}

/** Event `trapframe/screen`: the machine was taken to another instant, and this is what its console shows there. */
export interface ScreenBody {
  output: string;
  /** The number of its first line, of all that the machine has printed, from 1: of a very long output only the end is kept. */
  line: number;
}

/** `command -> [arguments, body]` */
export interface TimeRequests {
  'trapframe/seek': [SeekArguments, Nothing];
  'trapframe/reverse': [ReverseArguments, Nothing];
  'trapframe/lastWrite': [LastWriteArguments, LastWriteBody];
  'trapframe/bookmarks': [BookmarksArguments, BookmarksBody];
  'trapframe/branches': [BranchesArguments, BranchesBody];
  'trapframe/saveRecording': [Nothing, SaveRecordingBody];
  'trapframe/console': [ConsoleLineArguments, ConsoleLineBody];
}
