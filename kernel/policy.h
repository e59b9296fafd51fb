// policy.h - which process runs next. The mechanism (scheduler.c) asks; it never decides.
//
// A policy holds the processes that are READY, in any order it likes, and may link them
// through process->next. What it wants to remember about a process it keeps in an array of
// its own, at process_index(process).
//
// The CPU changes hands when the process gives it up (it ends, blocks or yields) and when
// tick() says so: a process that becomes ready never takes the CPU between two ticks.
//
// At boot policy=NAME or policy=NAME:parameter=N,parameter=N chooses (without it: rr):
//
//   fifo                                      the first to come runs until it gives up the CPU
//   rr:quantum=1                              in turn, each for `quantum` ticks
//   sjf                                       the shortest estimate, until it gives up the CPU
//   stcf                                      the shortest rest of its estimate, at every tick
//   mlfq:levels=3,quantum=2,allotment=4,boost=100   feedback queues (boost=0: no boost)
//   lottery:seed=1,quantum=1                  drawn by lot, by tickets
//   stride:quantum=1                          in proportion to tickets
//   own                                       yours: policies/own.c
//
// Estimates, tickets, priorities and arrivals come from etc/jobs (boot_list.c); a program can
// change its tickets and priority itself (settickets, setpriority).
//
// A run in which all times are whole ticks: decide=ticks timeslice=N, N at least 1000. Then a
// slice is N instructions of the program, and the CPU idles to the next tick after a process
// has ended or blocked. A process that is to run r ticks executes (r - 1/2) * N instructions
// and ends, or calls sleep(length + 1) for a wait of `length` ticks: user/job.s does. At the
// end each job's entry in process_table says, in ticks, when it arrived, was first_run, and
// came to its end (response = first_run - arrival, turnaround = end - arrival), and how long
// it was waiting; what the kernel used is in kernel_instructions and cpus[0].scheduler_instructions.
#pragma once
#include <stdbool.h>
#include "kernel.h"

struct policy_parameter {
  const char *name; // NULL: the end of the list
  uint64_t *value;  // with what it is if nothing is said
  uint64_t least;
  uint64_t most; // 0: no limit
};

struct policy {
  const char *name;
  const struct policy_parameter *parameters; // NULL: none
  // This entry of the process table has a new process. It may be changed or ready later.
  void (*start)(struct process *process);
  // A process became ready: new, woken, or interrupted. The policy now holds it.
  void (*add)(struct process *process);
  // The process to run now, which the policy gives up; NULL if it holds none.
  struct process *(*pick)(void);
  // The timer hit while this process ran. True: let another one run, and add this one again.
  bool (*tick)(struct process *process);
};

extern const struct policy rr, fifo, sjf, stcf, mlfq, lottery, stride, own;

static inline int process_index(const struct process *process) { return (int)(process - process_table); }
