// reader.c - reads the file `text` to its end, and does nothing with it.
#include <trapframe.h>

static char buffer[4096];

int main(void) {
  int file = open("text", O_READ);
  long count;
  while ((count = read(file, buffer, sizeof buffer)) > 0) continue;
  return count != 0;
}
