import { FIRST_CPU_THREAD } from '../../base/thread-ids';
import { messageOf } from '../../base/errors';
import type { AddressSpaceBody, PageWalkBody, RegionBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import { presentSpace, regionInWords } from './address-space';
import type { Node, Rows } from './node';
import { presentWalk, walkRows } from './page-walk';

/** What the user wants to see in the view. */
export interface SpaceChoice {
  /** The process that stays in it whichever frame is selected. */
  readonly pinned?: number | undefined;
  /** The one beside it. */
  readonly beside?: number | undefined;
  /** Addresses, as they were asked for, whose page walks are shown. */
  readonly walks: readonly string[];
}

/** The way to the view that shows who owns the frames. */
const memory: Node = {
  id: 'physical',
  label: 'Physical memory',
  description: 'a map, frame by frame',
  icon: 'server',
  action: { title: 'Show the Map', command: 'trapframe.physicalMemory.focus' },
};

/** What is where for the process that is looked at. */
export async function addressSpaceRows(
  session: Session,
  threadId: number | undefined,
  { pinned, beside, walks }: SpaceChoice,
): Promise<Rows> {
  if (!session.isSeen) return { nodes: [], message: 'The machine runs.' };
  const running = session.picture?.machine.cpus.find((cpu) => cpu.pid !== undefined)?.pid;
  const looked = threadId !== undefined && threadId < FIRST_CPU_THREAD ? threadId : running;
  const pid = pinned ?? looked;
  if (pid === undefined) {
    const walked = await Promise.all(walks.map((text) => walkRow(session, text, [undefined])));
    return { nodes: [...walked, memory], message: 'No process is looked at.' };
  }
  const pids = beside === undefined || beside === pid ? [pid] : [pid, beside];
  const [first, second] = await Promise.all(pids.map((one) => spaceOf(session, one)));
  const walked = await Promise.all(walks.map((text) => walkRow(session, text, pids)));
  if (typeof first === 'string') return { nodes: [...walked, memory], message: first };
  const stays = pinned === undefined ? '' : ', stays in view';
  if (second === undefined || typeof second === 'string') {
    const regions = presentSpace(first, (address) => walkRows(session, pid, address));
    const message = [`${titleOf(first)}${stays}.`, second, first.message].filter(Boolean).join(' ');
    return { nodes: [...walked, ...regions, memory], message };
  }
  return {
    nodes: [...walked, ...presentPair(first, second, (one, at) => walkRows(session, one, at)), memory],
    message: `${titleOf(first)}${stays}, beside ${titleOf(second).replace(/^P/, 'p')}.`,
  };
}

const titleOf = ({ pid, name, root }: AddressSpaceBody): string =>
  `Process ${pid} (${name})${root === undefined ? '' : `, page table at ${root}`}`;

const spaceOf = (session: Session, pid: number): Promise<AddressSpaceBody | string> =>
  session.request('trapframe/addressSpace', { pid }).catch(messageOf);

/** The page walk of an address that somebody asked for, in one address space or in two. */
async function walkRow(session: Session, text: string, pids: readonly (number | undefined)[]): Promise<Node> {
  const id = `asked ${text}`;
  const walks = await Promise.all(
    pids.map((pid) =>
      session
        .request('trapframe/pageWalk', { address: text, ...(pid === undefined ? {} : { pid }) })
        .catch(messageOf),
    ),
  );
  return presentAsked(text, id, pids, walks);
}

export function presentAsked(
  text: string,
  id: string,
  pids: readonly (number | undefined)[],
  walks: readonly (PageWalkBody | string)[],
): Node {
  const results = walks.map((walk) =>
    typeof walk === 'string' ? walk : (walk.physical ?? `no translation: ${walk.failure ?? ''}`),
  );
  const address = walks.find((walk) => typeof walk !== 'string')?.address;
  const name = address === undefined || address === text ? text : `${text} = ${address}`;
  const described = results.map((result, i) =>
    pids.length > 1 ? `process ${pids[i]}: ${result}` : `→ ${result}`,
  );
  const parts = walks.map((walk, i): Node[] => {
    const children = typeof walk === 'string' ? [] : presentWalk(walk);
    const inside = children.map((row) => ({ ...row, id: `${id}/${pids[i]}/${row.id}` }));
    if (pids.length === 1) return inside;
    return [
      {
        id: `${id}/${pids[i]}`,
        label: `In process ${pids[i]}`,
        icon: 'server-process',
        description: results[i],
        children: inside,
        expanded: true,
      },
    ];
  });
  return {
    id,
    label: `Page walk of ${name}`,
    description: described.join(' · '),
    icon: 'search',
    context: 'walk',
    expanded: true,
    children: parts.flat(),
    spoken: `Page walk of ${name}: ${described.join(', ').replaceAll('→ ', '')}`,
  };
}

/** The regions of two processes: the same addresses, and where each has them. */
export function presentPair(
  first: AddressSpaceBody,
  second: AddressSpaceBody,
  walk: (pid: number, address: string) => Promise<readonly Node[]>,
): Node[] {
  const key = ({ kind, start }: RegionBody): string => `${kind} ${start}`;
  const others = new Map(second.regions.map((region) => [key(region), region]));
  const mine = new Set(first.regions.map(key));
  const rows = [
    ...first.regions.map((region) => [region, others.get(key(region))] as const),
    ...second.regions
      .filter((region) => !mine.has(key(region)))
      .map((region) => [undefined, region] as const),
  ];
  const startOf = ([a, b]: (typeof rows)[number]): bigint => BigInt((a ?? b).start);
  rows.sort((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0));
  const present = ([a, b]: (typeof rows)[number]): Node => {
    const { kind, start } = a ?? b;
    const id = `pair/${kind} ${start}`;
    const side = ({ pid, name }: AddressSpaceBody, region: RegionBody | undefined): Node => ({
      id: `${id}/${pid}`,
      label: `${pid} ${name}`,
      icon: 'server-process',
      description: region === undefined ? 'nothing there' : inWords(region),
      ...(region === undefined ? {} : { children: () => walk(pid, region.start) }),
    });
    const frames = [a, b].map((region) => region?.physical ?? (region ? 'not mapped' : 'nothing'));
    const isShared = a?.physical !== undefined && a.physical === b?.physical;
    const isAlike = frames[0] === frames[1];
    const where = isShared
      ? `the same frames, from ${frames[0]}`
      : isAlike
        ? `${frames[0]} in both`
        : frames.join(' | ');
    const said = (pid: number, frame: string): string =>
      `${frame.startsWith('0x') ? 'in ' : ''}${frame} for process ${pid}`;
    const aloud = isAlike ? where : `${said(first.pid, frames[0])}, ${said(second.pid, frames[1])}`;
    return {
      id,
      label: regionInWords(kind),
      icon: isShared ? 'link' : 'split-horizontal',
      description: `${start} · ${where}`,
      spoken: `${regionInWords(kind)} at ${start}: ${aloud}`,
      children: [side(first, a), side(second, b)],
    };
  };
  const isKernels = ([a, b]: (typeof rows)[number]): boolean =>
    a !== undefined && !a.isUsers && a.physical !== undefined && a.physical === b?.physical;
  const shared = rows.filter(isKernels);
  if (shared.length <= MOST_SHARED) return rows.map(present);
  const children = shared.map(present);
  const words = `${children.length} regions of the kernel, at the same addresses in the same frames`;
  return [
    ...rows.filter((pair) => !isKernels(pair)).map(present),
    {
      id: 'pair/shared',
      label: 'The same in both',
      icon: 'link',
      description: words,
      children,
      spoken: `The same in both: ${words}`,
    },
  ];
}

/** More regions of the kernel than these, alike in both, are one row until it is unfolded. */
const MOST_SHARED = 2;

function inWords({ start, end, permissions, physical }: RegionBody): string {
  const where = physical === undefined ? 'not mapped' : `frames from ${physical}`;
  return [`${start} – ${end}`, ...(permissions === '' ? [] : [permissions]), where].join(' · ');
}
