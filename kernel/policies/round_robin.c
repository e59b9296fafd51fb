// round_robin.c - policy=rr: everybody in turn, each for one time slice.
#include "../policy.h"

// The processes that are ready, in the order in which they became so.
static struct process *first, *last;

static void add(struct process *process) {
  process->next = NULL;
  if (first == NULL) first = process;
  else last->next = process;
  last = process;
}

static struct process *pick(void) {
  struct process *process = first;
  if (process != NULL) first = process->next;
  return process;
}

// The slice is over; if nobody waits, it may just as well go on.
static bool tick(struct process *process) {
  (void)process;
  return first != NULL;
}

const struct policy round_robin = {"rr", add, pick, tick};
