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

/** What the kernel keeps in many pieces, such as stacks with guard pages between them, is one row until it is unfolded. */
const GROUPED: readonly RegionBody['kind'][] = ['device', 'kernel'];
const MOST_ALONE = 2;

/** A row for each region; below it the page walk of its first address. */
export function presentSpace(
  body: AddressSpaceBody,
  walk: (address: string) => Promise<readonly Node[]>,
): Node[] {
  const row = (region: RegionBody): Node => {
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
  };
  const rows = runsOf(body.regions).flatMap((run) =>
    run.length > MOST_ALONE && GROUPED.includes(run[0].kind)
      ? [groupRow(`${body.pid}/${run[0].kind}s ${run[0].start}`, run, run.map(row))]
      : run.map(row),
  );
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

/** Regions that follow each other and are of one kind, together. */
function runsOf(all: readonly RegionBody[]): RegionBody[][] {
  const runs: RegionBody[][] = [];
  for (const region of all) {
    const last = runs.at(-1);
    if (last?.[0].kind === region.kind) last.push(region);
    else runs.push([region]);
  }
  return runs;
}

function groupRow(id: string, run: readonly RegionBody[], children: readonly Node[]): Node {
  const [{ kind, start }] = run;
  const { end } = run[run.length - 1];
  const [label, icon] = regions[kind];
  const size = sizeInWords(run.reduce((sum, region) => sum + region.size, 0));
  const whose = run.every(({ isUsers }) => !isUsers) ? 'kernel only' : 'user and kernel';
  const rest = `${run.length} regions, ${size}`;
  return {
    id,
    label,
    icon,
    children,
    description: `${start} – ${end} · ${whose} · ${rest}`,
    spoken: `${label}, from ${start} to ${end}, ${whose}, ${rest}`,
  };
}
