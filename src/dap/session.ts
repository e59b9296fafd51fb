import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Place } from '../debug/breakpoints/breakpoint';
import { DataTable } from '../debug/breakpoints/data/table';
import { BreakpointTable } from '../debug/breakpoints/table';
import type { BreakpointTerms } from '../debug/breakpoints/trigger';
import type { Debugger } from '../debug/debugger';
import type { Booted } from '../debug/launch/boot';
import type { Speed } from '../debug/launch/speed';
import type { TrapCause } from '../debug/run/judge';
import type { StepTarget } from '../debug/run/step-targets';
import type { Thread } from '../debug/threads';
import { threadOn, threadWithId } from '../debug/threads';
import type { CodeFrame, Frame } from '../debug/unwind/frames';
import { atLine, withInlined } from '../debug/unwind/inlined';
import { stackOf } from '../debug/unwind/stacks';
import type { Format } from '../debug/values/format';
import type { Type } from '../toolchain/dwarf/types/model';
import { stateError } from './errors';
import { Handles } from './handles';
import type { Host } from '../host/host';
import type { HostPace } from './pace';
import { Progress } from './progress';
import type { VariableSource } from './variables/variable';

/** What the client said of itself; how lines and columns count. */
export interface Client {
  readonly linesStartAt1: boolean;
  readonly columnsStartAt1: boolean;
  readonly supportsMemoryEvent: boolean;
  readonly supportsInvalidatedEvent: boolean;
  readonly supportsAnsiStyling: boolean;
}

/** Breakpoints as the client asked for them: a restart places them anew. */
export interface Wishes {
  readonly sources: Map<string, DebugProtocol.SourceBreakpoint[]>;
  functions: DebugProtocol.FunctionBreakpoint[];
  instructions: DebugProtocol.InstructionBreakpoint[];
  exceptions: DebugProtocol.SetExceptionBreakpointsArguments;
  data: DebugProtocol.DataBreakpoint[];
  /** Traps with a mark in the trap table. */
  causes: readonly TrapCause[];
  /** Processes to stop at when they are given a CPU. */
  scheduled: ReadonlySet<number>;
  logSystemCalls: boolean;
  /** Somebody may type at the machine's console. */
  isTypedAt: boolean;
  /** Undefined: as the launch says. */
  speed: Speed | undefined;
}

/** A frame as the client refers to it. */
export interface FrameReference {
  readonly threadId: number;
  /** From the outermost frame on, which is 1: that of a caller stays the same while others come and go above it. */
  readonly depth: number;
}

/** The state of one debug session, shared by the features. */
export class Session {
  client: Client = {
    linesStartAt1: true,
    columnsStartAt1: true,
    supportsMemoryEvent: false,
    supportsInvalidatedEvent: false,
    supportsAnsiStyling: false,
  };
  /** By the `dataId`: what lies there, as it was when the client asked. */
  readonly dataTypes = new Map<string, Type>();
  readonly wishes: Wishes = {
    sources: new Map(),
    functions: [],
    instructions: [],
    exceptions: { filters: [] },
    data: [],
    causes: [],
    scheduled: new Set(),
    logSystemCalls: false,
    isTypedAt: false,
    speed: undefined,
  };
  /** What became of the wishes; their numbers outlast the machines of a session. */
  readonly breakpoints = new BreakpointTable();
  readonly data = new DataTable(this.breakpoints);
  readonly frames = new Handles<FrameReference>();
  readonly variables = new Handles<VariableSource>();
  readonly gotoTargets = new Handles<Place>();
  /** With the instant at which they were told: they mean nothing at another. */
  readonly stepTargets = new Handles<{ readonly target: StepTarget; readonly at: number }>();
  readonly progress: Progress;
  /** What the client has read of memory, by its references: offsets of the first byte and behind the last. */
  readonly memoryRead = new Map<string, { readonly low: number; readonly high: number }>();
  /** Numbers in hexadecimal, unless a request says otherwise. */
  hexadecimal = false;
  /** Running without debugging: nothing stops it. */
  noDebug = false;
  booted: Booted | undefined;
  /** Of the present machine. */
  pace: HostPace | undefined;
  /** The thread that the user looks at: whose address space a bare address is in. */
  focus: number | undefined;
  private current: Debugger | undefined;
  private stacks = new Map<number, readonly Frame[]>();

  constructor(
    readonly host: Host,
    readonly event: (event: string, body?: unknown) => void,
  ) {
    this.progress = new Progress(event);
  }

  get debugger(): Debugger | undefined {
    return this.current;
  }
  set debugger(next: Debugger | undefined) {
    this.current = next;
    this.stacks.clear();
  }

  /** @throws RequestError before the launch */
  get active(): Debugger {
    if (!this.current) throw stateError('no program has been launched yet');
    return this.current;
  }

  /** The client shows this much of memory, and wants to know when it changes. */
  remember(memoryReference: string, offset: number, count: number): void {
    const known = this.memoryRead.get(memoryReference);
    const low = Math.min(offset, known?.low ?? offset);
    const high = Math.max(offset + count, known?.high ?? 0);
    // Those read longest ago are forgotten: nobody has so many editors open.
    if (!known && this.memoryRead.size >= MOST_REMEMBERED) {
      for (const [oldest] of this.memoryRead) {
        this.memoryRead.delete(oldest);
        break;
      }
    }
    this.memoryRead.set(memoryReference, { low, high });
  }

  /** How a request wants its values. */
  format(asked: DebugProtocol.ValueFormat | undefined): Format {
    return { hex: asked?.hex ?? this.hexadecimal };
  }

  /** The machine moved, or something in it was changed. */
  forget(): void {
    this.stacks.clear();
  }

  /** @throws RequestError when there is no such thread any more */
  thread(id: number): Thread {
    const thread = threadWithId(this.active.system, id);
    if (!thread) throw stateError(`there is no thread ${id} now`);
    return thread;
  }

  /** The process that the user looks at; the first program's before there is any. */
  get pidInFocus(): number {
    if (!this.debugger) return 1;
    const { system, stop } = this.debugger;
    const known = this.focus === undefined ? undefined : threadWithId(system, this.focus)?.process;
    return (known ?? threadOn(system, system.hart(stop?.cpu ?? 0)).process)?.pid ?? 1;
  }

  stack(thread: Thread): readonly Frame[] {
    const known = this.stacks.get(thread.id);
    if (known && !this.active.isRunning) return known;
    const frames = this.readStack(thread);
    this.stacks.set(thread.id, frames);
    return frames;
  }

  private readStack(thread: Thread): readonly Frame[] {
    const { system, stop } = this.active;
    const frames = withInlined(stackOf(system, thread));
    return stop?.atCall && thread.hart?.id === stop.cpu ? atLine(frames, stop.atCall) : frames;
  }

  /** The frame that a client's number stands for now. @throws RequestError when it is gone */
  frame(reference: FrameReference): { thread: Thread; frame: CodeFrame } {
    const thread = this.thread(reference.threadId);
    const frame = this.stack(thread).at(-reference.depth);
    if (frame?.kind !== 'code') throw stateError('this frame does not exist any more');
    return { thread, frame };
  }

  frameWithId(id: number): { thread: Thread; frame: CodeFrame; reference: FrameReference } {
    const reference = this.frames.get(id);
    if (!reference) throw stateError(`there is no frame ${id}`);
    return { ...this.frame(reference), reference };
  }

  /** The frame that a request without one means: the newest of the thread in focus. */
  defaultFrame(): { thread: Thread; frame: CodeFrame; reference: FrameReference } {
    const { system, stop } = this.active;
    const stopped = threadOn(system, system.hart(stop?.cpu ?? 0));
    const thread = (this.focus === undefined ? undefined : threadWithId(system, this.focus)) ?? stopped;
    const stack = this.stack(thread);
    const index = stack.findIndex((frame) => frame.kind === 'code');
    const reference = { threadId: thread.id, depth: stack.length - index };
    return { ...this.frame(reference), reference };
  }
}

const MOST_REMEMBERED = 64;

/** What a wish of the protocol says besides its place; the mode `process` means the one that the user looks at. */
export function termsOf(session: Session, wish: BreakpointTerms): BreakpointTerms {
  const { condition, hitCondition, logMessage, mode } = wish;
  return {
    condition,
    hitCondition,
    logMessage,
    mode,
    ...(mode === 'process' ? { pid: session.pidInFocus } : {}),
  };
}
