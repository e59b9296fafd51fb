import type { AddressSpaceBody, RegionBody } from '../../protocol/requests';
import type { Node } from './node';
import { sizeInWords } from './size';

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

/** What a kind of region is called. */
export const regionInWords = (kind: RegionBody['kind']): string => regions[kind][0];

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
