import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { nameOfThread, threads, type Thread } from '../../debug/threads';
import type { CodeFrame, Frame } from '../../debug/unwind/frames';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { id, natural } from '../shapes/common';
import { nothing, object } from '../shapes/shape';
import { sourceOf } from '../sources';

/** Threads are processes; their call stacks go through the trap. */
export const threadsFeature = {
  threads: {
    shape: nothing,
    handle: (session) => ({
      threads: threads(session.active.system).map((thread) => ({
        id: thread.id,
        name: nameOfThread(thread),
      })),
    }),
  },
  stackTrace: {
    shape: object({ threadId: id }, { startFrame: natural, levels: natural }),
    capabilities: { supportsDelayedStackTraceLoading: true },
    handle: (session, { threadId, startFrame = 0, levels = 0 }) => {
      const thread = session.stacks.thread(threadId);
      const frames = session.stacks.of(thread);
      const end = levels > 0 ? startFrame + levels : frames.length;
      const stackFrames = frames
        .slice(startFrame, end)
        .map((frame, i) => describe(session, thread, frame, frames.length - startFrame - i));
      return { stackFrames, totalFrames: frames.length };
    },
  },
} satisfies Feature;

function describe(session: Session, thread: Thread, frame: Frame, depth: number): DebugProtocol.StackFrame {
  const { client, stacks } = session;
  const number = stacks.frames.of(`${thread.id}/${depth}`, { threadId: thread.id, depth });
  if (frame.kind === 'boundary')
    return { id: number, name: frame.label, line: 0, column: 0, presentationHint: 'label' };
  const common = { id: number, name: nameOf(frame), instructionPointerReference: hex(frame.pc) };
  const { line } = frame;
  if (!line) return { ...common, line: 0, column: 0, presentationHint: 'subtle' };
  return {
    ...common,
    source: sourceOf(session, line.file),
    line: client.line(line.line),
    column: client.column(Math.max(1, line.column)),
  };
}

function nameOf({ function: found, inlined, pc, image }: CodeFrame): string {
  if (inlined?.name !== undefined) return inlined.name;
  if (found) return found.symbol.name;
  return image ? `${image.name} ${hex(pc)}` : hex(pc);
}
