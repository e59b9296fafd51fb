import { clint } from './clint';
import type { DeviceModel } from './device-model';
import { emptyPcie } from './empty-pcie';
import { finisher } from './finisher';
import { plic } from './plic';
import { uart } from './uart';
import { diskSlot } from './virtio-block';
import { emptySlot } from './virtio-slot';

/** One device of the board: where it is, and what. */
export interface BoardRow {
  /** Its state is saved under this name. */
  readonly name: string;
  /** What people read in the map of physical memory; the name if absent. */
  readonly label?: string;
  readonly base: number;
  /** Bytes that are set aside for it. */
  readonly size: number;
  /** Of them, those that answer; all if absent. */
  readonly registers?: number;
  /** Number of its interrupt at the PLIC; absent: it has none there. */
  readonly source?: number;
  readonly model: DeviceModel;
}

const virtio = (slot: number, model: DeviceModel): BoardRow => ({
  name: `virtio${slot}`,
  label: `virtio ${slot}`,
  base: 0x1000_1000 + slot * 0x1000,
  size: 0x1000,
  registers: 0x200,
  source: 1 + slot,
  model,
});

/**
 * The board: QEMU's `virt`, as far as this one has its devices. What the machine does with each of them, the device tree, the map of
 * physical memory and the check of saved states come from these rows; RAM begins behind them, at 0x8000_0000.
 */
export const board: readonly BoardRow[] = [
  { name: 'finisher', base: 0x0010_0000, size: 0x1000, model: finisher },
  { name: 'clint', base: 0x0200_0000, size: 0x1_0000, model: clint },
  { name: 'plic', base: 0x0c00_0000, size: 0x60_0000, model: plic },
  virtio(0, diskSlot(0)),
  ...[1, 2, 3, 4, 5, 6, 7].map((slot) => virtio(slot, emptySlot(slot))),
  { name: 'uart', base: 0x1000_0000, size: 0x100, source: 10, model: uart },
  {
    name: 'pcie',
    label: 'PCI Express (empty)',
    base: 0x3000_0000,
    size: 0x1000_0000,
    model: emptyPcie,
  },
];
