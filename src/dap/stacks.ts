import type { Debugger } from '../debug/debugger';
import { threadOn, threadWithId, type Thread } from '../debug/threads';
import type { CallStack } from '../debug/unwind/call-stack';
import type { CodeFrame } from '../debug/unwind/frames';
import { callStackOf } from '../debug/unwind/stacks';
import { stateError } from './errors';
import { Handles } from './handles';

/** A frame as the client refers to it: a caller stays the same while others come and go above it. */
export interface FrameReference {
  readonly threadId: number;
  /** Which it is: its mode, its canonical address, its function or inlined call. */
  readonly key: string;
}

/** Stacks are looked through for a frame that may be gone; this far. */
const FARTHEST = 10_000;

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
  private readonly known = new Map<number, CallStack>();

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

  of(thread: Thread): CallStack {
    const known = this.known.get(thread.id);
    if (known && !this.target().isRunning) return known;
    const { system, stop } = this.target();
    const stack = callStackOf(system, thread);
    if (stop?.atCall && thread.hart?.id === stop.cpu) stack.beginAtLine(stop.atCall);
    this.known.set(thread.id, stack);
    return stack;
  }

  /** The frame that a reference stands for now. @throws RequestError when it is gone */
  frame(reference: FrameReference): FoundFrame {
    const { threadId, key } = reference;
    const thread = this.thread(threadId);
    const stack = this.of(thread);
    const farthest = Math.max(stack.known, FARTHEST);
    for (let index = 0; index < farthest; index++) {
      const frame = stack.at(index);
      if (!frame) break;
      if (frame.kind === 'code' && referenceTo(thread, frame).key === key)
        return { thread, frame, reference };
    }
    throw stateError('this frame does not exist any more');
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
    const frame = this.newest(thread);
    return { thread, frame, reference: referenceTo(thread, frame) };
  }

  isNewest(thread: Thread, { key }: FrameReference): boolean {
    return referenceTo(thread, this.newest(thread)).key === key;
  }

  /** @throws RequestError when the thread is nowhere */
  private newest(thread: Thread): CodeFrame {
    const stack = this.of(thread);
    // Nothing but the line of the trap may be above it.
    for (let index = 0; index < 2; index++) {
      const frame = stack.at(index);
      if (frame?.kind === 'code') return frame;
    }
    throw stateError('this frame does not exist any more');
  }
}

export function referenceTo({ id }: Thread, frame: CodeFrame): FrameReference {
  const { mode, cfa, inlined, image, function: found, at } = frame;
  const place = found ? `${image?.name}/${found.symbol.name}` : `${at}`;
  return { threadId: id, key: `${id}/${mode}/${cfa ?? ''}/${place}/${inlined?.height ?? 0}` };
}
