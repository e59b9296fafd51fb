import type { Debugger } from '../debug/debugger';
import { threadOn, threadWithId, type Thread } from '../debug/threads';
import type { CodeFrame, Frame } from '../debug/unwind/frames';
import { atLine, withInlined } from '../debug/unwind/inlined';
import { stackOf } from '../debug/unwind/stacks';
import { stateError } from './errors';
import { Handles } from './handles';

/** A frame as the client refers to it. */
export interface FrameReference {
  readonly threadId: number;
  /** From the outermost frame on, which is 1: that of a caller stays the same while others come and go above it. */
  readonly depth: number;
}

/** A frame as it is now. */
export interface FoundFrame {
  readonly thread: Thread;
  readonly frame: CodeFrame;
  readonly reference: FrameReference;
}

/** The call stacks of the threads, as the client refers to them, and which it looks at. */
export class Stacks {
  readonly frames = new Handles<FrameReference>();
  /** The thread that the user looks at: whose address space a bare address is in. */
  focus: number | undefined;
  private readonly known = new Map<number, readonly Frame[]>();

  constructor(
    /** @throws RequestError before the launch */
    private readonly target: () => Debugger,
  ) {}

  /** The machine moved, or something in it was changed. */
  forget(): void {
    this.known.clear();
  }

  /** @throws RequestError when there is no such thread any more */
  thread(id: number): Thread {
    const thread = threadWithId(this.target().system, id);
    if (!thread) throw stateError(`there is no thread ${id} now`);
    return thread;
  }

  /** The thread that the user looks at, else the one that stopped. */
  get threadInFocus(): Thread {
    const { system, stop } = this.target();
    const chosen = this.focus === undefined ? undefined : threadWithId(system, this.focus);
    return chosen ?? threadOn(system, system.hart(stop?.cpu ?? 0));
  }

  of(thread: Thread): readonly Frame[] {
    const known = this.known.get(thread.id);
    if (known && !this.target().isRunning) return known;
    const frames = this.read(thread);
    this.known.set(thread.id, frames);
    return frames;
  }

  private read(thread: Thread): readonly Frame[] {
    const { system, stop } = this.target();
    const frames = withInlined(stackOf(system, thread));
    return stop?.atCall && thread.hart?.id === stop.cpu ? atLine(frames, stop.atCall) : frames;
  }

  /** The frame that a reference stands for now. @throws RequestError when it is gone */
  frame(reference: FrameReference): FoundFrame {
    const thread = this.thread(reference.threadId);
    const frame = this.of(thread).at(-reference.depth);
    if (frame?.kind !== 'code') throw stateError('this frame does not exist any more');
    return { thread, frame, reference };
  }

  /** The frame that a client's number stands for now; without a number, the newest of the thread in focus. @throws RequestError */
  frameWithId(id: number | undefined): FoundFrame {
    if (id === undefined) return this.defaultFrame();
    const reference = this.frames.get(id);
    if (!reference) throw stateError(`there is no frame ${id}`);
    return this.frame(reference);
  }

  /** The frame that a request without one means. */
  defaultFrame(): FoundFrame {
    const thread = this.threadInFocus;
    const stack = this.of(thread);
    const index = stack.findIndex((frame) => frame.kind === 'code');
    return this.frame({ threadId: thread.id, depth: stack.length - index });
  }
}
