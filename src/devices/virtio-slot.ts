import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';
import type { DeviceModel, TreePlace } from './device-model';

/** Registers common to all slots (Virtual I/O Device specification 1.2, "MMIO Device Register Layout"). */
export const MAGIC = 0x74726976;
export const VERSION = 2;
/** As on QEMU, for drivers that ask. */
export const VENDOR = 0x554d4551;

/** A slot that no device is in: its identity, and device number 0. */
export class EmptySlot implements Device {
  readonly name: string;
  readonly sizes = 1 | 2 | 4 | 8;

  constructor(slot: number) {
    this.name = `virtio${slot}`;
  }

  read(offset: number, size: number): number {
    if (size !== 4) return 0;
    return [MAGIC, VERSION, 0, VENDOR][offset / 4] ?? 0;
  }
  write(): void {}

  save(): DeviceState {
    return null;
  }
  restore(): void {}
}

/** The node of a slot, whatever is in it: drivers find out by themselves. */
export const slotNode = ({ reg, interrupts }: TreePlace): ReturnType<DeviceModel['treeNode']> => ({
  name: 'virtio_mmio',
  properties: { compatible: 'virtio,mmio', ...reg, ...interrupts },
});

/** A slot that stays empty. */
export const emptySlot = (slot: number): DeviceModel => ({
  create: () => new EmptySlot(slot),
  treeNode: slotNode,
});
