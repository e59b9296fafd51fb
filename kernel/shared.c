// shared.c - what there is once in the machine, however many CPUs it has. What a CPU has for
// itself is in struct cpu (process.h); what one mechanism alone uses is static in its file.
#include "kernel.h"

struct process process_table[NPROC];
struct cpu cpus[NCPU];

int live_processes; // neither UNUSED nor ZOMBIE
int sleepers;       // processes that wait for the timer
int next_pid = 1;
uint64_t ticks; // timer interrupts since boot

struct run_outcome run_outcome;
