import type { DebugProtocol } from '@vscode/debugprotocol';
import { Breakpoint } from '../debug/breakpoints/breakpoint';
import { nameOfPlace } from '../debug/breakpoints/data/place';
import type { Debugger } from '../debug/debugger';
import { outcomeOf } from '../debug/inspect/outcome';
import type { Screen } from '../debug/run/console-output';
import type { Stop } from '../debug/run/stop';
import { threadOfStop, threads } from '../debug/threads';
import { filterWithId } from '../debug/traps/filters';
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
    if (session.console.write(bytes)) return;
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
  target.data.mapped.on((breakpoint) => {
    session.event('breakpoint', { reason: 'changed', breakpoint: describeData(session, breakpoint) });
    if (!target.data.hasLeft(breakpoint)) return;
    const what = nameOfPlace(breakpoint.place);
    const output = `${what} is not watched any more: the function has returned, and its frame ended\n`;
    session.event('output', { category: 'console', output });
  });
  target.continued.on(() => session.stacks.forget());
  target.repainted.on((screen) => tellScreen(session, screen));
  target.time.progress.on((part) => session.progress.report(part));
  target.time.branches.begun.on(({ id, parent, from }) => {
    const output = `The past was changed: from instant ${from} on this is another history, branch ${id}. Branch ${parent} is kept; one can return to it.\n`;
    session.event('output', { category: 'important', output });
  });
  const processes = new Set<number>();
  let hasStopped = false;
  let hasExited = false;
  const stands = (stop: Stop): void => {
    session.progress.end();
    hasStopped = true;
    session.stacks.forget();
    tellThreads(session, target, processes);
    session.stacks.unfocus();
    const { problem } = stop;
    if (problem !== undefined) session.event('output', { category: 'important', output: problem + '\n' });
    session.event('stopped', stoppedBody(target, stop));
    changed(session);
  };
  target.stopped.on(stands);
  target.ended.on((end) => {
    session.progress.end();
    if (hasExited) return stands(target.stop!);
    hasExited = true;
    const outcome = session.booted && outcomeOf(end, session.booted);
    for (const line of [target.unknownCall, outcome?.message]) {
      if (line !== undefined) session.event('output', { category: 'console', output: line + '\n' });
    }
    changed(session);
    session.console.off(outcome?.status ?? 0);
    session.event('exited', { exitCode: outcome?.status ?? 0 });
    // Who has looked at the run wants to look at its end, and back from there.
    if (!session.noDebug && (hasStopped || wantsStops(session))) return stands(target.stop!);
    target.close();
    session.event('terminated');
  });
}

/** Whether the user has asked for anything to stop at, beyond what is on by itself. */
function wantsStops({ wishes, breakpoints, data }: Session): boolean {
  const { filters = [], filterOptions = [] } = wishes.exceptions;
  const isOn = [...filters, ...filterOptions.map(({ filterId }) => filterId)];
  return (
    [...breakpoints.all()].length > 0 ||
    data.all.length > 0 ||
    wishes.causes.length > 0 ||
    wishes.scheduled.size > 0 ||
    isOn.some((id) => filterWithId(id)?.byDefault !== true)
  );
}

const NOTE =
  'The machine was taken to another instant. What it had printed until then stays here, and is not printed again.\n';

/** A screen can be repainted; a console that only grows cannot take text back, and says so once. Who has a screen leaves that note out. */
function tellScreen(session: Session, { bytes, line }: Screen): void {
  session.event('trapframe/screen', { output: new TextDecoder().decode(bytes), line });
  if (session.console.repaint(bytes)) return;
  if (session.hasToldOfTime) return;
  session.hasToldOfTime = true;
  session.event('output', { category: 'console', output: NOTE, data: { isOfScreen: true } });
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
  const { why, description, problem } = stop;
  const text = problem ?? stop.text;
  const hits = 'breakpoints' in why ? why.breakpoints.map(({ id }) => id) : [];
  return {
    reason: reasonOf(stop),
    description,
    ...(text === undefined ? {} : { text }),
    threadId: threadOfStop(target.system, stop).id,
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
    case 'end':
      return 'exit';
    default:
      return why.kind;
  }
}
