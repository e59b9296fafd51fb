import type { PhysicalMemoryBody } from '../../protocol/requests';
import type { Node } from './node';
import { sizeInWords } from './size';

type Range = PhysicalMemoryBody['ranges'][number];

/** What each kind of owner is called, and its icon and colour; pages of processes have a colour for each process. */
const owners: Readonly<Record<Range['owner'], readonly [label: string, icon: string, color?: string]>> = {
  kernelImage: ['Kernel', 'shield', 'charts.blue'],
  kernelStack: ['Kernel stack', 'layers', 'charts.blue'],
  pageTable: ['Page table', 'type-hierarchy', 'charts.purple'],
  process: ['Page of a process', 'circle-filled'],
  free: ['Free', 'circle-large-outline', 'disabledForeground'],
  initrd: ['Initial RAM disk', 'archive', 'charts.orange'],
  deviceTree: ['Device tree', 'list-tree', 'charts.orange'],
  device: ['Device', 'plug', 'descriptionForeground'],
  other: ['Other', 'question', 'charts.foreground'],
};

const processColors = ['charts.green', 'charts.yellow', 'charts.red'];

/** The shares of each owner in the RAM, then its ranges, then the devices. */
export function presentMemory({ ram, ranges, message }: PhysicalMemoryBody): Node[] {
  const isDevice = ({ owner }: Range): boolean => owner === 'device';
  const inRam = ranges.filter((range) => !isDevice(range));
  const devices = ranges.filter(isDevice);
  return [
    ...(message === undefined ? [] : [{ id: 'physical/message', label: message, icon: 'info' }]),
    sharesRow(inRam, `${ram.start} – ${ram.end}`),
    ...inRam.map(rangeRow),
    {
      ...{ id: 'physical/devices', label: 'Devices', icon: 'plug', description: String(devices.length) },
      children: devices.map(rangeRow),
    },
  ];
}

function rangeRow(range: Range): Node {
  const { owner, start, end, size, pid, name } = range;
  const [kind, icon, color] = owners[owner];
  const isDevice = owner === 'device' && name !== undefined;
  const whose = isDevice ? '' : (name ?? (pid === undefined ? '' : `process ${pid}`));
  const label = isDevice ? name : owner === 'process' && whose !== '' ? `Page of ${whose}` : kind;
  const described = owner === 'process' || whose === '' ? [] : [whose];
  const rest = [`${start} – ${end}`, sizeInWords(size)];
  return {
    id: `physical/${start}`,
    label,
    description: [...described, ...rest].join(' · '),
    icon,
    ...colorOf(color ?? (pid === undefined ? undefined : processColors[pid % processColors.length])),
    spoken: [label, ...described, `from ${start} to ${end}`, sizeInWords(size)].join(', '),
  };
}

/** How much of the RAM each kind of owner has, the largest first. */
function sharesRow(ranges: readonly Range[], where: string): Node {
  const sizes = new Map<Range['owner'], number>();
  for (const { owner, size } of ranges) sizes.set(owner, (sizes.get(owner) ?? 0) + size);
  const shares = [...sizes].sort((a, b) => b[1] - a[1]);
  return {
    ...{ id: 'physical/shares', label: 'RAM', icon: 'pie-chart', description: where },
    expanded: true,
    children: shares.map(([owner, size]) => {
      const [label, icon, color] = owners[owner];
      return {
        ...{ id: `physical/shares/${owner}`, label, description: sizeInWords(size), icon },
        ...colorOf(color ?? (owner === 'process' ? processColors[0] : undefined)),
        spoken: `${label}: ${sizeInWords(size)}`,
      };
    }),
  };
}

const colorOf = (color: string | undefined): { color?: string } => (color === undefined ? {} : { color });
