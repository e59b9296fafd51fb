// ps.c - the processes there are.
#include <trapframe.h>

int main(void) {
  static const char *const states[] = {"unused", "new", "ready", "running", "blocked", "zombie"};
  struct process_status process;
  printf("%4s %6s %-8s %8s %s\n", "PID", "PARENT", "STATE", "TICKS", "NAME");
  for (int index = 0; (index = next_process(index, &process)) > 0;)
    printf("%4d %6d %-8s %8lu %s\n", process.pid, process.parent, states[process.state], process.ticks, process.name);
  return 0;
}
