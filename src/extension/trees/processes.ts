import { grouped } from '../../base/grouped';
import { messageOf } from '../../base/errors';
import type {
  AddressSpaceBody,
  OpenFileBody,
  ProcessBody,
  ProcessState,
  TrapCardBody,
} from '../../protocol/requests';
import type { Session } from '../sessions/session';
import { presentSpace } from './address-space';
import { codeInWords } from './code';
import type { Node, Rows } from './node';
import { walkRows } from './page-walk';
import { savedRows } from './saved-registers';

/** Shapes alone: colours say modes. */
const icons: Readonly<Record<ProcessState, string>> = {
  new: 'add',
  ready: 'circle-large-outline',
  running: 'play-circle',
  blocked: 'watch',
  zombie: 'circle-slash',
};

/**
 * `sessionId` keeps rows of two machines apart; a row keeps its id as long as its process lives. Where there is one CPU only,
 * it goes without saying. `isAwaited`: the machine stops when it is given a CPU.
 */
export function presentProcess(
  process: ProcessBody,
  sessionId: string,
  cpus: number,
  isAwaited = false,
): Node {
  const { pid, name, state, mode, pc, code, waitingFor } = process;
  const where = state === 'running' && cpus > 1 && process.cpu !== undefined ? ` on cpu ${process.cpu}` : '';
  const why = state === 'blocked' && waitingFor ? ` for ${waitingFor}` : '';
  // A process that has ended is nowhere.
  const words = codeInWords(pc, code);
  const place = state === 'zombie' ? [] : [mode, words];
  const stops = isAwaited ? ['stops when scheduled'] : [];
  const icon = icons[state] ?? 'question';
  const spokenPlace = state === 'zombie' ? [] : [`${mode} mode`, code ? `in ${words}` : `pc ${pc}`];
  return {
    id: `${sessionId}/${pid}`,
    label: `${pid} ${name}`,
    description: [`${state}${where}${why}`, ...stops, ...place].join(' · '),
    icon,
    pid,
    tooltip: [
      `Process ${pid}: ${name}`,
      `State: ${state}${where}${why}`,
      ...(place.length ? [`Mode: ${mode}`, `pc: ${pc}${code ? `, ${words}` : ''}`] : []),
      process.parent > 0 ? `Parent: process ${process.parent}` : 'Parent: the kernel',
      `Timer ticks: ${grouped(process.ticks)}`,
      `Given the CPU ${timesInWords(process.switches)}`,
    ].join('\n'),
    context: `process.${state}${isAwaited ? '.awaited' : ''}`,
    ...(process.stateField === undefined ? {} : { written: process.stateField }),
    spoken: [`process ${pid}`, name, `${state}${where}${why}`, ...stops, ...spokenPlace].join(', '),
    ...(state === 'zombie'
      ? {}
      : { action: { title: 'Look at This Process', command: 'trapframe.selectProcess' } }),
  };
}

/** A row for each process; below it, on demand, what is known about it. */
export function processRows(session: Session): Rows {
  const { picture } = session;
  const cpus = picture?.machine.cpus.length ?? 1;
  const nodes = (picture?.processes.processes ?? []).map((process): Node => {
    const row = presentProcess(process, session.id, cpus, session.awaited.has(process.pid));
    return { ...row, children: () => details(session, process, row.id) };
  });
  return { nodes, message: presentMessage(session) };
}

async function details(session: Session, process: ProcessBody, id: string): Promise<readonly Node[]> {
  const { pid, ticks, switches, openFiles, state } = process;
  const isThere = state !== 'zombie';
  const none: Promise<TrapCardBody> = Promise.resolve({});
  const [{ card }, space] = await Promise.all([
    isThere ? session.request('trapframe/trapCard', { threadId: pid }) : none,
    isThere ? session.request('trapframe/addressSpace', { pid }).catch(messageOf) : 'given back at its end',
  ]);
  return [
    card && card.saved.length > 0
      ? savedRows(`${id}/registers`, 'Saved registers', card)
      : {
          id: `${id}/registers`,
          label: 'Registers',
          icon: 'symbol-variable',
          description: isThere ? 'in the CPU' : 'none',
        },
    spaceRow(space, `${id}/space`, (address) => walkRows(session, pid, address)),
    fileRows(`${id}/files`, openFiles),
    {
      id: `${id}/accounting`,
      label: 'Accounting',
      description: `${grouped(ticks)} ${ticks === 1 ? 'tick' : 'ticks'} · given the CPU ${timesInWords(switches)}`,
      icon: 'graph',
    },
    ...costNodes(process, id),
  ];
}

/** The regions of a process, or why there are none. */
const spaceRow = (
  space: AddressSpaceBody | string,
  id: string,
  walk: (address: string) => Promise<readonly Node[]>,
): Node => ({
  id,
  label: 'Address space',
  icon: 'map',
  ...(typeof space === 'string'
    ? { description: space }
    : {
        description: space.root === undefined ? 'no page table' : `page table at ${space.root}`,
        children: presentSpace(space, walk).map((row) => ({ ...row, id: `${id}/${row.id}` })),
      }),
});

/** `read, at 22`; of a pipe also whose its other end is. */
function fileInWords({ offset, mode, otherEnd }: OpenFileBody): string {
  const words: string[] = mode === undefined ? [] : [mode];
  if (offset > 0) words.push(`at ${offset}`);
  const others = [...new Set(otherEnd?.map(({ pid }) => pid))];
  if (otherEnd) words.push(others.length === 0 ? 'other end closed' : `other end: pid ${others.join(', ')}`);
  return words.join(', ');
}

const fileRows = (id: string, openFiles: readonly OpenFileBody[]): Node => ({
  id,
  label: 'Open files',
  icon: 'files',
  description: openFiles.length === 0 ? 'none' : String(openFiles.length),
  ...(openFiles.length === 0
    ? {}
    : {
        children: openFiles.map((file) => ({
          id: `${id}/${file.descriptor}`,
          label: `${file.descriptor} ${file.name}`,
          description: fileInWords(file),
        })),
      }),
});

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

const timesInWords = (count: number): string => (count === 1 ? 'once' : `${grouped(count)} times`);

/** With a cost model: what the process took, and what it waited for most. */
function costNodes({ costs }: ProcessBody, id: string): readonly Node[] {
  if (!costs) return [];
  return (['user', 'kernel'] as const).map((mode) => {
    const { cycles, instructions, dataMisses, dataWalks } = costs[mode];
    return {
      id: `${id}/cost/${mode}`,
      label: `Cycles in ${mode} mode`,
      description: `${grouped(cycles)} for ${grouped(instructions)} instructions · ${grouped(dataMisses)} misses · ${grouped(dataWalks)} page walks`,
      icon: 'dashboard',
    };
  });
}
