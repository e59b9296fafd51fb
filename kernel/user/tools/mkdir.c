// mkdir.c - makes directories.
#include <trapframe.h>

int main(int argc, char **argv) {
  int failed = 0;
  for (int i = 1; i < argc; i++) {
    int error = mkdir(argv[i]);
    if (error == 0) continue;
    dprintf(2, "mkdir: %s: %s\n", argv[i],
            error == -EEXIST ? "it is there already" : error == -ENOSPC ? "the disk is full" : "cannot be made");
    failed = 1;
  }
  return failed;
}
