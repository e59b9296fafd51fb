// fifo.c - policy=fifo: first in, first out. Who has the CPU keeps it until it gives it up.
#include "queue.h"

static struct queue queue;

static void start(struct process *process) { (void)process; }

static void add(struct process *process) { queue_add(&queue, process); }

static struct process *pick(void) { return queue_take(&queue); }

static bool tick(struct process *process) {
  (void)process;
  return false;
}

const struct policy fifo = {"fifo", NULL, start, add, pick, tick};
