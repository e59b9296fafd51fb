// grep.c - the lines that have a text in them.
//
//   grep [-v] TEXT [FILE...]    -v: those that have not. Status 0: there were some, 1: none, 2: a file is not there
#include <trapframe.h>

static const char *wanted;
static bool inverted;

static bool search(int file, const char *prefix) {
  static char line[1024];
  bool found = false;
  while (read_text(file, line, sizeof line) >= 0) {
    if ((strstr(line, wanted) != NULL) == inverted) continue;
    printf("%s%s%s\n", prefix, *prefix ? ":" : "", line);
    found = true;
  }
  return found;
}

int main(int argc, char **argv) {
  int first = 1;
  if (argc > 1 && strcmp(argv[1], "-v") == 0) {
    inverted = true;
    first = 2;
  }
  if (argc <= first) {
    dprintf(2, "grep: a text to look for is missing\n");
    return 2;
  }
  wanted = argv[first++];
  if (first == argc) return search(0, "") ? 0 : 1;
  bool found = false, failed = false;
  for (int i = first; i < argc; i++) {
    int file = open(argv[i], O_READ);
    if (file < 0) {
      dprintf(2, "grep: %s: not found\n", argv[i]);
      failed = true;
      continue;
    }
    found |= search(file, argc - first > 1 ? argv[i] : "");
    close(file);
  }
  return failed ? 2 : found ? 0 : 1;
}
