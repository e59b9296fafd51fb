// queue.h - what several policies need: processes in a row.
#pragma once
#include "../policy.h"

struct queue {
  struct process *first, *last;
};

static inline void queue_add(struct queue *queue, struct process *process) {
  process->next = NULL;
  if (queue->first == NULL) queue->first = process;
  else queue->last->next = process;
  queue->last = process;
}

static inline void queue_add_first(struct queue *queue, struct process *process) {
  process->next = queue->first;
  if (queue->first == NULL) queue->last = process;
  queue->first = process;
}

static inline struct process *queue_take(struct queue *queue) {
  struct process *process = queue->first;
  if (process != NULL) queue->first = process->next;
  return process;
}

static inline void queue_remove(struct queue *queue, struct process *process) {
  struct process *before = NULL;
  for (struct process *at = queue->first; at != process; at = at->next) before = at;
  if (before == NULL) queue->first = process->next;
  else before->next = process->next;
  if (queue->last == process) queue->last = before;
}

// The one in the queue with the smallest key, of several the one that was made first; it
// leaves the queue.
static inline struct process *queue_take_least(struct queue *queue, uint64_t (*key)(const struct process *)) {
  struct process *best = queue->first;
  if (best == NULL) return NULL;
  for (struct process *process = best->next; process != NULL; process = process->next)
    if (key(process) < key(best) || (key(process) == key(best) && process->pid < best->pid)) best = process;
  queue_remove(queue, best);
  return best;
}
