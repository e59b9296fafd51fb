/** Ids of threads are pids; those of CPUs begin here: `id` = this + the number of the CPU. */
export const FIRST_CPU_THREAD = 1_000_000;
