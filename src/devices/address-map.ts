/**
 * The address map of QEMU's `virt` board, as far as this board has its devices. The device tree is made from this table.
 *
 *   0x0000_1000  boot ROM
 *   0x0010_0000  finisher
 *   0x0200_0000  CLINT
 *   0x1000_0000  UART
 *   0x8000_0000  RAM
 */
export const addressMap = {
  finisher: { base: 0x0010_0000, size: 0x1000 },
  clint: { base: 0x0200_0000, size: 0x1_0000 },
  uart: { base: 0x1000_0000, size: 0x100 },
} as const;

/** Ticks of mtime a second, as the device tree says. Guests may divide by it; nothing here waits for a second. */
export const TIMEBASE_FREQUENCY = 10_000_000;
