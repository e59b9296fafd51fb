/** Ticks of mtime a second, as the device tree says. Only a machine that waits for somebody keeps to it. */
export const TIMEBASE_FREQUENCY = 10_000_000;
