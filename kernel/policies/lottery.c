// lottery.c - policy=lottery: at the end of each quantum a ticket is drawn, and its holder runs.
// In the long run everybody gets its share, and nobody starves.
#include "queue.h"

static uint64_t seed = 1, quantum = 1;
static const struct policy_parameter parameters[] = {{"seed", &seed, 0, 0}, {"quantum", &quantum, 1, 0}, {0}};

static struct queue queue;
static uint64_t tickets; // of all in the queue

// The same seed draws the same tickets: a multiplication and an addition, of which the upper
// bits look random (Knuth's MMIX constants).
static uint64_t draw(void) {
  seed = seed * 6364136223846793005 + 1442695040888963407;
  return (seed >> 33) % tickets;
}

static void start(struct process *process) { (void)process; }

static void add(struct process *process) {
  tickets += process->tickets;
  queue_add(&queue, process);
}

static struct process *pick(void) {
  this_cpu()->turn = 0;
  if (queue.first == NULL) return NULL;
  struct process *winner = queue.first;
  uint64_t number = draw();
  for (; number >= (uint64_t)winner->tickets; winner = winner->next) number -= winner->tickets;
  queue_remove(&queue, winner);
  tickets -= winner->tickets;
  return winner;
}

static bool tick(struct process *process) {
  (void)process;
  if (++this_cpu()->turn < quantum) return false;
  this_cpu()->turn = 0;
  return queue.first != NULL;
}

const struct policy lottery = {"lottery", parameters, start, add, pick, tick};
