// head.c - the first lines of a file, or of descriptor 0.
//
//   head [-n LINES] [FILE]    ten if nothing is said
#include <trapframe.h>

int main(int argc, char **argv) {
  int lines = 10, first = 1, file = 0;
  if (argc > 2 && strcmp(argv[1], "-n") == 0) {
    lines = atoi(argv[2]);
    first = 3;
  }
  if (argc > first && (file = open(argv[first], O_READ)) < 0) {
    dprintf(2, "head: %s: not found\n", argv[first]);
    return 1;
  }
  static char line[1024];
  for (int i = 0; i < lines && read_text(file, line, sizeof line) >= 0; i++) printf("%s\n", line);
  return 0;
}
