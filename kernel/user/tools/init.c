// init.c - a first process: starts another program and, as orphans come to it, forgets them when they end.
//
//   init [PROGRAM [ARG...]]   sh if nothing is said; ends when that program has
#include <trapframe.h>

int main(int argc, char **argv) {
  char *shell[] = {"sh", NULL};
  char **words = argc > 1 ? argv + 1 : shell;
  adopt_orphans();
  int pid = spawn(words[0], words), status = 0, ended;
  if (pid < 0) {
    dprintf(2, "init: %s: not found\n", words[0]);
    return 127;
  }
  int result = 0;
  while ((ended = wait(&status)) > 0) {
    if (ended == pid) result = status;
  }
  return result;
}
