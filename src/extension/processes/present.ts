import type { ProcessBody, ProcessState } from '../../protocol/requests';
import type { Session } from '../sessions/session';

/** How one process is shown in a row. Icons are codicons, colours are theme colours. */
export interface ProcessRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string;
  readonly tooltip: string;
  readonly spoken: string;
}

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
export function presentProcess(process: ProcessBody, sessionId: string, cpus: number): ProcessRow {
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
    spoken: [`process ${pid}`, name, `${state}${where}${why}`, ...spokenPlace].join(', '),
  };
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
