// sleep.c - waits for so many ticks.
#include <trapframe.h>

int main(int argc, char **argv) {
  if (argc < 2 || atoi(argv[1]) < 0) {
    dprintf(2, "sleep: a number of ticks is missing\n");
    return 2;
  }
  return sleep(atoi(argv[1])) == 0 ? 0 : 1;
}
