// sjf.c - policy=sjf: shortest job first, by its estimate. It then runs until it
// gives up the CPU. Who has no estimate comes after all who have one.
#include "queue.h"

static struct queue queue;

static uint64_t key(const struct process *process) { return process->estimate; }

static void start(struct process *process) { (void)process; }

static void add(struct process *process) { queue_add(&queue, process); }

static struct process *pick(void) { return queue_take_least(&queue, key); }

static bool tick(struct process *process) {
  (void)process;
  return false;
}

const struct policy sjf = {"sjf", NULL, start, add, pick, tick};
