import { RAM_BASE } from '../machine/physical-memory';
import {
  InterruptSource,
  PLIC_SOURCES,
  TIMEBASE_FREQUENCY,
  VIRTIO_SLOTS,
  addressMap,
  virtioSlot,
} from './address-map';
import { cells64, type PropertyValue, type TreeNode } from './device-tree';

const ISA = 'rv64imac_zicsr_zifencei_zicntr_sstc';
const MACHINE_SOFTWARE = 3;
const MACHINE_TIMER = 7;
const SUPERVISOR_EXTERNAL = 9;
const MACHINE_EXTERNAL = 11;

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
export function virtTree(options: TreeOptions): TreeNode {
  // Phandles: 1.. the harts' interrupt controllers, then the finisher, then the PLIC.
  const controller = (hart: number): number => 1 + hart;
  const finisher = 1 + options.cpus;
  const plic = finisher + 1;
  const interrupt = (source: number): Record<string, PropertyValue> => ({
    interrupts: [source],
    'interrupt-parent': [plic],
  });
  const harts = Array.from({ length: options.cpus }, (_, hart) => hart);
  const chosen: Record<string, PropertyValue> = {
    bootargs: options.bootargs,
    'stdout-path': `/soc/${unit('serial', addressMap.uart)}`,
  };
  if (options.initrd) {
    chosen['linux,initrd-start'] = [...cells64(options.initrd.start)];
    chosen['linux,initrd-end'] = [...cells64(options.initrd.end)];
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
        properties: { device_type: 'memory', reg: range({ base: RAM_BASE, size: options.memory }) },
      },
      {
        name: 'cpus',
        properties: { '#address-cells': [1], '#size-cells': [0], 'timebase-frequency': [TIMEBASE_FREQUENCY] },
        children: harts.map((hart) => ({
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
        })),
      },
      {
        name: 'soc',
        properties: { '#address-cells': [2], '#size-cells': [2], compatible: 'simple-bus', ranges: true },
        children: [
          {
            name: unit('test', addressMap.finisher),
            properties: {
              compatible: ['sifive,test1', 'sifive,test0', 'syscon'],
              reg: range(addressMap.finisher),
              phandle: [finisher],
            },
          },
          {
            name: unit('clint', addressMap.clint),
            properties: {
              compatible: ['sifive,clint0', 'riscv,clint0'],
              reg: range(addressMap.clint),
              'interrupts-extended': harts.flatMap((hart) => [
                controller(hart), MACHINE_SOFTWARE, controller(hart), MACHINE_TIMER,
              ]), // prettier-ignore
            },
          },
          {
            name: unit('plic', addressMap.plic),
            properties: {
              compatible: ['sifive,plic-1.0.0', 'riscv,plic0'],
              reg: range(addressMap.plic),
              'interrupts-extended': harts.flatMap((hart) => [
                controller(hart), MACHINE_EXTERNAL, controller(hart), SUPERVISOR_EXTERNAL,
              ]), // prettier-ignore
              'interrupt-controller': true,
              '#interrupt-cells': [1],
              '#address-cells': [0],
              'riscv,ndev': [PLIC_SOURCES],
              phandle: [plic],
            },
          },
          ...Array.from({ length: VIRTIO_SLOTS }, (_, slot) => ({
            name: unit('virtio_mmio', virtioSlot(slot)),
            properties: {
              compatible: 'virtio,mmio',
              reg: range(virtioSlot(slot)),
              ...interrupt(InterruptSource.virtio + slot),
            },
          })),
          {
            name: unit('serial', addressMap.uart),
            properties: {
              compatible: 'ns16550a',
              reg: range(addressMap.uart),
              'clock-frequency': [3_686_400],
              ...interrupt(InterruptSource.uart),
            },
          },
        ],
      },
    ],
  };
}
