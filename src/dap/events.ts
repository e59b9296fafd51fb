import type { DebugProtocol } from '@vscode/debugprotocol';
import { Breakpoint } from '../debug/breakpoints/breakpoint';
import type { Debugger } from '../debug/debugger';
import { outcomeOf } from '../debug/inspect/outcome';
import type { Stop } from '../debug/run/stop';
import { threadOn, threads } from '../debug/threads';
import { describeData } from './features/data-breakpoints';
import { sourceOf } from './sources';
import type { Session } from './session';

/** ANSI escape sequences: what the debugger says itself of the program, apart from what the program says. */
const CYAN = '\x1b[36m';
const PLAIN = '\x1b[0m';

/** What happens in a debugger, as events for the client. */
export function watch(session: Session, target: Debugger): void {
  const decoder = new TextDecoder();
  target.console.on((bytes) => {
    const output = decoder.decode(bytes, { stream: true });
    if (output !== '') session.event('output', { category: 'stdout', output });
  });
  target.logged.on(({ line, breakpoint }) => {
    const { file, line: number } = breakpoint instanceof Breakpoint ? breakpoint.target : {};
    const where =
      file === undefined || number === undefined
        ? {}
        : { source: sourceOf(session, file), line: session.client.line(number) };
    session.event('output', { category: 'console', output: line + '\n', ...where });
  });
  target.called.on((line) => {
    const shown = session.client.supportsAnsiStyling ? `${CYAN}${line}${PLAIN}` : line;
    session.event('output', { category: 'console', output: shown + '\n' });
  });
  target.data.mapped.on((breakpoint) =>
    session.event('breakpoint', { reason: 'changed', breakpoint: describeData(session, breakpoint) }),
  );
  target.continued.on(() => session.stacks.forget());
  const processes = new Set<number>();
  target.stopped.on((stop) => {
    session.progress.end();
    session.stacks.forget();
    tellThreads(session, target, processes);
    session.stacks.focus = undefined;
    const { problem } = stop;
    if (problem !== undefined) session.event('output', { category: 'important', output: problem + '\n' });
    session.event('stopped', stoppedBody(target, stop));
    changed(session);
  });
  target.ended.on((end) => {
    session.progress.end();
    const outcome = session.booted && outcomeOf(end, session.booted);
    if (outcome?.message !== undefined) {
      session.event('output', { category: 'console', output: outcome.message + '\n' });
    }
    changed(session);
    session.event('exited', { exitCode: outcome?.status ?? 0 });
    session.event('terminated');
  });
}

/** Which processes have come and gone since the last stop. The threads of CPUs come and go with each switch: nobody is told. */
function tellThreads(session: Session, { system }: Debugger, known: Set<number>): void {
  const now = new Set(threads(system).flatMap(({ kind, id }) => (kind === 'process' ? [id] : [])));
  for (const threadId of known) {
    if (!now.has(threadId)) session.event('thread', { reason: 'exited', threadId });
  }
  for (const threadId of now) {
    if (!known.has(threadId)) session.event('thread', { reason: 'started', threadId });
  }
  known.clear();
  for (const id of now) known.add(id);
}

/** Tells views that what they show may be out of date. */
export function changed(session: Session): void {
  session.stacks.forget();
  const instruction = session.debugger?.system.machine.instant;
  if (instruction !== undefined) session.event('trapframe/changed', { instruction });
}

function stoppedBody(target: Debugger, stop: Stop): DebugProtocol.StoppedEvent['body'] {
  const { why, cpu, description, problem } = stop;
  const text = problem ?? stop.text;
  const hits = 'breakpoints' in why ? why.breakpoints.map(({ id }) => id) : [];
  return {
    reason: reasonOf(stop),
    description,
    ...(text === undefined ? {} : { text }),
    threadId: threadOn(target.system, target.system.hart(cpu)).id,
    allThreadsStopped: true,
    ...(hits.length === 0 ? {} : { hitBreakpointIds: hits }),
  };
}

function reasonOf({ why }: Stop): string {
  switch (why.kind) {
    case 'filter':
      return why.filter.exceptional ? 'exception' : 'breakpoint';
    case 'data':
      return 'data breakpoint';
    default:
      return why.kind;
  }
}
