// iomix.c - computes and uses the disk in turn, as most processes do: for schedules with real waits.
//
//   iomix [NAME] [ROUNDS]   each round computes, then writes a file and reads it back
#include <trapframe.h>

#define SIZE 16384

static unsigned char data[SIZE];

static unsigned compute(unsigned seed) {
  for (int i = 0; i < SIZE; i++) {
    seed = seed * 1664525 + 1013904223;
    data[i] = seed >> 24;
  }
  return seed;
}

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : "iomix";
  int rounds = argc > 2 ? atoi(argv[2]) : 3;
  char path[PATH_SIZE];
  snprintf(path, sizeof path, "/%s.tmp", name);
  for (int round = 1; round <= rounds; round++) {
    unsigned seed = compute(round);
    int file = open(path, O_BOTH | O_CREATE | O_TRUNCATE);
    if (file < 0 || write(file, data, SIZE) != SIZE || fsync(file) != 0) return 1;
    seek(file, 0, SEEK_START);
    unsigned sum = 0;
    static unsigned char part[1024];
    for (long count; (count = read(file, part, sizeof part)) > 0;)
      for (long i = 0; i < count; i++) sum = sum * 31 + part[i];
    close(file);
    printf("%s: round %d, %x %x\n", name, round, seed, sum);
  }
  unlink(path);
  return 0;
}
