// mix.c - computes for a while, waits for a while, in turn: a process as most are.
//
//   mix [NAME] [ROUNDS]  three rounds if not given
//
// With several of them, one computes while the others wait.
#include <trapframe.h>

#define WORK 5000
#define TICKS 2

// The Collatz steps of the first numbers: nothing a compiler could leave out.
static int work(void) {
  int steps = 0;
  for (int number = 1; steps < WORK; number++)
    for (long n = number; n != 1; n = n % 2 ? 3 * n + 1 : n / 2) steps++;
  return steps;
}

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : "mix";
  int rounds = argc > 2 ? atoi(argv[2]) : 3;
  for (int round = 1; round <= rounds; round++) {
    int steps = work();
    printf("%s: round %d, %d steps\n", name, round, steps);
    sleep(TICKS);
  }
  return 0;
}
