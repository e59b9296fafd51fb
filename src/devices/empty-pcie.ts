import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';
import { cells64 } from './device-tree';
import type { DeviceModel } from './device-model';

/**
 * Configuration space of a PCI Express bus that nothing is plugged into (PCI Express base specification, "Enhanced Configuration Access
 * Mechanism"): who asks which device is in a slot reads all ones, as where none answers.
 */
export class EmptyPcie implements Device {
  readonly name = 'pcie';
  readonly sizes = 1 | 2 | 4 | 8;

  read(_offset: number, size: number): number {
    return 2 ** (8 * size) - 1;
  }
  write(): void {}

  save(): DeviceState {
    return null;
  }
  restore(): void {}
}

/** Kinds of space in a row of `ranges` (device tree binding of the PCI bus). */
const IO = 0x0100_0000;
const MEMORY32 = 0x0200_0000;

/** Of the windows for devices QEMU's board has the same; nothing is in them. */
export const emptyPcie: DeviceModel<EmptyPcie> = {
  create: () => new EmptyPcie(),
  treeNode: ({ reg }) => ({
    name: 'pci',
    properties: {
      compatible: 'pci-host-ecam-generic',
      device_type: 'pci',
      ...reg,
      '#address-cells': [3],
      '#size-cells': [2],
      '#interrupt-cells': [1],
      'linux,pci-domain': [0],
      'bus-range': [0, 255],
      'dma-coherent': true,
      ranges: [
        IO,
        ...cells64(0),
        ...cells64(0x0300_0000),
        ...cells64(0x1_0000),
        MEMORY32,
        ...cells64(0x4000_0000),
        ...cells64(0x4000_0000),
        ...cells64(0x4000_0000),
      ],
    },
  }),
};
