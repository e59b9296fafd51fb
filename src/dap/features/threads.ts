import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { nameOfThread, threads, type Thread } from '../../debug/threads';
import type { CodeFrame, Frame } from '../../debug/unwind/frames';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { sourceOf } from '../sources';

/** Threads are processes; their call stacks go through the trap. */
export function threadsFeature(session: Session): Handlers {
  return {
    threads: () => ({
      threads: threads(session.active.system).map((thread) => ({
        id: thread.id,
        name: nameOfThread(thread),
      })),
    }),
    stackTrace: ({ threadId, startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments) => {
      const thread = session.thread(threadId);
      const frames = session.stack(thread);
      const end = levels > 0 ? startFrame + levels : frames.length;
      const stackFrames = frames
        .slice(startFrame, end)
        .map((frame, i) => describe(session, thread, frame, frames.length - startFrame - i));
      return { stackFrames, totalFrames: frames.length };
    },
  };
}

function describe(session: Session, thread: Thread, frame: Frame, depth: number): DebugProtocol.StackFrame {
  const id = session.frames.of(`${thread.id}/${depth}`, { threadId: thread.id, depth });
  if (frame.kind === 'boundary')
    return { id, name: frame.label, line: 0, column: 0, presentationHint: 'label' };
  const reference = { instructionPointerReference: hex(frame.pc) };
  const { line } = frame;
  if (!line) return { id, name: nameOf(frame), line: 0, column: 0, ...reference, presentationHint: 'subtle' };
  const { linesStartAt1, columnsStartAt1 } = session.client;
  return {
    id,
    name: nameOf(frame),
    source: sourceOf(session.active, line.file),
    line: line.line - (linesStartAt1 ? 0 : 1),
    column: Math.max(1, line.column) - (columnsStartAt1 ? 0 : 1),
    ...reference,
  };
}

function nameOf({ function: found, inlined, pc, image }: CodeFrame): string {
  if (inlined?.name !== undefined) return inlined.name;
  if (found) return found.symbol.name;
  return image ? `${image.name} ${hex(pc)}` : hex(pc);
}
