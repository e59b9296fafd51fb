/** Programs in C that the specs run. Lines with `// @NAME` can be found by that name. */
export const cPrograms = {
  'statements.c': `
int main(void) {
  int a = 1; int b = a + 1; int c = a + b; // @many
  return a + b + c;
}
`,
  'data.c': `#include <trapframe.h>

enum color { RED, GREEN = 5, BLUE };
struct pair { int x, y; };
struct node {
  int value;
  unsigned low : 3, high : 5;
  struct node *next;
  char name[8];
  union { long number; char bytes[8]; };
};
typedef int (*operation)(int, int);

int counter = 7;
static struct pair pairs[3] = {{1, 2}, {3, 4}, {5, 6}};
struct node second = {20, 1, 2, 0, "second", {0}};
char *words[] = {"zero", "one"};
int numbers[5000];
volatile int sink;

int add(int left, int right) {
  return left + right;                        // @add
}

static int work(struct node *list, operation op) {
  int total = -3;
  unsigned big = 4000000000u;
  signed char small = -1;
  char letter = 'h';
  _Bool yes = 1;
  enum color paint = BLUE;
  unsigned char flags = 0xf0;
  struct pair point = {10, 20};
  struct pair *p = &pairs[1];
  const char *text = "hello\\n";
  void *nothing = 0;
  struct node *wild = (struct node *)0xdead0000;
  long grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
  for (int i = 0; i < 2; i++) {
    int total = i * 100;
    sink = total + i;                         // @inner
  }
  total = op(total, point.x);                 // @call
  sink = total + (int)big + small + letter + yes + paint + flags + p->x + grid[1][1] + (wild == nothing);
  write(1, text, 6);                          // @write
  return total + list->value;                 // @return
}

int main(int argc, char **argv) {
  struct node first = {10, 5, 17, &second, "first", {0x4142434445464748}};
  numbers[4999] = 42;
  int result = work(&first, add);             // @main
  printf("result %d\\n", result);
  return 0;
}
`,
  'fields.c': `
struct { int whole; unsigned low : 3, high : 5; } packed;
int list[4];

int main(void) {
  int local = 0;
  packed.high = 9;
  packed.low = 5;                             // @low
  list[2] = 7;                                // @list
  local = 3;                                  // @local
  return local;
}
`,
  'own-names.c': `#include <trapframe.h>

int pid = 77, v[3] = {10, 20, 30};
static int mode = 5;
struct tag { int count; char name[]; } tag = {3, "flexible"};
struct chain { int count; short items[]; } chain = {3, {1, -2, 3}};
struct old { int count; int items[0]; } *heap;
static int table[4];
int work(int n) {
  return n + mode + table[1];                 // @work
}
int main(int argc, char **argv) {
  double zero = -0.0;
  long double third = 0.125L;
  int local[3] = {1, 2, 3};
  struct old *o = sbrk(4096);
  heap = o;
  o->count = 2; o->items[0] = 5; o->items[1] = 6;
  for (int i = 0; i < 6; i++) {
    pid = 74 + i;
    local[1] = i;                             // @element
  }
  (void)zero, (void)third;
  return work(1);                             // @call
}
`,
  'replaced.c': `#include <trapframe.h>

int turn;

static int deeper(const char *path, int n) {
  char *const arguments[] = {(char *)path, n > 1 ? "1" : "x", 0};
  int failed = exec("bin/nowhere", arguments);  // @fails
  exec(path, arguments);                      // @exec
  return failed;
}

int main(int argc, char **argv) {
  int again = argc > 1 && argv[1][0] == '1';  // @begins
  if (fork() == 0) {
    deeper("bin/hello", 0);                   // @child
    exit(9);
  }
  wait(0);
  return deeper(again ? "bin/hello" : "bin/replaced", 2);  // @deeper
}
`,
  'frames.c': `#include <trapframe.h>

int total;

int scribble(int n) {
  volatile int room[16];
  for (int i = 0; i < 16; i++) room[i] = n + i;
  return room[3];
}

int down(int n) {
  int here = n;
  if (n > 0) total += down(n - 1);            // @recurse
  here = here + 100;                          // @change
  return here;
}

int main(void) {
  int first = down(3);                        // @main
  int more = scribble(5);
  more += down(3);
  more += scribble(6);
  return first + more > 0;
}
`,
  'twin.c': `#include <trapframe.h>

int mine;

int spin(int id) {
  int copy = id * 11;
  for (;;) {
    mine = copy;                              // @spin
  }
}

int main(int argc, char **argv) {
  return spin(argc);                          // @main
}
`,
} as const;
