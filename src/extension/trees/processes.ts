import type { ProcessBody, ProcessState } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Node, Rows } from './node';
import { savedRows } from './trap-card';

const icons: Readonly<Record<ProcessState, readonly [icon: string, color: string]>> = {
  new: ['add', 'charts.purple'],
  ready: ['circle-large-outline', 'charts.blue'],
  running: ['play-circle', 'charts.green'],
  blocked: ['watch', 'charts.yellow'],
  zombie: ['circle-slash', 'disabledForeground'],
};

/**
 * `sessionId` keeps rows of two machines apart; a row keeps its id as long as its process lives. Where there is one CPU only,
 * it goes without saying.
 */
export function presentProcess(process: ProcessBody, sessionId: string, cpus: number): Node {
  const { pid, name, state, mode, pc, waitingFor } = process;
  const where = state === 'running' && cpus > 1 && process.cpu !== undefined ? ` on cpu ${process.cpu}` : '';
  const why = state === 'blocked' && waitingFor ? ` for ${waitingFor}` : '';
  // A process that has ended is nowhere.
  const place = state === 'zombie' ? [] : [mode, pc];
  const [icon, color] = icons[state] ?? ['question', 'foreground'];
  const spokenPlace = state === 'zombie' ? [] : [`${mode} mode`, `pc ${pc}`];
  return {
    id: `${sessionId}/${pid}`,
    label: `${pid} ${name}`,
    description: [`${state}${where}${why}`, ...place].join(' · '),
    icon,
    color,
    tooltip: [
      `Process ${pid}: ${name}`,
      `State: ${state}${where}${why}`,
      ...(place.length ? [`Mode: ${mode}`, `pc: ${pc}`] : []),
      process.parent > 0 ? `Parent: process ${process.parent}` : 'Created at boot',
      `Timer ticks: ${process.ticks}`,
      `Switched in: ${process.switches} times`,
    ].join('\n'),
    context: `process.${state}`,
    spoken: [`process ${pid}`, name, `${state}${where}${why}`, ...spokenPlace].join(', '),
  };
}

/** A row for each process; below it, on demand, what is known about it. */
export function processRows(session: Session): Rows {
  const { picture } = session;
  const cpus = picture?.machine.cpus.length ?? 1;
  const nodes = (picture?.processes.processes ?? []).map((process): Node => {
    const row = presentProcess(process, session.id, cpus);
    return { ...row, children: () => details(session, process, row.id) };
  });
  return { nodes, message: presentMessage(session) };
}

async function details(session: Session, process: ProcessBody, id: string): Promise<readonly Node[]> {
  const { pid, ticks, switches, openFiles } = process;
  const { card } = await session.request('trapframe/trapCard', { threadId: pid });
  return [
    ...(card && card.saved.length > 0
      ? [savedRows(`${id}/registers`, 'Saved registers', card)]
      : [{ id: `${id}/registers`, label: 'Registers', description: 'in the CPU', icon: 'symbol-variable' }]),
    {
      id: `${id}/files`,
      label: 'Open files',
      description: openFiles.length === 0 ? 'none' : String(openFiles.length),
      icon: 'files',
      ...(openFiles.length === 0
        ? {}
        : {
            children: openFiles.map(({ descriptor, name, offset }) => ({
              id: `${id}/files/${descriptor}`,
              label: `${descriptor} ${name}`,
              description: offset > 0 ? `at ${offset}` : '',
            })),
          }),
    },
    {
      id: `${id}/accounting`,
      label: 'Accounting',
      description: `${ticks} ticks · switched in ${switches} times`,
      icon: 'graph',
    },
  ];
}

/** The line above the list: why it is empty or old. undefined when the list speaks for itself. */
export function presentMessage(session: Session): string | undefined {
  const { picture, failure, activity } = session;
  if (failure !== undefined) return `The process list cannot be read: ${failure}`;
  if (!picture) return activity === 'running' ? 'The machine runs.' : 'The machine starts.';
  if (picture.processes.message) return picture.processes.message;
  return picture.processes.processes.length === 0 ? 'No process exists at this instant.' : undefined;
}

/** Beside the title of the view. */
export function presentTitle(session: Session | undefined, sessions: number): string | undefined {
  if (!session) return undefined;
  const parts = sessions > 1 ? [session.name] : [];
  if (session.activity === 'running') parts.push('running');
  return parts.join(' · ') || undefined;
}
