import { RAM_BASE } from '../machine/physical-memory';
import { board, type BoardRow } from './board';
import type { TreePlace } from './device-model';
import { TIMEBASE_FREQUENCY } from './timebase';
import { cells64, type PropertyValue, type TreeNode } from './device-tree';

const ISA = 'rv64imac_zicsr_zifencei_zicntr_sstc';

export interface TreeOptions {
  readonly memory: number;
  readonly cpus: number;
  readonly bootargs: string;
  readonly initrd?: { readonly start: number; readonly end: number };
}

const range = (region: { base: number; size: number }): number[] => [
  ...cells64(region.base),
  ...cells64(region.size),
];
const unit = (name: string, region: { base: number }): string => `${name}@${region.base.toString(16)}`;

/** The board's device tree: what QEMU's virt board says of the parts that this board has. */
export function boardTree(options: TreeOptions): TreeNode {
  const { cpus, memory, bootargs, initrd } = options;
  const harts = Array.from({ length: cpus }, (_, hart) => hart);
  const { devices, atRoot } = deviceNodes(cpus);
  const console = devices.find(({ name }) => name.startsWith('serial@'))!;
  const chosen: Record<string, PropertyValue> = { bootargs, 'stdout-path': `/soc/${console.name}` };
  if (initrd) {
    chosen['linux,initrd-start'] = [...cells64(initrd.start)];
    chosen['linux,initrd-end'] = [...cells64(initrd.end)];
  }
  return {
    name: '',
    properties: {
      '#address-cells': [2],
      '#size-cells': [2],
      compatible: 'riscv-virtio',
      model: 'riscv-virtio,qemu',
    },
    children: [
      { name: 'chosen', properties: chosen },
      {
        name: unit('memory', { base: RAM_BASE }),
        properties: { device_type: 'memory', reg: range({ base: RAM_BASE, size: memory }) },
      },
      {
        name: 'cpus',
        properties: { '#address-cells': [1], '#size-cells': [0], 'timebase-frequency': [TIMEBASE_FREQUENCY] },
        children: harts.map(hartNode),
      },
      {
        name: 'soc',
        properties: { '#address-cells': [2], '#size-cells': [2], compatible: 'simple-bus', ranges: true },
        children: devices,
      },
      ...atRoot,
    ],
  };
}

/** A hart's interrupt controller has the phandle behind its number. */
const controller = (hart: number): number => 1 + hart;

const hartNode = (hart: number): TreeNode => ({
  name: `cpu@${hart}`,
  properties: {
    device_type: 'cpu',
    reg: [hart],
    status: 'okay',
    compatible: 'riscv',
    'riscv,isa': ISA,
    'mmu-type': 'riscv,sv39',
  },
  children: [
    {
      name: 'interrupt-controller',
      properties: {
        '#interrupt-cells': [1],
        'interrupt-controller': true,
        compatible: 'riscv,cpu-intc',
        phandle: [controller(hart)],
      },
    },
  ],
});

/** The nodes of the rows, and those that name them from the root. */
function deviceNodes(cpus: number): { devices: TreeNode[]; atRoot: readonly TreeNode[] } {
  const harts = Array.from({ length: cpus }, (_, hart) => hart);
  /** Of the rows that were asked for theirs; those of the harts come before. */
  const phandles = new Map<BoardRow, number>();
  const phandleOf = (row: BoardRow): number => {
    const phandle = phandles.get(row) ?? 1 + cpus + phandles.size;
    phandles.set(row, phandle);
    return phandle;
  };
  const interruptController = board.find(({ name }) => name === 'plic')!;
  const placeOf = (row: BoardRow): TreePlace => ({
    reg: { reg: range(row) },
    interrupts:
      row.source === undefined
        ? {}
        : { interrupts: [row.source], 'interrupt-parent': [phandleOf(interruptController)] },
    lines: (...causes) => harts.flatMap((hart) => causes.flatMap((cause) => [controller(hart), cause])),
    phandle: () => phandleOf(row),
  });
  const devices = board.map((row) => {
    const { name, properties } = row.model.treeNode(placeOf(row));
    return { name: unit(name, row), properties };
  });
  const atRoot = board.flatMap((row) => row.model.rootNodes?.(placeOf(row)) ?? []);
  return { devices, atRoot };
}
