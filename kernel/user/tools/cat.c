// cat.c - copies files, or descriptor 0, to descriptor 1.
#include <trapframe.h>

static char buffer[4096];

static int copy(int from, const char *name) {
  long count;
  while ((count = read(from, buffer, sizeof buffer)) > 0)
    if (write(1, buffer, count) != count) {
      dprintf(2, "cat: cannot write\n");
      return 1;
    }
  if (count < 0) dprintf(2, "cat: %s: %s\n", name, count == -EISDIR ? "it is a directory" : "cannot be read");
  return count < 0;
}

int main(int argc, char **argv) {
  if (argc == 1) return copy(0, "input");
  int failed = 0;
  for (int i = 1; i < argc; i++) {
    int file = open(argv[i], O_READ);
    if (file < 0) dprintf(2, "cat: %s: not found\n", argv[i]);
    failed |= file < 0 || copy(file, argv[i]);
    if (file >= 0) close(file);
  }
  return failed;
}
