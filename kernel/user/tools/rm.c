// rm.c - removes files, and directories with nothing in them.
#include <trapframe.h>

int main(int argc, char **argv) {
  int failed = 0;
  for (int i = 1; i < argc; i++) {
    int error = unlink(argv[i]);
    if (error == 0) continue;
    dprintf(2, "rm: %s: %s\n", argv[i],
            error == -ENOENT ? "not found" : error == -ENOTEMPTY ? "it is not empty" : "cannot be removed");
    failed = 1;
  }
  return failed;
}
