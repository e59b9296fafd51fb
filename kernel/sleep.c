// sleep.c - waiting without using the CPU. A channel is just an address that both sides know.
#include "kernel.h"

// The current process waits until somebody calls wakeup with this channel. What it waited for
// need not be true then: somebody else may have been faster, or the process was killed. So the
// caller asks again.
void wait_for(const void *channel, const char *words) {
  struct process *process = current_process();
  process->channel = channel;
  process->waiting_for = words;
  process->state = BLOCKED;
  switch_to_scheduler();
}

// The same for what may never come. False: the process was killed, and must get out of the kernel.
bool block_on(const void *channel, const char *words) {
  if (current_process()->killed) return false;
  wait_for(channel, words);
  return !current_process()->killed;
}

// Whatever a BLOCKED process waits for: it waits no longer.
void wake(struct process *process) {
  if (process->channel == &process->wake_tick) sleepers--;
  process->channel = NULL;
  process->waiting_for = NULL;
  process_ready(process);
}

// All processes that wait for this channel can run again.
void wakeup(const void *channel) {
  for (struct process *process = process_table; process < process_table + NPROC; process++)
    if (process->state == BLOCKED && process->channel == channel) wake(process);
}

// The current process waits until this many timer interrupts have come. False: it was killed.
bool sleep_ticks(uint64_t count) {
  struct process *process = current_process();
  if (process->killed) return false; // by a process on another CPU, before this one came to the kernel
  process->wake_tick = ticks + count;
  sleepers++;
  return block_on(&process->wake_tick, "the timer");
}

// A process that has been made becomes ready at a later tick.
void sleep_until_arrival(struct process *process) {
  process->wake_tick = process->arrival;
  process->channel = &process->wake_tick;
  sleepers++;
}

// At each tick, in the order of the table: so processes that become ready at the same tick
// do so in the order in which they were made.
void wake_sleepers(void) {
  if (sleepers == 0) return;
  for (struct process *process = process_table; process < process_table + NPROC; process++) {
    if (process->state == UNUSED || process->channel != &process->wake_tick) continue;
    if (process->wake_tick <= ticks) wake(process);
  }
}
