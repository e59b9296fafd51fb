import type { Debugger } from '../debug/debugger';
import type { Environment } from '../debug/expressions/evaluate';
import { threadOfStop, threadWithId, type Thread } from '../debug/threads';
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
  /** It is the line of a trap in the call stack, which stands for the frame below it: the one that was interrupted. */
  readonly isTrap?: boolean;
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
  private focus: number | undefined;
  /** The frame of it that the user looks at: where names in a bare address mean something. */
  private chosen: FrameReference | undefined;
  private newestInFocus: FoundFrame | undefined;
  private readonly known = new Map<number, CallStack>();
  /** Frames that have been looked for, by their keys; of a machine that stands. */
  private readonly found = new Map<string, FoundFrame>();
  /** A frame is another object after each change of the machine. */
  private readonly environments = new WeakMap<CodeFrame, Environment>();

  constructor(
    /** @throws RequestError before the launch */
    private readonly target: () => Debugger,
  ) {}

  /** The machine moved, or something in it was changed. */
  forget(): void {
    this.known.clear();
    this.found.clear();
    this.newestInFocus = undefined;
  }

  /** The user looks at this frame, or at this thread. */
  look({ threadId, key }: Partial<FrameReference> & { threadId: number }): void {
    this.focus = threadId;
    this.chosen = key === undefined ? undefined : { threadId, key };
    this.newestInFocus = undefined;
  }

  /** The machine stands elsewhere: what was looked at before is over. */
  unfocus(): void {
    this.focus = this.chosen = this.newestInFocus = undefined;
  }

  /** The frame that the user looks at; the newest of the thread in focus, if there is none or it is gone. @throws RequestError */
  chosenFrame(): FoundFrame {
    const { chosen } = this;
    return (chosen && this.find(chosen)) ?? this.defaultFrame();
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
    return chosen ?? threadOfStop(system, stop ?? { cpu: 0 });
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
    const known = this.found.get(reference.key);
    if (known && !this.target().isRunning) return known;
    this.thread(reference.threadId);
    const found = this.find(reference);
    if (!found) throw stateError('this frame does not exist any more');
    this.found.set(reference.key, found);
    return found;
  }

  /** What names mean in a frame. */
  environment({ thread, frame }: Pick<FoundFrame, 'thread' | 'frame'>): Environment {
    let known = this.environments.get(frame);
    if (!known) this.environments.set(frame, (known = this.target().environment(thread, frame)));
    return known;
  }

  private find(reference: FrameReference): FoundFrame | undefined {
    const { threadId, key } = reference;
    const thread = threadWithId(this.target().system, threadId);
    if (!thread) return undefined;
    const stack = this.of(thread);
    const farthest = Math.max(stack.known, FARTHEST);
    for (let index = 0; index < farthest; index++) {
      const frame = stack.at(index);
      if (!frame) break;
      if (frame.kind === 'code' && referenceTo(thread, frame).key === key)
        return { thread, frame, reference };
    }
    return undefined;
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
    if (this.newestInFocus && !this.target().isRunning) return this.newestInFocus;
    const thread = this.threadInFocus;
    const frame = this.newest(thread);
    return (this.newestInFocus = { thread, frame, reference: referenceTo(thread, frame) });
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
