// hog.c - takes memory in blocks until there is none, or until it has enough, and uses all of it.
//
//   hog [KILOBYTES]
//
// Each page gets a number of its own; then all are read again, and given back.
#include <trapframe.h>

#define PAGE 4096L
#define BLOCK (16 * PAGE)

int main(int argc, char **argv) {
  long wanted = argc > 1 ? atoi(argv[1]) * 1024L : -1;
  char *start = sbrk(0), *end = start;
  while (wanted < 0 || end - start < wanted) {
    if ((long)sbrk(BLOCK) < 0) break; // -ENOMEM
    for (long *page = (long *)end; (char *)page < end + BLOCK; page += PAGE / sizeof(long)) *page = (long)page ^ 42;
    end += BLOCK;
  }
  for (long *page = (long *)start; (char *)page < end; page += PAGE / sizeof(long)) {
    if (*page == ((long)page ^ 42)) continue;
    printf("hog: the page at %p is not as it was left\n", (void *)page);
    return 1;
  }
  printf("hog: %ld pages used and given back\n", (end - start) / PAGE);
  return (long)sbrk(start - end) < 0;
}
