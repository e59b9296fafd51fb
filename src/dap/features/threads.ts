import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { shortNameOf, threads, type Thread } from '../../debug/threads';
import type { CodeFrame, Frame } from '../../debug/unwind/frames';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { id, natural } from '../shapes/common';
import { nothing, object } from '../shapes/shape';
import { sourceOf } from '../sources';
import { referenceTo } from '../stacks';

/** Frames in one answer at most: a longer one would keep the machine, and the client, for seconds. */
const MOST_FRAMES = 20_000;
/** How far one looks on to tell how many there are. */
const AHEAD = 256;

/** Threads are processes; their call stacks go through the trap. */
export const threadsFeature = {
  threads: {
    shape: nothing,
    handle: (session) => ({
      threads: threads(session.active.system).map((thread) => ({
        id: thread.id,
        name: shortNameOf(thread),
      })),
    }),
  },
  stackTrace: {
    shape: object({ threadId: id }, { startFrame: natural, levels: natural }),
    capabilities: { supportsDelayedStackTraceLoading: true },
    handle: (session, { threadId, startFrame = 0, levels = 0 }) => {
      const thread = session.stacks.thread(threadId);
      const stack = session.stacks.of(thread);
      const end = startFrame + (levels > 0 ? Math.min(levels, MOST_FRAMES) : MOST_FRAMES);
      const stackFrames = stack
        .slice(startFrame, end)
        .map((frame, i) => describe(session, thread, frame, startFrame + i));
      // Who asks for all of them is told that these are not all.
      const isCut = stackFrames.length === MOST_FRAMES && (levels === 0 || levels > MOST_FRAMES);
      if (isCut && stack.at(end)) stackFrames.push(boundary(session, thread, CUT, end));
      // Whoever reads on finds out whether there are more: nobody looks for all of them just to count them.
      const totalFrames = stack.at(end + AHEAD) ? end + AHEAD : stack.known;
      return { stackFrames, totalFrames };
    },
  },
} satisfies Feature;

function describe(session: Session, thread: Thread, frame: Frame, index: number): DebugProtocol.StackFrame {
  const { client, stacks } = session;
  if (frame.kind === 'boundary') return boundary(session, thread, frame.label, index);
  const reference = referenceTo(thread, frame);
  const number = stacks.frames.of(reference.key, reference);
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

/** A line between frames; who selects it looks at the frame below it. */
function boundary(session: Session, thread: Thread, name: string, index: number): DebugProtocol.StackFrame {
  const { stacks } = session;
  const below = stacks.of(thread).at(index + 1);
  const key = `${thread.id}/boundary ${index}`;
  const reference = below?.kind === 'code' ? referenceTo(thread, below) : { threadId: thread.id, key };
  const number = stacks.frames.of(key, { ...reference, isTrap: true });
  const source = name === CUT ? undefined : session.trapCards.sourceOf(thread.id);
  const label = { id: number, name, presentationHint: 'label' as const };
  if (!source) return { ...label, line: 0, column: 0 };
  return { ...label, source, line: session.client.line(1), column: session.client.column(1) };
}

const CUT = `── there are more frames; startFrame ${MOST_FRAMES} asks for them ──`;

function nameOf({ function: found, inlined, pc, image }: CodeFrame): string {
  if (inlined?.name !== undefined) return inlined.name;
  if (found) return found.symbol.name;
  return image ? `${image.name} ${hex(pc)}` : hex(pc);
}
