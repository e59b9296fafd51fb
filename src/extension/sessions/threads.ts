/** Ids of threads from here on are CPUs, the others are processes (docs/protocol.md). */
export const FIRST_CPU_THREAD = 1_000_000;

export const isCpuThread = (threadId: number): boolean => threadId >= FIRST_CPU_THREAD;
