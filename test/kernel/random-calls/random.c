// random.c - system calls with arguments that make no sense, by several processes and what they fork.
//
//   random SEED                 the supervisor: starts four, lets them, and ends them all
//   random SEED DEPTH CALLS     one of them, so that exec and spawn find a program
#include <trapframe.h>

#define DEEPEST 4
#define CALLS 200

static uint64_t state;
static char area[8192];

static unsigned below(unsigned limit) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state >> 11) % limit;
}

static long call(long number, long a, long b, long c) {
  register long a7 asm("a7") = number, a0 asm("a0") = a, a1 asm("a1") = b, a2 asm("a2") = c;
  asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}

static long pointer(void) {
  static const long wild[] = {0, -1, 0x1000, 0x1ffffff, 0x10000000, 0x80000000, 1L << 62};
  unsigned which = below(16);
  if (which < sizeof wild / sizeof wild[0]) return wild[which];
  return which == 7 ? (long)sbrk(0) - below(20) : (long)area + below(sizeof area);
}

static long number(void) {
  switch (below(6)) {
  case 0: return -1;
  case 1: return 1L << below(64);
  case 2: return -(1L << below(64));
  default: return below(20);
  }
}

static long length(void) { return below(4) == 0 ? number() : (long)below(5000); }

// Another life of this program.
static long again(int (*how)(const char *, char *const *), int depth, int calls) {
  char texts[3][24];
  snprintf(texts[0], sizeof texts[0], "%u", below(1000000));
  snprintf(texts[1], sizeof texts[1], "%d", depth);
  snprintf(texts[2], sizeof texts[2], "%d", calls);
  char *argv[] = {"random", texts[0], texts[1], texts[2], NULL};
  return how(below(3) == 0 ? "nowhere" : "random", argv);
}

static void one_call(int *depth, int calls) {
  bool may_grow = *depth < DEEPEST && below(2) == 0;
  switch (below(24)) {
  case 0: if (below(40) == 0) exit((int)number()); break;
  case 1:
  case 2: if (may_grow && fork() == 0) state += 977 * getpid(), ++*depth; break;
  case 3: again(exec, *depth, calls); break;
  case 4: if (may_grow) again(spawn, *depth + 1, calls / 2); break;
  case 5: call(below(2) ? 3 : 4, pointer(), pointer(), 0); break;
  case 6: if (below(4) == 0) call(5, below(2) ? 0 : pointer(), 0, 0); break;
  case 7: call(8, below(3), 0, 0); break;
  case 8: call(8, -1 - (long)below(5), 0, 0); break;
  case 9: sbrk((long)below(40000) - 16000); break;
  case 10: sbrk(number()); break;
  case 11: open(below(2) ? "bin/random" : "etc/programs", 0); break;
  case 12: call(10, pointer(), number(), 0); break;
  case 13: call(11, 3 + below(15), 0, 0); break;
  case 14:
  case 15: call(12, 3 + below(15), pointer(), length()); break;
  case 16:
  case 17: call(13, 3 + below(15), pointer(), length()); break;
  case 18: if (below(3) == 0) kill(2 + below(40)); break;
  case 19: call(16, 3 + below(15), 0, 0); break;
  case 20: call(17, pointer(), 0, 0); break;
  case 21: call(18 + below(2), number(), 0, 0); break;
  case 22: call(20 + number(), number(), number(), number()); break;
  default: if (below(60) == 0) *(volatile char *)pointer() = 1;
  }
}

static void play(int depth, int calls) {
  while (calls-- > 0) one_call(&depth, calls);
  exit(0);
}

// Pids only grow, and who is killed has no more children: so each time from the first to the last, until
// nobody has been made since the time before.
static void end_all(void) {
  for (int before = 0, last = 0; last <= 0 || last != before + 1;) {
    before = last;
    last = fork();
    if (last == 0) exit(0);
    for (int pid = 2; pid < (last < 0 ? 2000 : last + 20); pid++) kill(pid);
    sleep(1);
  }
  while (wait(NULL) > 0) continue;
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  state = atoi(argv[1]) * 0x9e3779b97f4a7c15 + 1;
  if (argc > 3) play(atoi(argv[2]), atoi(argv[3]));
  for (int i = 0; i < 4; i++) {
    state += i * 7919;
    if (fork() == 0) play(0, CALLS);
  }
  sleep(100);
  end_all();
  return 7;
}
