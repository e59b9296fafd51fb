// stride.c - policy=stride: like a lottery without luck. Every tick that a process uses moves it
// forward by its stride, which is the shorter the more tickets it has; who is farthest behind
// runs next.
#include "queue.h"

#define ONE_TICKET (MOST_TICKETS * 1000UL) // the stride of a process with one ticket

static uint64_t quantum = 1;
static const struct policy_parameter parameters[] = {{"quantum", &quantum, 1, 0}, {0}};

static struct queue queue;
static uint64_t farthest; // position of the last one that was chosen

static struct state {
  uint64_t position;
  uint64_t counted; // ticks used that are in the position
} states[NPROC];

static struct state *state_of(const struct process *process) { return &states[process_index(process)]; }

static uint64_t position(const struct process *process) { return state_of(process)->position; }

static void move(struct process *process) {
  uint64_t now = process_ticks_used(process);
  state_of(process)->position += (now - state_of(process)->counted) * (ONE_TICKET / process->tickets);
  state_of(process)->counted = now;
}

static void start(struct process *process) {
  *state_of(process) = (struct state){0};
}

// Who comes new or has slept starts where the others are: nobody saves up time.
static void add(struct process *process) {
  move(process);
  if (position(process) < farthest) state_of(process)->position = farthest;
  queue_add(&queue, process);
}

static struct process *pick(void) {
  this_cpu()->turn = 0;
  struct process *process = queue_take_least(&queue, position);
  if (process != NULL) farthest = position(process);
  return process;
}

static bool tick(struct process *process) {
  (void)process;
  if (++this_cpu()->turn < quantum) return false;
  this_cpu()->turn = 0;
  return queue.first != NULL;
}

const struct policy stride = {"stride", parameters, start, add, pick, tick};
