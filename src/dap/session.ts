import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointTerms } from '../debug/breakpoints/breakpoint';
import type { Debugger } from '../debug/debugger';
import type { Booted } from '../debug/launch/boot';
import type { Image } from '../debug/symbols/image';
import type { Thread } from '../debug/threads';
import { threadOn, threadWithId } from '../debug/threads';
import type { CodeFrame, Frame } from '../debug/unwind/frames';
import { stackOf } from '../debug/unwind/stacks';
import { stateError } from './errors';
import { Handles } from './handles';
import type { AdapterHost } from './host';
import type { VariableSource } from './variables/variable';

/** What the client said of itself; how lines and columns count. */
export interface Client {
  readonly linesStartAt1: boolean;
  readonly columnsStartAt1: boolean;
  readonly supportsMemoryEvent: boolean;
}

/** Breakpoints as the client asked for them: a restart places them anew. */
export interface Wishes {
  readonly sources: Map<string, DebugProtocol.SourceBreakpoint[]>;
  functions: DebugProtocol.FunctionBreakpoint[];
  instructions: DebugProtocol.InstructionBreakpoint[];
  exceptions: DebugProtocol.SetExceptionBreakpointsArguments;
}

/** A frame as the client refers to it. */
export interface FrameReference {
  readonly threadId: number;
  /** From the newest frame on. */
  readonly index: number;
}

/** The state of one debug session, shared by the features. */
export class Session {
  client: Client = { linesStartAt1: true, columnsStartAt1: true, supportsMemoryEvent: false };
  readonly wishes: Wishes = {
    sources: new Map(),
    functions: [],
    instructions: [],
    exceptions: { filters: [] },
  };
  readonly frames = new Handles<FrameReference>();
  readonly variables = new Handles<VariableSource>();
  /** Running without debugging: nothing stops it. */
  noDebug = false;
  booted: Booted | undefined;
  /** The thread that the user looks at: whose address space a bare address is in. */
  focus: number | undefined;
  private current: Debugger | undefined;
  private stacks = new Map<number, readonly Frame[]>();

  constructor(
    readonly host: AdapterHost,
    readonly event: (event: string, body?: unknown) => void,
  ) {}

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

  stack(thread: Thread): readonly Frame[] {
    const known = this.stacks.get(thread.id);
    if (known && !this.active.isRunning) return known;
    const frames = stackOf(this.active.system, thread);
    this.stacks.set(thread.id, frames);
    return frames;
  }

  /** The frame that a client's number stands for now. @throws RequestError when it is gone */
  frame(reference: FrameReference): { thread: Thread; frame: CodeFrame } {
    const thread = this.thread(reference.threadId);
    const frame = this.stack(thread)[reference.index];
    if (frame?.kind !== 'code') throw stateError('this frame does not exist any more');
    return { thread, frame };
  }

  frameWithId(id: number): { thread: Thread; frame: CodeFrame; reference: FrameReference } {
    const reference = this.frames.get(id);
    if (!reference) throw stateError(`there is no frame ${id}`);
    return { ...this.frame(reference), reference };
  }

  /** The programs whose symbols a number in a frame may stand for: the frame's own first. */
  imagesOf({ process }: Thread, { image }: CodeFrame): (Image | undefined)[] {
    const { system } = this.active;
    return [image, process && system.programOf(process), system.kernelImage];
  }

  /** The frame that a request without one means: the newest of the thread in focus. */
  defaultFrame(): { thread: Thread; frame: CodeFrame; reference: FrameReference } {
    const { system, stop } = this.active;
    const stopped = threadOn(system, system.hart(stop?.cpu ?? 0));
    const thread = (this.focus === undefined ? undefined : threadWithId(system, this.focus)) ?? stopped;
    const index = this.stack(thread).findIndex((frame) => frame.kind === 'code');
    const reference = { threadId: thread.id, index };
    return { ...this.frame(reference), reference };
  }
}

export const termsOf = (wish: BreakpointTerms): BreakpointTerms => ({
  condition: wish.condition,
  hitCondition: wish.hitCondition,
  logMessage: wish.logMessage,
});
