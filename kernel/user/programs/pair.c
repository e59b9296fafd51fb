// pair.c - two processes with a pipe between them: one writes numbers, the other adds them up.
//
//   pair [NUMBERS]       1000 of them if not given
//
// The pipe is smaller than what goes through it, so that each of the two has to wait for the
// other; the reader sees the end of the pipe when the writer has ended.
#include <trapframe.h>

static int produce(int to, int numbers) {
  for (int number = 1; number <= numbers; number++)
    if (write(to, &number, sizeof number) != sizeof number) return 1;
  return 0;
}

static long consume(int from) {
  long sum = 0;
  for (int number; read(from, &number, sizeof number) == sizeof number;) sum += number;
  return sum;
}

int main(int argc, char **argv) {
  int numbers = argc > 1 ? atoi(argv[1]) : 1000;
  int ends[2], status;
  if (pipe(ends) < 0) return 1;
  int child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    close(ends[0]);
    return produce(ends[1], numbers);
  }
  close(ends[1]); // else the pipe would never end
  long sum = consume(ends[0]);
  wait(&status);
  printf("pair: the sum of %d numbers is %ld\n", numbers, sum);
  return status != 0 || sum != numbers * (numbers + 1L) / 2;
}
