// policy.h - which process runs next. The mechanism (scheduler.c) asks; it never decides.
//
// A policy holds the processes that are READY, in any order it likes, and may link them
// through process->next.
#pragma once
#include <stdbool.h>
#include "process.h"

struct policy {
  const char *name; // as in the boot argument policy=NAME
  // A process became ready: new, woken, or interrupted. The policy now holds it.
  void (*add)(struct process *process);
  // The process to run now, which the policy gives up; NULL if it holds none.
  struct process *(*pick)(void);
  // The timer hit while this process ran. True: let another one run.
  bool (*tick)(struct process *process);
};

extern const struct policy round_robin;

extern const struct policy *policy; // the one that was chosen at boot
void policy_choose(void);
