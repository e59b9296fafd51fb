import type { AddressSpaceBody, PageWalkBody, PhysicalMemoryBody, RegionBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Node, Rows } from './node';

/** Ids of threads from here on are CPUs. */
const FIRST_CPU_THREAD = 1_000_000;

/** What is where for the process that is looked at, and who owns physical memory. */
export async function addressSpaceRows(session: Session, threadId: number | undefined): Promise<Rows> {
  if (!session.isSeen) return { nodes: [], message: 'The machine runs.' };
  const running = session.picture?.machine.cpus.find((cpu) => cpu.pid !== undefined)?.pid;
  const pid = threadId !== undefined && threadId < FIRST_CPU_THREAD ? threadId : running;
  const memory: Node = {
    id: 'physical',
    label: 'Physical memory',
    description: 'by owner',
    icon: 'server',
    children: async () => presentMemory(await session.request('trapframe/physicalMemory')),
  };
  if (pid === undefined) return { nodes: [memory], message: 'No process is looked at.' };
  const body = await session.request('trapframe/addressSpace', { pid });
  const walk = async (address: string): Promise<readonly Node[]> =>
    presentWalk(await session.request('trapframe/pageWalk', { pid, address }));
  const title = `Process ${pid} (${body.name})${body.root === undefined ? '' : `, page table at ${body.root}`}`;
  return {
    nodes: [...presentSpace(body, walk), memory],
    message: body.message === undefined ? title : `${title}. ${body.message}`,
  };
}

const regions: Readonly<Record<RegionBody['kind'], readonly [label: string, icon: string]>> = {
  code: ['Code', 'file-binary'],
  constants: ['Constants', 'symbol-constant'],
  data: ['Static data', 'symbol-variable'],
  heap: ['Heap', 'layers'],
  stack: ['Stack', 'list-ordered'],
  guard: ['Guard page', 'circle-slash'],
  trapFrame: ['Trap frame', 'save'],
  trampoline: ['Trampoline', 'arrow-swap'],
  kernel: ['Kernel', 'shield'],
  device: ['Device', 'plug'],
  other: ['Other', 'question'],
};

/** A row for each region; below it the page walk of its first address. */
export function presentSpace(
  body: AddressSpaceBody,
  walk: (address: string) => Promise<readonly Node[]>,
): Node[] {
  const rows = body.regions.map((region): Node => {
    const [label, icon] = regions[region.kind];
    const rights = region.permissions === '' ? 'not mapped' : region.permissions;
    const whose = region.isUsers ? 'user' : 'kernel only';
    const size = sizeInWords(region.size);
    return {
      id: `${body.pid}/${region.start}`,
      label,
      description: `${region.start} – ${region.end} · ${rights} · ${whose} · ${size}`,
      icon,
      tooltip: [
        `${label}: ${region.start} up to ${region.end}`,
        `${size}, ${region.frames} frames of 4 KiB${region.physical ? `, the first at ${region.physical}` : ''}`,
        region.permissions === '' ? 'Not mapped: every access faults' : `Permissions: ${rights}`,
        region.isUsers ? 'U = 1: the program may use it' : 'U = 0: an access from user mode faults',
      ].join('\n'),
      spoken: `${label}, from ${region.start} to ${region.end}, ${rights}, ${whose}, ${size}`,
      children: () => walk(region.start),
    };
  });
  const { arguments: given } = body;
  if (!given) return rows;
  const texts = given.texts.map(({ address, text }, i): Node => ({
    id: `${body.pid}/argv/${i}`,
    label: `argv[${i}]`,
    description: `${JSON.stringify(text)} at ${address}`,
  }));
  return [
    ...rows,
    {
      id: `${body.pid}/argv`,
      label: 'Arguments',
      description: `argc = ${given.argc}, argv = ${given.argv}, on the stack`,
      icon: 'symbol-array',
      children: texts,
    },
  ];
}

/** A page walk, level by level, and what each kind of access would come to. */
export function presentWalk({ address, levels, physical, failure, accesses }: PageWalkBody): Node[] {
  const id = `walk ${address}`;
  const steps = levels.map((step): Node => ({
    id: `${id}/${step.level}`,
    label: `Level ${step.level}: entry ${step.index}`,
    description: `${step.bits} · ${step.words}`,
    icon: 'type-hierarchy',
    tooltip: `Table at ${step.table}, entry at ${step.entryAddress}: ${step.entry}\n${step.words}`,
    spoken: `Level ${step.level}, entry ${step.index}, ${step.words}`,
  }));
  const result: Node = {
    id: `${id}/result`,
    label: failure === undefined ? 'Physical address' : 'No translation',
    description: failure ?? physical ?? '',
    icon: failure === undefined ? 'arrow-right' : 'error',
  };
  const judged = accesses.map(({ mode, access, allowed, why }): Node => ({
    id: `${id}/${mode} ${access}`,
    label: `${access} in ${mode} mode`,
    description: allowed ? 'allowed' : `faults: ${why ?? ''}`,
    icon: allowed ? 'check' : 'x',
    spoken: `${access} in ${mode} mode ${allowed ? 'is allowed' : `faults: ${why ?? ''}`}`,
  }));
  return [...steps, result, ...judged];
}

const owners: Readonly<Record<PhysicalMemoryBody['ranges'][number]['owner'], string>> = {
  kernelImage: 'Kernel',
  kernelStack: 'Kernel stack',
  pageTable: 'Page table',
  process: 'Page of a process',
  free: 'Free',
  initrd: 'Initial RAM disk',
  deviceTree: 'Device tree',
  device: 'Device',
  other: 'Other',
};

export const presentMemory = ({ ranges, message }: PhysicalMemoryBody): Node[] => [
  ...(message === undefined ? [] : [{ id: 'physical/message', label: message, icon: 'info' }]),
  ...ranges.map(({ owner, start, end, size, pid, name }): Node => {
    const whose = name ?? (pid === undefined ? '' : ` · process ${pid}`);
    return {
      id: `physical/${start}`,
      label: owner === 'device' && name !== undefined ? name : owners[owner],
      description: `${start} – ${end} · ${sizeInWords(size)}${owner === 'device' ? '' : whose}`,
      icon: owner === 'free' ? 'circle-outline' : owner === 'device' ? 'plug' : 'circle-filled',
    };
  }),
];

const sizeInWords = (bytes: number): string =>
  bytes >= 1 << 20
    ? `${bytes / (1 << 20)} MiB`
    : bytes >= 1 << 10
      ? `${Math.round(bytes / 102.4) / 10} KiB`
      : `${bytes} bytes`;
