// mlfq.c - policy=mlfq: multi-level feedback queues. It learns what a process is like from
// what it has done.
//
//   1  The highest level with a ready process runs.
//   2  On one level: in turn, each for a quantum of ticks.
//   3  A new process starts on the highest level, 0.
//   4  Who has used its allotment of ticks on a level moves down, however it used it.
//   5  Every `boost` ticks all move up to level 0, with a new allotment.
//
// A process that is interrupted because a higher level has somebody stays the first of its
// level, with the rest of its quantum. A process with a priority of n never gets above level n.
#include "queue.h"

#define MOST_LEVELS 16

static uint64_t levels = 3, quantum = 2, allotment = 4, boost = 100;
static const struct policy_parameter parameters[] = {
    {"levels", &levels, 1, MOST_LEVELS}, {"quantum", &quantum, 1, 0},
    {"allotment", &allotment, 1, 0},     {"boost", &boost, 0, 0},
    {0},
};

static struct queue queues[MOST_LEVELS];
static uint64_t boosts; // how many have been done

static struct state {
  uint64_t level;
  uint64_t since;   // ticks it had used when its allotment began
  uint64_t quantum; // ticks used of it
  bool interrupted; // to be first in its queue
} states[NPROC];

static struct state *state_of(const struct process *process) { return &states[process_index(process)]; }

static uint64_t lowest(void) { return levels - 1; }

static void place(struct process *process, uint64_t level) {
  state_of(process)->level = level < lowest() ? level : lowest();
  state_of(process)->since = process_ticks_used(process);
}

static void start(struct process *process) {
  *state_of(process) = (struct state){0};
  place(process, process->priority);
}

// The queues, one after the other, become that of the highest level; who runs or waits moves too.
static void boost_if_due(void) {
  if (boost == 0 || ticks / boost == boosts) return;
  boosts = ticks / boost;
  struct queue all = {0};
  for (uint64_t level = 0; level <= lowest(); level++)
    for (struct process *process = queue_take(&queues[level]); process; process = queue_take(&queues[level]))
      queue_add(&all, process);
  for (struct process *process = process_table; process < process_table + NPROC; process++)
    place(process, process->priority);
  for (struct process *process = queue_take(&all); process; process = queue_take(&all))
    queue_add(&queues[state_of(process)->level], process);
}

// True if it moved down.
static bool move_down_if_used_up(struct process *process) {
  struct state *state = state_of(process);
  uint64_t level = state->level;
  if (process_ticks_used(process) - state->since < allotment) return false;
  place(process, level + 1);
  return level < lowest();
}

static void add(struct process *process) {
  boost_if_due();
  move_down_if_used_up(process);
  struct state *state = state_of(process);
  if (state->interrupted) {
    queue_add_first(&queues[state->level], process);
  } else {
    queue_add(&queues[state->level], process);
    state->quantum = 0;
  }
  state->interrupted = false;
}

static struct process *pick(void) {
  boost_if_due();
  for (uint64_t level = 0; level <= lowest(); level++)
    if (queues[level].first != NULL) return queue_take(&queues[level]);
  return NULL;
}

// Whether somebody is ready on this level or above.
static bool somebody_from(uint64_t level) {
  for (uint64_t i = 0; i <= level; i++)
    if (queues[i].first != NULL) return true;
  return false;
}

static bool tick(struct process *process) {
  boost_if_due();
  struct state *state = state_of(process);
  bool moved = move_down_if_used_up(process);
  state->quantum++;
  if (moved || state->quantum >= quantum) {
    state->quantum = 0;
    return somebody_from(state->level);
  }
  state->interrupted = state->level > 0 && somebody_from(state->level - 1);
  return state->interrupted;
}

const struct policy mlfq = {"mlfq", parameters, start, add, pick, tick};
