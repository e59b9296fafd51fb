// rr.c - policy=rr: everybody in turn, each for a quantum of ticks.
#include "queue.h"

static uint64_t quantum = 1;
static const struct policy_parameter parameters[] = {{"quantum", &quantum, 1, 0}, {0}};

static struct queue queue; // in the order in which they became ready

static void start(struct process *process) { (void)process; }

static void add(struct process *process) { queue_add(&queue, process); }

static struct process *pick(void) {
  this_cpu()->turn = 0;
  return queue_take(&queue);
}

// If nobody waits, it may just as well go on, with a new quantum.
static bool tick(struct process *process) {
  (void)process;
  if (++this_cpu()->turn < quantum) return false;
  this_cpu()->turn = 0;
  return queue.first != NULL;
}

const struct policy rr = {"rr", parameters, start, add, pick, tick};
