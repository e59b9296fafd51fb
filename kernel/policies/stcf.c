// stcf.c - policy=stcf: shortest time to completion first. At every tick the
// process with the least left of its estimate gets the CPU.
#include "queue.h"

static struct queue queue;

static uint64_t remaining(const struct process *process) {
  if (process->estimate == ESTIMATE_UNKNOWN) return ESTIMATE_UNKNOWN;
  uint64_t used = process_ticks_used(process);
  return used < process->estimate ? process->estimate - used : 0;
}

static void start(struct process *process) { (void)process; }

static void add(struct process *process) { queue_add(&queue, process); }

static struct process *pick(void) { return queue_take_least(&queue, remaining); }

// True if pick() would not choose the one that runs.
static bool tick(struct process *process) {
  uint64_t own = remaining(process);
  for (struct process *other = queue.first; other != NULL; other = other->next)
    if (remaining(other) < own || (remaining(other) == own && other->pid < process->pid)) return true;
  return false;
}

const struct policy stcf = {"stcf", NULL, start, add, pick, tick};
