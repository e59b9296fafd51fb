// decide.c - when the CPU may change hands: decide=... at boot.
//
//   always   whenever a process ends, blocks or yields, and at ticks
//   ticks    at ticks only: the CPU idles to the next one after a process has ended or blocked
//
// With decide=ticks all times of a run are whole ticks, as in a textbook: see policy.h.
#include "kernel.h"

static bool at_ticks_only;

void decide_choose(void) {
  char text[16];
  if (!bootarg_text("decide", text, sizeof text)) return;
  at_ticks_only = string_equal(text, "ticks") && control == PREEMPTIVE;
  if (!at_ticks_only && !string_equal(text, "always"))
    bootarg_refuse("decide", text, "always, or ticks with control=preemptive");
}

// Whether the policy may be asked for the next process now.
bool decide_now(void) { return !at_ticks_only || this_cpu()->at_tick; }

// How many ticks a process has used. Where the kernel decides at ticks only, nobody else gets
// the rest of a tick that it leaves, so that a tick it has begun is used.
uint64_t process_ticks_used(const struct process *process) {
  return at_ticks_only ? process->ticks_begun : process->cpu_time / timer_slice;
}
