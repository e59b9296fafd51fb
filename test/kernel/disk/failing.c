// failing.c - uses a disk that fails now and then, and says how each call ended: 0 or -EIO, or -EROFS from then on.
#include <trapframe.h>

static char block[6000];

int main(void) {
  int results[3] = {0};
  for (int i = 0; i < 60; i++) {
    char name[32];
    snprintf(name, sizeof name, "/file%d", i % 7);
    int file = open(name, O_WRITE | O_CREATE | O_TRUNCATE);
    long result = file;
    if (file >= 0) {
      memset(block, i, sizeof block);
      result = write(file, block, sizeof block);
      long closed = close(file);
      if (result == sizeof block) result = closed;
    }
    if (i % 5 == 4) unlink(name);
    if (result != 0 && result != -EIO && result != -EROFS) {
      printf("%s: %ld\n", name, result);
      return 1;
    }
    if (result == 0) printf("done %s %d\n", name, i);
    results[result == 0 ? 0 : result == -EIO ? 1 : 2]++;
  }
  printf("end\n");
  return 0;
}
