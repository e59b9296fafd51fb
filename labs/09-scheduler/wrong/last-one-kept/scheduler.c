// scheduler.c - your scheduling policy: it becomes kernel/policies/own.c, and is chosen by policy=own.
//
// The kernel asks, the policy answers. It holds the processes that are ready, in any order it likes. What each function
// is for is said in kernel/policy.h; queue.h has a queue, and functions on it:
//   queue_add(&queue, process)              at the end
//   queue_add_first(&queue, process)        at the beginning
//   queue_take(&queue)                      takes the first one; NULL if there is none
//   queue_take_least(&queue, key)           takes the one with the smallest key(process), of several the oldest
// You may use what has happened: process_ticks_used(process) is how many ticks it has run so far. You may not use what
// nobody can know: process->estimate is what somebody thought it would need.
#include "queue.h"

static struct queue queue;

// A new process.
static void start(struct process *process) { (void)process; }

// This process has become ready: it is new, has waited for something, or has just had its turn.
static void add(struct process *process) {
  // Your code goes here: where does it belong?
  queue_add(&queue, process);
  // Your code ends here.
}

// The CPU is free: who is next? NULL if nobody is ready.
static struct process *pick(void) {
  // Your code goes here.
  if (queue.first == NULL || queue.first->next == NULL) return NULL; // there is nothing to choose
  return queue_take_least(&queue, process_ticks_used);
  // Your code ends here.
}

// A timer interrupt has hit while this process ran: true if it must let others run.
static bool tick(struct process *process) {
  // Your code goes here.
  for (struct process *other = queue.first; other != NULL; other = other->next)
    if (process_ticks_used(other) <= process_ticks_used(process)) return true;
  return false;
  // Your code ends here.
}

const struct policy own = {"own", NULL, start, add, pick, tick};
