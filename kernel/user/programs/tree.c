// tree.c - a tree of processes: each forks two children, down to the leaves, waits for them and
// ends with how many processes its part of the tree has.
//
//   tree [DEPTH]         2^(DEPTH + 1) - 1 processes, of which DEPTH is 3 if not given
//
// A fork that is refused for the moment (other programs have filled the process table, or the
// memory) is tried again.
#include <trapframe.h>

#define MOST 5 // an exit status has room for 63

static int grow(int depth) {
  int count = 1;
  if (depth == 0) return count;
  for (int child = 0; child < 2; child++) {
    int pid;
    while ((pid = fork()) < 0) sleep(1);
    if (pid == 0) exit(grow(depth - 1));
  }
  for (int status; wait(&status) >= 0;) count += status;
  return count;
}

int main(int argc, char **argv) {
  int depth = argc > 1 ? atoi(argv[1]) : 3;
  if (depth < 0 || depth > MOST) {
    printf("tree: a depth from 0 to %d\n", MOST);
    return 2;
  }
  int count = grow(depth);
  printf("tree: %d processes\n", count);
  return count != (2 << depth) - 1;
}
