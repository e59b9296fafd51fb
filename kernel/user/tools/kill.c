// kill.c - ends processes, which must descend from the same first program.
#include <trapframe.h>

int main(int argc, char **argv) {
  int failed = 0;
  for (int i = 1; i < argc; i++) {
    int error = kill(atoi(argv[i]));
    if (error == 0) continue;
    dprintf(2, "kill: %s: %s\n", argv[i], error == -EPERM ? "not ours" : "no such process");
    failed = 1;
  }
  return failed;
}
