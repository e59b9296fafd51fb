/**
 * The address map of QEMU's `virt` board, as far as this board has its devices. The device tree is made from this table.
 *
 *   0x0000_1000  boot ROM
 *   0x0010_0000  finisher
 *   0x0200_0000  CLINT
 *   0x0c00_0000  PLIC
 *   0x1000_0000  UART
 *   0x1000_1000  eight slots for virtio devices, one a page
 *   0x8000_0000  RAM
 */
export const addressMap = {
  finisher: { base: 0x0010_0000, size: 0x1000 },
  clint: { base: 0x0200_0000, size: 0x1_0000 },
  plic: { base: 0x0c00_0000, size: 0x60_0000 },
  uart: { base: 0x1000_0000, size: 0x100 },
  virtio: { base: 0x1000_1000, size: 0x1000 },
} as const;

export const VIRTIO_SLOTS = 8;
/** Of each slot only this much answers. */
export const VIRTIO_REGISTERS = 0x200;

/** Where the slot of that number lies. */
export const virtioSlot = (slot: number): { base: number; size: number } => ({
  base: addressMap.virtio.base + slot * addressMap.virtio.size,
  size: addressMap.virtio.size,
});

/** Interrupt sources of the PLIC. */
export const InterruptSource = {
  /** The first slot's; the others follow. */
  virtio: 1,
  uart: 10,
} as const;
/** Highest number of a source. */
export const PLIC_SOURCES = 95;

/** Ticks of mtime a second, as the device tree says. Guests may divide by it; nothing here waits for a second. */
export const TIMEBASE_FREQUENCY = 10_000_000;
