// process_abi.h - what programs and the kernel must agree about processes.
#pragma once
#include <stdint.h>

#define PROCESS_NAME 16

struct process_status {
  int pid, parent; // parent 0: the kernel
  int state;       // 1 new, 2 ready, 3 running, 4 blocked, 5 zombie
  uint64_t ticks;  // timer interrupts that hit while it ran
  char name[PROCESS_NAME];
};
