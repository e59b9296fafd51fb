// panic.c - the kernel found itself in a state it cannot be in. It stops before it does harm.
#include "kernel.h"

#define PANIC_CODE 126

void panic(const char *message) {
  run_outcome.kind = RUN_PANICKED;
  print_own_line();
  print("[kernel] panic: %s\n", message);
  finish(PANIC_CODE);
}
